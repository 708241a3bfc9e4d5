/** Shared state and cache on Redis, where the config or the environment says where Redis is. */
import type { JsonObject, Plan, Secrets } from '../plan/plan.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { objectOf, readSection } from './read-settings.js'

type Env = { readonly [name: string]: string | undefined }

/**
 * One Redis for limits, budgets, rests and cached answers: that of `router_settings`, else of `cache_params`, else, for a
 * cache on Redis, of the `REDIS_*` variables. Empty where there is none. Nothing is connected yet.
 */
export async function openRedis(plan: Plan, secrets: Secrets, env: Env): Promise<Pick<ClientOptions, 'state' | 'cache'>> {
  const cached = plan.routing.cache?.store === 'redis'
  const params = objectOf(readSection(plan, 'litellm_settings', secrets, env).cache_params)
  const given = ofRouter(readSection(plan, 'router_settings', secrets, env)) ?? (cached ? ofCache(params) : undefined)
  if (given === undefined && !cached) return {}
  const { redisCache, redisFromEnv, redisState } = await import('../redis/index.js')
  const settings = given ?? redisFromEnv(env)
  if (settings === undefined) return {}
  return { state: redisState(settings), ...(cached && { cache: redisCache(settings) }) }
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
