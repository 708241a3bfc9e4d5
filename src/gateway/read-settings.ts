/** Reads the gateway's settings out of a Plan and the environment; what they mean is in `settings.ts`. */
import type { Json, JsonObject, Plan, Secrets } from '../plan/plan.js'
import { createEnvironment, type Environment } from '../runtime/settings.js'
import type { GatewaySettings, PassThrough } from './settings.js'

type Env = { readonly [name: string]: string | undefined }

/** LiteLLM sets no limit; a gateway without one is filled by one request. */
const defaultMaxBodyMb = 100

/** Everything a config and its environment say about the gateway. Values of a wrong type count as not set. */
export function readSettings(plan: Plan, secrets: Secrets, env: Env): GatewaySettings {
  const find = createEnvironment(env, plan.routing.environment)
  const general = readSection(plan, 'general_settings', secrets, env)
  return {
    masterKey: text(general.master_key) ?? find('LITELLM_MASTER_KEY'),
    keyHeader: text(general.litellm_key_header_name)?.toLowerCase(),
    maxBodyBytes: Math.round((positive(general.max_request_size_mb) ?? defaultMaxBodyMb) * 1_048_576),
    rootPath: rootPath(find('SERVER_ROOT_PATH')),
    publicRoutes: list(general.public_routes).filter((each) => typeof each === 'string'),
    passThrough: list(general.pass_through_endpoints).flatMap(toPassThrough),
  }
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

function toPassThrough(value: Json): readonly PassThrough[] {
  const row = objectOf(value)
  const path = text(row.path)
  const target = text(row.target)
  if (path === undefined || target === undefined) return []
  const headers = Object.entries(objectOf(row.headers)).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  const methods = list(row.methods).filter((each) => typeof each === 'string')
  return [
    {
      path,
      target,
      headers: Object.fromEntries(headers),
      includeSubpath: row.include_subpath === true,
      auth: row.auth !== false,
      methods: methods.length > 0 ? methods : undefined,
    },
  ]
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
