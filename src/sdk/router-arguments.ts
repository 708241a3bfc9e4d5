/** Tells a Router's arguments apart: LiteLLM's, which are judged like a config, ours, and where Redis is. */
import type { ClientOptions } from '../runtime/client-types.js'
import { processEnvironment } from '../runtime/settings.js'
import { hideValues } from './hidden-values.js'
import type { RouterOpening } from './open-router.js'
import { lowerRouter } from './router-config.js'
import { RouterArgumentsError, type RouterProblem } from './router-error.js'
import { readRedis } from './router-redis.js'
import type { RouterArguments } from './router-types.js'
import { currentSettings, inOurTerms } from './settings.js'
import { effectless, isWithoutEffect } from './without-effect.js'

export type ReadArguments = { readonly opening: RouterOpening; readonly warnings: readonly RouterProblem[] }

/** Arguments that settle the client, and are no part of a config. */
const clientOptions = {
  env: true,
  state: true,
  cache: true,
  now: true,
  random: true,
  sleep: true,
  transport: true,
  allowPrivateMedia: true,
  onEvent: true,
  trace: true,
  logLevel: true,
  log: true,
  getToken: true,
  errors: true,
} as const satisfies { readonly [K in Exclude<keyof ClientOptions, 'secrets'>]-?: true }

const isOption = (name: string): boolean => Object.hasOwn(clientOptions, name)

/** Reads them. Throws a {@link RouterArgumentsError} with all that is wrong. */
export function readArguments(given: RouterArguments<string, string>): ReadArguments {
  if (typeof given !== 'object' || given === null) throw new RouterArgumentsError([notArguments])
  const { model_list, routing_strategy, ...rest } = given
  const shared = currentSettings()
  const own = pick(rest, isOption)
  const choose = typeof routing_strategy === 'function' ? routing_strategy : undefined
  const options: ClientOptions = { ...pick(shared.settings, isOption), ...own }
  const env = options.env ?? processEnvironment()
  const { redis, problems, warnings: ofRedis } = readRedis(given, env)
  const named = choose === undefined ? { routing_strategy } : {}
  const { modelList, variables } = hideValues(model_list)
  const { warnings, ...lowered } = lowerRouter(
    {
      model_list: modelList,
      router_settings: {
        stream_timeout: shared.settings.stream_timeout,
        ...pick(rest, (name) => !isOption(name) && !isWithoutEffect(name)),
        ...named,
      },
      litellm_settings: {
        ...globalSettings(),
        ...(given.cache_responses === true && redis !== undefined && { cache_params: { type: 'redis' } }),
      },
    },
    env,
    problems,
  )
  const level = options.logLevel ?? (given.set_verbose === true && given.debug_level === 'INFO' ? 'info' : undefined)
  const errors = options.errors === undefined ? shared.errors : inOurTerms(options.errors)
  return {
    opening: { lowered, options: { ...options, errors, ...(level !== undefined && { logLevel: level }) }, variables, redis, choose },
    warnings: [...effectless(rest), ...ofRedis, ...warnings.filter(({ path, rule }) => !(rule === 'accepted-key' && actedOn.has(path)))],
  }
}

/** Arguments that mean something to a Router, whatever they mean in a config. */
const actedOn: ReadonlySet<string> = new Set(['cache_kwargs', 'set_verbose', 'debug_level', 'default_priority'])

const notArguments: RouterProblem = {
  path: '',
  rule: 'wrong-type',
  message: 'the arguments are no object',
  help: 'new Router({ model_list: [{ model_name, litellm_params: { model } }] })',
}

/** What `configure` sets holds for Routers too, as LiteLLM's module settings do; the Router's own arguments win. */
function globalSettings(): object {
  const { drop_params, modify_params, ssl_verify, num_retries, timeout, set_verbose } = currentSettings().settings
  return { drop_params, modify_params, ssl_verify, num_retries, request_timeout: timeout, set_verbose }
}

function pick(from: object, isWanted: (name: string) => boolean): { readonly [name: string]: unknown } {
  return Object.fromEntries(Object.entries(from).filter(([name, value]) => value !== undefined && isWanted(name)))
}
