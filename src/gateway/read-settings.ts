/** Reads the gateway's settings out of a Plan and the environment; what they mean is in `settings.ts`. */
import type { Json, JsonObject, Plan, Secrets } from '../plan/plan.js'
import { createEnvironment, type Environment } from '../runtime/settings.js'
import { readAccessRules } from './auth/access-rules.js'
import { readCallerSettings } from './caller-facts.js'
import { readCors } from './cors.js'
import { readHealthSettings } from './health-checks.js'
import { readLimitSettings } from './limits/limit-settings.js'
import { readMetricSettings } from './metrics/metric-settings.js'
import type { GatewaySettings, PassThrough } from './settings.js'
import { readStoreSettings } from './store/store-settings.js'
import { isSwitch } from './switch.js'

type Env = { readonly [name: string]: string | undefined }

/** LiteLLM sets no limit; a gateway without one is filled by one request. */
const defaultMaxBodyMb = 100

/** LiteLLM's. */
const defaultPassThroughSeconds = 600

/** Everything a config and its environment say about the gateway. Values of a wrong type count as not set. */
export function readSettings(plan: Plan, secrets: Secrets, given: Env): GatewaySettings {
  const env = withExports(plan, secrets, given)
  const find = createEnvironment(env, plan.routing.environment)
  const general = readSection(plan, 'general_settings', secrets, env)
  const masterKey = text(general.master_key) ?? find('LITELLM_MASTER_KEY')
  const maxMb = positive(general.max_request_size_mb)
  const litellm = readSection(plan, 'litellm_settings', secrets, env)
  const metrics = readMetricSettings(litellm)
  const limits = readLimitSettings(general, litellm)
  const publicRoutes = list(general.public_routes).filter((each) => typeof each === 'string')
  return {
    masterKey,
    idSecret: find('LITELLM_SALT_KEY') ?? masterKey ?? '',
    openResponseIds: isSwitch(general.disable_responses_id_security, true),
    keyHeader: text(general.litellm_key_header_name)?.toLowerCase(),
    maxBodyBytes: Math.round((maxMb ?? defaultMaxBodyMb) * 1_048_576),
    maxStreamBytes: maxMb === undefined ? Number.POSITIVE_INFINITY : Math.round(maxMb * 1_048_576),
    rootPath: rootPath(find('SERVER_ROOT_PATH')),
    publicRoutes: metrics.needsKey ? publicRoutes : [...publicRoutes, '/metrics'],
    passThroughMs: Math.round((positive(general.pass_through_request_timeout) ?? defaultPassThroughSeconds) * 1_000),
    passThrough: list(general.pass_through_endpoints).flatMap((row) => toPassThrough(row, find)),
    metrics,
    costInUsage: litellm.include_cost_in_usage === true || general.include_cost_in_usage === true,
    health: readHealthSettings(general),
    caller: readCallerSettings(general, litellm),
    limits,
    access: readAccessRules(general),
    cors: readCors(find, masterKey),
    store: { ...readStoreSettings(general, litellm, find), timeZone: limits.timeZone },
  }
}

/**
 * The environment with the secrets that the config sets in `environment_variables`: they are in no Plan. As for its other
 * variables, a real one that is set and not empty wins. Without such secrets it is the environment itself.
 */
export function withExports(plan: Plan, secrets: Secrets, env: Env): Env {
  const exported = Object.entries(objectOf(plan.gateway?.environment_variables))
  if (exported.length === 0) return env
  const all: { [name: string]: string | undefined } = Object.assign(Object.create(null), env)
  for (const [name, value] of exported) all[name] ||= text(resolve(value, () => undefined, secrets))
  return all
}

/** One of the three sections of `Plan.gateway`, resolved. */
export function readSection(plan: Plan, name: string, secrets: Secrets, env: Env): JsonObject {
  return resolveMap(objectOf(plan.gateway?.[name]), createEnvironment(env, plan.routing.environment), secrets)
}

/** One section of `Plan.gateway` with its references and slots filled; what is not set is left out. */
function resolveMap(map: JsonObject, env: Environment, secrets: Secrets): JsonObject {
  const filled: { [name: string]: Json } = Object.create(null)
  for (const [name, value] of Object.entries(map)) {
    const known = resolve(value, env, secrets)
    if (known !== undefined) filled[name] = known
  }
  return filled
}

function resolve(value: Json, env: Environment, secrets: Secrets): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((each) => resolve(each, env, secrets) ?? [])
  const map = objectOf(value)
  if (map !== value) return value
  const { env: name, slot } = map
  if (typeof name === 'string' && Object.keys(map).length === 1) return env(name)
  if (typeof slot === 'number' && Object.keys(map).length === 1) return secrets.get(slot)
  return resolveMap(map, env, secrets)
}

function toPassThrough(value: Json, env: Environment): readonly PassThrough[] {
  const row = objectOf(value)
  const path = text(row.path)
  const target = text(row.target)
  if (path === undefined || target === undefined) return []
  const keyHeader = text(objectOf(row.headers)[keyHeaderName])?.toLowerCase()
  const methods = list(row.methods).filter((each) => typeof each === 'string')
  return [
    {
      path,
      target,
      headers: Object.fromEntries(texts(row.headers, env).filter(([name]) => name !== keyHeaderName)),
      keyHeader,
      defaultQuery: Object.fromEntries(texts(row.default_query_params, env)),
      forwardHeaders: isSwitch(row.forward_headers, true),
      costNanoUsd: Math.round((positive(row.cost_per_request) ?? 0) * 1e9),
      includeSubpath: isSwitch(row.include_subpath, true),
      auth: !isSwitch(row.auth, false),
      methods: methods.length > 0 ? methods.map((each) => each.toUpperCase()) : undefined,
    },
  ]
}

/** Not a header: it names the one in which callers put their key. */
const keyHeaderName = 'litellm_user_api_key'

/** Names in lower case with their texts; references may stand within a text here: `Bearer os.environ/KEY`. */
function texts(map: Json | undefined, env: Environment): readonly (readonly [string, string])[] {
  return Object.entries(objectOf(map)).flatMap(([name, value]) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return []
    return [[name, String(value).replace(/os\.environ\/(\w+)/g, (_all, variable: string) => env(variable) ?? '')] as const]
  })
}

/** `/gateway`: one slash in front, none behind; '' for none. */
function rootPath(given: string | undefined): string {
  const path = (given ?? '').replace(/^\/+|\/+$/g, '')
  return path === '' ? '' : `/${path}`
}

/** A map, or an empty one for anything else. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {}
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function list(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : []
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function positive(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && number > 0 ? number : undefined
}
