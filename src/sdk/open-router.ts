/** Opens the client behind a Router: strategies, features and Redis that its Plan names, adapters as deployments are called. */
import type { Lowered } from '../compiler/lower.js'
import type { Plan } from '../plan/plan.js'
import type { Adapter } from '../providers/adapter.js'
import type { RedisSettings } from '../redis/redis-settings.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { createClient } from '../runtime/node-client.js'
import { processEnvironment } from '../runtime/settings.js'
import { adapterLoaders } from './adapters.js'
import { customStrategy, type RoutingFunction } from './custom-strategy.js'
import { type Functions, functionsOf } from './open-client.js'
import { loadRoutingParts } from './routing-parts.js'

/** Where Redis is, by the names of `llmgen/redis`. */
export type RouterRedis = RedisSettings

/** What a Router is opened with. */
export type RouterOpening = {
  readonly lowered: Lowered
  readonly options: ClientOptions
  /** Further variables of the environment; see `hidden-values.ts`. */
  readonly variables: { readonly [name: string]: string }
  readonly redis: RouterRedis | undefined
  readonly choose: RoutingFunction | undefined
}

export type OpenRouter = { readonly functions: Functions; close(): Promise<void> }

/** Makes the client. What was opened for it alone is closed with it. */
export async function openRouter({ lowered, options, variables, redis, choose }: RouterOpening): Promise<OpenRouter> {
  const { plan, secrets } = lowered
  const parts = await loadRoutingParts(plan)
  const strategies =
    choose === undefined ? parts.strategies : { ...parts.strategies, [plan.routing.strategy]: customStrategy(plan, choose) }
  const env = { ...(options.env ?? processEnvironment()), ...variables }
  const own = redis === undefined ? {} : await openRedis(plan, redis, options)
  const closeOwn = () => Promise.all([own.state?.close(), own.cache?.close()])
  try {
    const client = createClient({ plan, adapters: adaptersOf(plan), ...parts, strategies }, { ...own, ...options, env, secrets })
    return {
      functions: functionsOf(client),
      close: async () => {
        await Promise.all([client.close(), closeOwn()])
      },
    }
  } catch (error) {
    await closeOwn()
    throw error
  }
}

/** Each is imported when one of its deployments is first called. */
function adaptersOf({ providers, deployments }: Plan): { readonly [format: string]: () => Promise<Adapter> } {
  const usual = new Map(providers.map((provider) => [provider.name, provider.format]))
  const formats = new Set(deployments.map((deployment) => deployment.format ?? usual.get(deployment.provider) ?? ''))
  return Object.fromEntries([...formats].flatMap((format) => pair(format, adapterLoaders.get(format))))
}

function pair<T>(name: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[name, value]]
}

/**
 * State and cache on Redis, but for what the caller brings. Loading and connecting is waited for here, as long as a call
 * waits for Redis at most: the first look-up has less time than that.
 */
async function openRedis({ routing }: Plan, redis: RouterRedis, given: ClientOptions): Promise<Pick<ClientOptions, 'state' | 'cache'>> {
  const { redisCache, redisState } = await import('../redis/index.js')
  const state = given.state === undefined ? redisState(redis) : undefined
  const cache = given.cache === undefined && routing.cache !== undefined ? redisCache(redis) : undefined
  await Promise.all([state?.budgets([], 0), cache?.get('')])
  return { ...(state !== undefined && { state }), ...(cache !== undefined && { cache }) }
}
