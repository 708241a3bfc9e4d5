/** Shared state and cache on Redis, where the config or the environment says where Redis is. */
import type { Lowered } from '../compiler/lower.js'
import type { JsonObject } from '../plan/plan.js'
import type { RedisStatus } from '../redis/redis-settings.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { type GatewayLog, silentLog } from './log.js'
import { objectOf, readSection } from './read-settings.js'
import { GatewayStartError } from './start-error.js'

type Env = { readonly [name: string]: string | undefined }

/**
 * One Redis for limits, budgets, rests and cached answers: that of `router_settings`, else of `cache_params`, else, for a
 * cache on Redis, of the `REDIS_*` variables. Empty where there is none. It need not answer: calls then count here, and the
 * log says so. Rejects with a {@link GatewayStartError} where the settings lead to no Redis.
 */
export async function openRedis(
  { plan, secrets }: Lowered,
  env: Env,
  log: GatewayLog = silentLog,
): Promise<Pick<ClientOptions, 'state' | 'cache'>> {
  const cached = plan.routing.cache?.store === 'redis'
  const params = objectOf(readSection(plan, 'litellm_settings', secrets, env).cache_params)
  const given = ofRouter(readSection(plan, 'router_settings', secrets, env)) ?? (cached ? ofCache(params) : undefined)
  if (given === undefined && !cached) return {}
  const { redisCache, redisFromEnv, redisState } = await import('../redis/index.js')
  const settings = given ?? redisFromEnv(env)
  if (settings === undefined) return {}
  const told = { ...settings, onStatus: statusTo(log) }
  try {
    return { state: redisState(told), ...(cached && { cache: redisCache(told) }) }
  } catch (cause) {
    throw new GatewayStartError(`the config's Redis: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** Counters and cache have a connection each, and are away together: it is told once. */
function statusTo(log: GatewayLog): (status: RedisStatus) => void {
  let wasUp = true
  return (status) => {
    if (status.up === wasUp) return
    wasUp = status.up
    if (status.up) log.info({ server: status.server }, 'Redis answers again')
    else
      log.warn(
        { server: status.server, reason: status.reason },
        'Redis does not answer: until it does, this process counts limits and budgets by itself, and nothing is found in its cache',
      )
  }
}

function ofRouter(router: JsonObject): object | undefined {
  const { redis_url: url, redis_host: host, redis_port: port, redis_password: password, redis_db: db } = router
  return url === undefined && host === undefined ? undefined : known({ url, host, port, password, db })
}

/** `cache_params` has the names of our own settings. */
function ofCache({
  url,
  host,
  port,
  password,
  username,
  db,
  ssl,
  namespace,
  redis_startup_nodes,
  sentinel_nodes,
  service_name,
}: JsonObject) {
  if (url === undefined && host === undefined && redis_startup_nodes === undefined && sentinel_nodes === undefined) return undefined
  return known({ url, host, port, password, username, db, ssl, namespace, redis_startup_nodes, sentinel_nodes, service_name })
}

function known(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== null))
}
