/** Where a Router's Redis is: LiteLLM's arguments for it, judged when the Router is made. */
import { readSettings } from '../redis/redis-settings.js'
import type { RouterRedis } from './open-router.js'
import type { RouterProblem } from './router-error.js'
import type { RouterArguments } from './router-types.js'
import type { Variables } from './watched-env.js'

export type ReadRedis = {
  readonly redis: RouterRedis | undefined
  readonly problems: readonly RouterProblem[]
  readonly warnings: readonly RouterProblem[]
}

const places = ['url', 'host', 'redis_startup_nodes', 'startup_nodes', 'sentinel_nodes']
/** `redis_url` and so on, which win over the members of `cache_kwargs` that are named so. */
const own = ['url', 'host', 'port', 'password', 'db'] as const

/** LiteLLM connects where a URL, a host or nodes are given; the rest comes with it. */
export function readRedis(given: RouterArguments<string, string>, env: Variables): ReadRedis {
  const problems: RouterProblem[] = []
  const redis: { [name: string]: unknown } = {}
  const put = (path: string, name: string, value: unknown): void => {
    const variable = typeof value === 'string' ? /^os\.environ\/(.+)$/.exec(value)?.[1] : undefined
    const read = variable === undefined ? value : Object.hasOwn(env, variable) ? env[variable] : undefined
    if (variable !== undefined && !read) problems.push(unset(path, variable))
    if (read !== undefined && read !== null && read !== '') redis[name] = read
  }
  for (const [name, value] of Object.entries(given.cache_kwargs ?? {})) put(`cache_kwargs.${name}`, name, value)
  for (const name of own) put(`redis_${name}`, name, given[`redis_${name}`])
  if (problems.length > 0) return { redis: undefined, problems, warnings: [] }
  if (!places.some((name) => name in redis)) return { redis: undefined, problems, warnings: lonely(given) }
  try {
    return { redis: readSettings(redis), problems, warnings: [] }
  } catch (error) {
    const path = given.redis_url ? 'redis_url' : given.cache_kwargs ? 'cache_kwargs' : 'redis_port'
    const message = error instanceof Error ? error.message : String(error)
    return { redis: undefined, problems: [{ path, rule: 'wrong-value', message, help: undefined }], warnings: [] }
  }
}

function unset(path: string, variable: string): RouterProblem {
  const message = `the variable ${variable} is not set, so this Router would share nothing with others`
  return { path, rule: 'unset-variable', message, help: 'set it before the Router is made, or leave the argument out' }
}

/** Said, as whoever gives them counts on a Redis. */
function lonely(given: RouterArguments<string, string>): readonly RouterProblem[] {
  const named = own.map((name) => `redis_${name}` as const).filter((name) => given[name] !== undefined && given[name] !== '')
  return named.map((path) => ({
    path,
    rule: 'without-effect',
    message: `"${path}" has no effect: nothing says where Redis is`,
    help: 'give redis_url or redis_host too',
  }))
}
