/** Reads the body of a call: JSON, a model that the caller may use, and none of what only the operator decides. */
import { nearestNames } from '../runtime/nearest.js'
import { mayCallModel } from './access.js'
import type { CallBody } from './calls.js'
import { badRequest, GatewayError } from './errors.js'
import type { GatewayCall } from './route.js'

/** A JSON object from outside. */
export type RawObject = { readonly [name: string]: unknown }

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The body as a JSON object. Throws a 400 for anything else. */
export function readJson({ bytes }: Pick<GatewayCall, 'bytes'>): RawObject {
  if (bytes.length === 0) throw badRequest('the request has no body: send a JSON object')
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw badRequest(`the request body is not JSON: ${error instanceof Error ? withoutExcerpt(error.message) : 'it cannot be parsed'}`)
  }
  if (!isObject(value)) throw badRequest('the request body must be a JSON object')
  return value
}

/** V8 quotes the text around the fault, which may be part of a prompt. */
function withoutExcerpt(message: string): string {
  const at = /position \d+/.exec(message)
  return at === null ? 'it is cut off or malformed' : `malformed at ${at[0]}`
}

/**
 * A body ready to be called with: the model is the path's, else the body's, and the caller may use it; what would choose
 * hosts or keys is refused. Throws a 400 or a 403.
 */
export function readCall(call: GatewayCall): CallBody {
  return checkCall(call, readJson(call))
}

/** The same for a body that was read already. `fallback` is the model where neither path nor body names one. */
export function checkCall(call: GatewayCall, raw: RawObject, fallback?: string): CallBody {
  const model = pathModel(call) ?? raw.model ?? fallback
  if (typeof model !== 'string' || model === '') throw badRequest('model is missing: it must be one of the names of the config', 'model')
  call.notes.facts.model = model
  refuseCredentials(raw, '')
  for (const name of [model, ...fallbackNames(raw)]) {
    if (mayCallModel(call.identity, name)) continue
    throw new GatewayError(403, 'key_model_access_denied', `this key may not call the model "${name}"`, { param: 'model' })
  }
  if (call.serving.engine.table.resolve(model) === undefined) throw badRequest(unknownModel(call, model), 'model')
  return { ...raw, model }
}

/** Names only what this key may use. */
function unknownModel({ serving, identity }: GatewayCall, model: string): string {
  const known = serving.engine.table.names.filter((name) => mayCallModel(identity, name))
  const near = nearestNames(model, known).map((name) => `"${name}"`)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`
  return `no model is called "${model.slice(0, 200)}" here.${hint} GET /v1/models lists what this key may use`
}

/** `{model}` of the path, which wins over the body's. */
function pathModel({ request }: GatewayCall): string | undefined {
  const { params } = request
  return isObject(params) && typeof params.model === 'string' && params.model !== '' ? params.model : undefined
}

/** Members that would send the operator's key to a stranger, or a request to a host inside. LiteLLM's names. */
const credentials: ReadonlySet<string> = new Set([
  'api_key',
  'api_base',
  'base_url',
  'api_version',
  'organization',
  'azure_ad_token',
  'azure_ad_token_provider',
  'azure_username',
  'azure_password',
  'tenant_id',
  'client_id',
  'client_secret',
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_profile_name',
  'aws_role_name',
  'aws_session_name',
  'aws_web_identity_token',
  'aws_sts_endpoint',
  'aws_bedrock_runtime_endpoint',
  'aws_region_name',
  'vertex_credentials',
  'vertex_project',
  'vertex_location',
  'vertex_ai_credentials',
  'vertex_ai_project',
  'vertex_ai_location',
  'litellm_credential_name',
  'model_list',
  'custom_llm_provider',
])
/** Headers of the provider request that the gateway alone sets. */
const ownHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'api-key',
  'x-api-key',
  'x-goog-api-key',
  'proxy-authorization',
  'cookie',
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
])

function refuseCredentials(raw: RawObject, place: string): void {
  for (const name of Object.keys(raw)) {
    if (!credentials.has(name) || raw[name] === undefined || raw[name] === null) continue
    throw badRequest(`"${name}" may not come from a client: the config of the gateway decides it. Leave it out`, `${place}${name}`)
  }
  const { extra_headers: headers, fallbacks } = raw
  if (isObject(headers)) {
    const own = Object.keys(headers).find((name) => ownHeaders.has(name.toLowerCase()))
    if (own !== undefined) throw badRequest(`the header "${own}" may not come from a client. Leave it out`, `${place}extra_headers`)
  }
  if (!Array.isArray(fallbacks) || place !== '') return
  for (const step of fallbackSteps(fallbacks)) if (isObject(step)) refuseCredentials(step, 'fallbacks.')
}

/** Entries of `fallbacks`, which is a list of models or of lists by model. */
function fallbackSteps(fallbacks: readonly unknown[]): readonly unknown[] {
  return fallbacks.flatMap((each) =>
    isObject(each) && each.model === undefined ? Object.values(each).flatMap((to) => (Array.isArray(to) ? to : [to])) : [each],
  )
}

function fallbackNames(raw: RawObject): readonly string[] {
  const lists = [raw.fallbacks, raw.context_window_fallbacks, raw.content_policy_fallbacks].filter((list) => Array.isArray(list))
  return lists
    .flatMap(fallbackSteps)
    .map((step) => (isObject(step) ? step.model : step))
    .filter((name) => typeof name === 'string')
}
