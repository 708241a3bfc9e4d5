/** Parameters that steer a call and stand in the request body, and the defaults under it. Read by `read-controls.ts` where a call has some. */
import type { ChainStep, Json, JsonObject } from '../plan/plan.js'
import type { HttpHeaders } from '../protocol/http.js'
import type { RequestedChains } from './requested-chains.js'

/** Members of the body that are LiteLLM's and not the provider's. */
export const controlNames: ReadonlySet<string> = new Set([
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

/** No headers at all. */
export const noHeaders: HttpHeaders = Object.freeze({})
/** Those of a call that brings none. */
export const noControls: Controls = Object.freeze({
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

/** True for a body with a member that is not the provider's. */
export function hasControls(body: object): boolean {
  for (const name in body) if (controlNames.has(name) || (name === 'metadata' && isTagged(body))) return true
  return false
}

/** `metadata` holds LiteLLM's list of tags. It is OpenAI's own member, whose values are texts: only the list is taken out. */
export function isTagged(body: { readonly metadata?: unknown }): boolean {
  return isMap(body.metadata) && isList(body.metadata.tags)
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

/** True for a list. */
export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** True for an object that is no list. */
export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
