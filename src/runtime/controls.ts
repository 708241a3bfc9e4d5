/** Takes the parameters that steer a call out of the request body. Units here are the body's: seconds become milliseconds. */
import type { ChainStep, Json, JsonObject } from '../plan/plan.js'
import type { HttpHeaders } from '../protocol/http.js'
import type { RequestOptions } from './client-types.js'
import { type RequestedChains, readChains, toSteps } from './requested-chains.js'

/** Members of the body that are LiteLLM's and not the provider's. */
const controlNames: ReadonlySet<string> = new Set([
  'fallbacks',
  'context_window_fallbacks',
  'content_policy_fallbacks',
  'max_fallbacks',
  'disable_fallbacks',
  'num_retries',
  'timeout',
  'request_timeout',
  'stream_timeout',
  'deadline',
  'mock_response',
  'mock_timeout',
  'mock_testing_fallbacks',
  'mock_testing_context_fallbacks',
  'mock_testing_content_policy_fallbacks',
  'mock_testing_rate_limit_error',
  'drop_params',
  'priority',
  'extra_headers',
  'tags',
  'allowed_model_region',
  // Read by the response cache where a client has one; see `response-cache/cache-terms.ts`.
  'cache',
  'caching',
])

export type Controls = {
  readonly numRetries: number | undefined
  /** The call's own chain, which replaces the config's; empty is none at all, as is `disable_fallbacks`. */
  readonly fallbacks: readonly ChainStep[] | undefined
  /** Chains by model that the call brings. */
  readonly chains: RequestedChains | undefined
  /** Most groups tried after the first. Differs: LiteLLM bounds how deep lists of lists are followed; here they are flat. */
  readonly maxFallbacks: number | undefined
  readonly timeoutMs: number | undefined
  readonly streamTimeoutMs: number | undefined
  /** Total time of the call; read when it starts, of the call's own body. */
  readonly deadlineMs: number | undefined
  readonly mockResponse: string | undefined
  readonly mockTimeout: boolean
  /** A failure that stands for the first attempt, to see what the config makes of it. */
  readonly staged: StagedFailure | undefined
  readonly dropParams: boolean | undefined
  /** Of calls that wait for a busy deployment, the lower goes first. LiteLLM's name. */
  readonly priority?: number | undefined
  /** `tags`, and those of `metadata.tags`. */
  readonly tags: readonly string[]
  /** `allowed_model_region`: only deployments of this region are asked, where the client checks before calls. */
  readonly region: string | undefined
  readonly headers: HttpHeaders
}

/** What LiteLLM's `mock_testing_*` switches stage. */
export type StagedFailure = 'internal' | 'context-window' | 'content-policy' | 'rate-limit'

/** A request of any endpoint, as it comes from a caller who may not have a type checker. */
export type RawBody = { readonly model: string } & { readonly [name: string]: unknown }

export type Prepared<Body> = { readonly request: Body; readonly controls: Controls }

const noHeaders: HttpHeaders = Object.freeze({})
const noControls: Controls = Object.freeze({
  numRetries: undefined,
  fallbacks: undefined,
  chains: undefined,
  maxFallbacks: undefined,
  timeoutMs: undefined,
  streamTimeoutMs: undefined,
  deadlineMs: undefined,
  mockResponse: undefined,
  mockTimeout: false,
  staged: undefined,
  dropParams: undefined,
  tags: [],
  region: undefined,
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
    chains: raw.disable_fallbacks === true ? undefined : readChains(raw),
    maxFallbacks: count(raw.max_fallbacks),
    timeoutMs: limit(options?.timeout) ?? seconds(raw.timeout) ?? seconds(raw.request_timeout),
    streamTimeoutMs: seconds(raw.stream_timeout),
    deadlineMs: limit(options?.deadline) ?? seconds(raw.deadline),
    mockResponse: typeof raw.mock_response === 'string' ? raw.mock_response : undefined,
    mockTimeout: raw.mock_timeout === true,
    staged: stagedBy(raw),
    priority: typeof raw.priority === 'number' ? raw.priority : undefined,
    dropParams: typeof raw.drop_params === 'boolean' ? raw.drop_params : undefined,
    tags: readTags(raw),
    region: typeof raw.allowed_model_region === 'string' ? raw.allowed_model_region : undefined,
    headers,
  }
  return { request: found ? withoutControls(body) : body, controls }
}

function hasControls(body: object): boolean {
  for (const name in body) if (controlNames.has(name) || (name === 'metadata' && isTagged(body))) return true
  return false
}

/** `metadata` holds LiteLLM's list of tags. It is OpenAI's own member, whose values are texts: only the list is taken out. */
function isTagged(body: { readonly metadata?: unknown }): boolean {
  return isMap(body.metadata) && isList(body.metadata.tags)
}

function readTags({ tags, metadata }: RawBody): readonly string[] {
  const lists = [tags, isMap(metadata) ? metadata.tags : undefined].filter(isList)
  return [...new Set(lists.flat().filter((tag) => typeof tag === 'string'))]
}

function withoutControls<Body extends object>(body: Body): Body {
  const rest = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    if (controlNames.has(name)) return []
    if (name !== 'metadata' || !isTagged(body) || !isMap(value)) return [[name, value]]
    const { tags: _, ...own } = value
    return Object.keys(own).length > 0 ? [[name, own]] : []
  })
  // Controls are optional members, so what is left is still a `Body`.
  return Object.fromEntries(rest) as Body
}

function stagedBy(raw: RawBody): StagedFailure | undefined {
  if (raw.mock_testing_fallbacks === true) return 'internal'
  if (raw.mock_testing_context_fallbacks === true) return 'context-window'
  if (raw.mock_testing_content_policy_fallbacks === true) return 'content-policy'
  return raw.mock_testing_rate_limit_error === true ? 'rate-limit' : undefined
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
