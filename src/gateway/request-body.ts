/** Reads the body of a call: JSON, a model that the caller may use, and none of what only the operator decides. */
import { isUtf8 } from 'node:buffer'
import { nearestNames } from '../runtime/nearest.js'
import { rulesOf } from './auth/caller-rules.js'
import { denierOf, modelDenied, wantedModel } from './auth/model-access.js'
import { checkCaller, checkMembers, noteCaller } from './caller-facts.js'
import type { CallBody } from './calls.js'
import { refuseHeaders } from './client-headers.js'
import { badRequest } from './errors.js'
import type { GatewayCall } from './route.js'
import { keepBodies } from './spend/body-keeper.js'

/** A JSON object from outside. */
export type RawObject = { readonly [name: string]: unknown }

export function isObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The body as a JSON object. Throws a 400 for anything else. */
export function readJson({ bytes }: Pick<GatewayCall, 'bytes'>): RawObject {
  if (bytes.length === 0) throw badRequest('the request has no body: send a JSON object')
  if (!isUtf8(bytes)) throw badRequest('the request body is not UTF-8')
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
  if (model.length > longestModel) throw badRequest(`model is longer than ${longestModel} characters: no name here is`, 'model')
  call.notes.facts.model = model
  keepBodies(call, raw)
  noteCaller(call, raw)
  const steps = fallbackSteps(raw)
  refuseCredentials(raw, '')
  for (const step of steps) if (isObject(step)) refuseCredentials(step, 'fallbacks.')
  const { identity, serving } = call
  const wanted = wantedModel(identity, model, serving.plan)
  if (wanted.deniedBy !== undefined) throw modelDenied(serving, wanted.deniedBy, model)
  for (const name of steps.map(nameOfStep)) {
    const denier = denierOf(identity, name, serving.plan)
    if (denier !== undefined) throw modelDenied(serving, denier, name)
  }
  checkCaller(call, raw)
  checkMembers(call, raw)
  if (serving.engine.table.resolve(wanted.model) === undefined) throw badRequest(unknownModel(call, model), 'model')
  return { ...raw, model: wanted.model }
}

/** The model as the client asked for it, which answers are stamped with, whatever aliases have made of it. */
export function askedModel({ notes }: Pick<GatewayCall, 'notes'>, { model }: Pick<CallBody, 'model'>): string {
  return notes.facts.model ?? model
}

/** True where a body may go on without being read: its model is the caller's to call under its own name, and nothing is asked of its members. */
export function goesAsSent({ identity, serving }: GatewayCall, asked: string): boolean {
  const { model, deniedBy } = wantedModel(identity, asked, serving.plan)
  return (
    deniedBy === undefined &&
    model === asked &&
    serving.settings.access.enforcedParams.length + rulesOf(identity).enforcedParams.length === 0
  )
}

/** Longest name of a model, characters; names stand in records and metrics. */
const longestModel = 1_000

/** Names only what this key may use. */
function unknownModel({ serving, identity }: GatewayCall, model: string): string {
  const known = serving.engine.table.names.filter((name) => denierOf(identity, name, serving.plan) === undefined)
  const near = nearestNames(model, known).map((name) => `"${name}"`)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`
  return `no model is called "${model.slice(0, 200)}" here.${hint} GET /v1/models lists what this key may use`
}

/** `{model}` of the path, which wins over the body's. */
export function pathModel({ request }: Pick<GatewayCall, 'request'>): string | undefined {
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
/** Members that `extra_body` may not put in the place of what was checked. */
const settled: ReadonlySet<string> = new Set(['model', 'stream', ...credentials])

function refuseCredentials(raw: RawObject, place: string): void {
  for (const name of Object.keys(raw)) {
    if (!credentials.has(name) || raw[name] === undefined || raw[name] === null) continue
    throw badRequest(`"${name}" may not come from a client: the config of the gateway decides it. Leave it out`, `${place}${name}`)
  }
  const { extra_headers: headers, extra_body: body } = raw
  if (isObject(headers)) refuseHeaders(headers, `${place}extra_headers`)
  const over = isObject(body) ? Object.keys(body).find((name) => settled.has(name)) : undefined
  if (over !== undefined) throw badRequest(`"${over}" may not stand in extra_body. Leave it out`, `${place}extra_body.${over}`)
}

/** A model's name, or a map with it and the parameters it is to be called with. */
type FallbackStep = string | RawObject

/** Members that name further models. */
const fallbackMembers = ['fallbacks', 'context_window_fallbacks', 'content_policy_fallbacks', 'context_window_fallback_dict'] as const
/** Fallbacks within the parameters of fallbacks: nobody means more. */
const deepestFallbacks = 8

/** Every step that a call may take beside its model, in whatever depth: the call itself follows them there. Throws a 400 for too deep ones. */
function fallbackSteps(raw: RawObject, depth = 0): readonly FallbackStep[] {
  return fallbackMembers.flatMap((name) => {
    const given = raw[name]
    if (given === undefined || given === null) return []
    if (depth > deepestFallbacks) throw badRequest('fallbacks are nested too deep', name)
    return (Array.isArray(given) ? given : [given]).flatMap((entry) => stepsOf(entry, depth))
  })
}

function stepsOf(entry: unknown, depth: number): readonly FallbackStep[] {
  if (typeof entry === 'string') return [entry]
  if (!isObject(entry)) return []
  if (typeof entry.model === 'string') return [entry, ...fallbackSteps(entry, depth + 1)]
  // lists by model
  return Object.values(entry).flatMap((list) => (Array.isArray(list) ? list : [list]).flatMap((step) => stepOf(step, depth)))
}

function stepOf(step: unknown, depth: number): readonly FallbackStep[] {
  if (typeof step === 'string') return [step]
  return isObject(step) ? [step, ...fallbackSteps(step, depth + 1)] : []
}

function nameOfStep(step: FallbackStep): string {
  return typeof step === 'string' ? step : typeof step.model === 'string' ? step.model : ''
}
