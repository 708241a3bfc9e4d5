/** Takes the parameters that steer a call out of the request body. Units here are the body's: seconds become milliseconds. */
import type { ChainStep, Json, JsonObject } from '../plan/plan.js'
import type { HttpHeaders } from '../protocol/http.js'
import type { RequestOptions } from './client-types.js'

/** Members of the body that are LiteLLM's and not the provider's. */
const controlNames: ReadonlySet<string> = new Set([
  'fallbacks',
  'disable_fallbacks',
  'num_retries',
  'timeout',
  'request_timeout',
  'stream_timeout',
  'deadline',
  'mock_response',
  'mock_timeout',
  'drop_params',
  'extra_headers',
])

export type Controls = {
  readonly numRetries: number | undefined
  /** The call's own chain, which replaces the config's; empty is none at all, as is `disable_fallbacks`. */
  readonly fallbacks: readonly ChainStep[] | undefined
  readonly timeoutMs: number | undefined
  readonly streamTimeoutMs: number | undefined
  /** Total time of the call; read when it starts, of the call's own body. */
  readonly deadlineMs: number | undefined
  readonly mockResponse: string | undefined
  readonly mockTimeout: boolean
  readonly dropParams: boolean | undefined
  readonly headers: HttpHeaders
}

/** A request of any endpoint, as it comes from a caller who may not have a type checker. */
export type RawBody = { readonly model: string } & { readonly [name: string]: unknown }

export type Prepared<Body> = { readonly request: Body; readonly controls: Controls }

const noHeaders: HttpHeaders = Object.freeze({})
const noControls: Controls = Object.freeze({
  numRetries: undefined,
  fallbacks: undefined,
  timeoutMs: undefined,
  streamTimeoutMs: undefined,
  deadlineMs: undefined,
  mockResponse: undefined,
  mockTimeout: false,
  dropParams: undefined,
  headers: noHeaders,
})

/** Request and controls apart. The second argument of a call wins over the body; a body without controls is used as it is. */
export function readControls<Body extends { readonly model: string }>(body: Body, options: RequestOptions | undefined): Prepared<Body> {
  const found = hasControls(body)
  if (!found && options === undefined) return { request: body, controls: noControls }
  // Every member of `Body` but `model` is read below through a check of its own type.
  const raw = body as unknown as RawBody
  const headers = { ...toHeaders(raw.extra_headers), ...toHeaders(options?.headers) }
  const controls: Controls = {
    numRetries: count(options?.maxRetries) ?? count(raw.num_retries),
    fallbacks: raw.disable_fallbacks === true ? [] : toSteps(raw.fallbacks),
    timeoutMs: limit(options?.timeout) ?? seconds(raw.timeout) ?? seconds(raw.request_timeout),
    streamTimeoutMs: seconds(raw.stream_timeout),
    deadlineMs: limit(options?.deadline) ?? seconds(raw.deadline),
    mockResponse: typeof raw.mock_response === 'string' ? raw.mock_response : undefined,
    mockTimeout: raw.mock_timeout === true,
    dropParams: typeof raw.drop_params === 'boolean' ? raw.drop_params : undefined,
    headers,
  }
  return { request: found ? withoutControls(body) : body, controls }
}

function hasControls(body: object): boolean {
  for (const name in body) if (controlNames.has(name)) return true
  return false
}

function withoutControls<Body extends object>(body: Body): Body {
  const rest = Object.entries(body).filter(([name]) => !controlNames.has(name))
  // Controls are optional members, so what is left is still a `Body`.
  return Object.fromEntries(rest) as Body
}

function toSteps(value: unknown): readonly ChainStep[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.flatMap((item: unknown): readonly ChainStep[] => {
    if (typeof item === 'string') return [{ group: item }]
    if (!isMap(item)) return []
    const { model, ...params } = item
    return typeof model === 'string' ? [{ group: model, params }] : []
  })
}

/** True for `fallbacks` that are neither unset nor a list of names and of maps with a `model`. */
export function isMisshapen(fallbacks: unknown): boolean {
  if (fallbacks === undefined || fallbacks === null) return false
  return !Array.isArray(fallbacks) || toSteps(fallbacks)?.length !== fallbacks.length
}

function toHeaders(value: unknown): HttpHeaders {
  if (typeof value !== 'object' || value === null) return noHeaders
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]))
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : undefined
}

/** Zero counts as not set, as in LiteLLM. */
function limit(ms: unknown): number | undefined {
  return typeof ms === 'number' && ms > 0 ? ms : undefined
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value * 1_000 : undefined
}

/**
 * The request with a deployment's default parameters under it. Tools are joined, the deployment's first; `metadata` and
 * `tags` are joined; of everything else the request's own value wins.
 */
export function withDefaults<Body extends object>(request: Body, defaults: JsonObject | undefined): Body {
  if (defaults === undefined) return request
  // `own` reads the request's members by name; what comes back has all of them, and the defaults beside them.
  const own = request as { readonly [name: string]: unknown }
  const set = Object.entries(request).filter(([, value]) => value !== undefined)
  const merged: { [name: string]: unknown } = { ...defaults, ...Object.fromEntries(set) }
  if (isList(defaults.tools) && Array.isArray(own.tools)) merged.tools = [...defaults.tools, ...own.tools]
  if (isList(defaults.tags) && Array.isArray(own.tags)) merged.tags = union(defaults.tags, own.tags)
  if (isMap(defaults.metadata) && isMap(own.metadata)) merged.metadata = joinMetadata(defaults.metadata, own.metadata)
  return merged as Body
}

function joinMetadata(defaults: JsonObject, own: { readonly [name: string]: unknown }): object {
  const joined = { ...defaults, ...own }
  return isList(defaults.tags) && Array.isArray(own.tags) ? { ...joined, tags: union(defaults.tags, own.tags) } : joined
}

function union(first: readonly Json[], second: readonly unknown[]): readonly unknown[] {
  return [...new Set<unknown>([...first, ...second])]
}

function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
