/** What a request says about its call beside the provider's own parameters: LiteLLM's headers and body members. */
import type { RequestOptions } from '../runtime/client-types.js'
import { rulesOf } from './auth/caller-rules.js'
import type { CallBody } from './calls.js'
import { isObject } from './request-body.js'
import type { GatewayCall } from './route.js'

/** A body and options that the engine takes. */
export type Prepared = { readonly body: CallBody; readonly options: RequestOptions }

/** Whose `metadata` is: LiteLLM's own on its older routes, the provider's in OpenAI's Responses API and Anthropic's. */
export type MetadataOwner = 'gateway' | 'provider'

/** Members that are for LiteLLM's proxy and mean nothing to a provider. */
const proxyMembers: ReadonlySet<string> = new Set([
  'litellm_metadata',
  'litellm_call_id',
  'litellm_trace_id',
  'litellm_session_id',
  'guardrails',
  'no-log',
  'context_window_fallback_dict',
])

/** Options of a call by its headers: `signal`, and no others where none is given. */
export function optionsOf({ head, left }: Pick<GatewayCall, 'head' | 'left'>): RequestOptions {
  const { timeoutMs, retries } = head
  if (timeoutMs === undefined && retries === undefined) return { signal: left }
  return {
    signal: left,
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    ...(retries !== undefined && { maxRetries: retries }),
  }
}

/** Reads headers and extras; a header wins over the body. */
export function prepareCall(call: GatewayCall, body: CallBody, metadata: MetadataOwner = 'gateway'): Prepared {
  const { routingTags, streamTimeout } = call.head
  const tags = [...rulesOf(call.identity).tags, ...routingTags]
  const options = optionsOf(call)
  noteWishes(call, body, options)
  const own = ownMembers(body, metadata)
  if (own.rest === body && streamTimeout === undefined && tags.length === 0) return { body, options }
  const allTags = [...new Set([...tags, ...texts(body.tags), ...own.tags])]
  return {
    options,
    body: {
      ...own.rest,
      ...(streamTimeout !== undefined && { stream_timeout: streamTimeout }),
      ...(allTags.length > 0 && { tags: allTags }),
    },
  }
}

/** What the request wants of retries and fallbacks, for the headers of its answer. */
function noteWishes(
  { notes }: GatewayCall,
  { num_retries: retries, max_fallbacks: fallbacks, fallbacks: chain }: CallBody,
  options: RequestOptions,
): void {
  const asked = options.maxRetries ?? retries
  if (typeof asked === 'number') notes.facts.maxRetries = asked
  const most = fallbacks ?? (Array.isArray(chain) ? chain.length : undefined)
  if (typeof most === 'number') notes.facts.maxFallbacks = most
}

/**
 * The body without LiteLLM's own members, and the tags they held.
 * Differs: `metadata` goes to the provider only with `store: true`, where OpenAI keeps it; LiteLLM sends it to OpenAI always,
 * which refuses it without `store`.
 */
function ownMembers(body: CallBody, metadata: MetadataOwner): { readonly rest: CallBody; readonly tags: readonly string[] } {
  const takesMetadata = metadata === 'gateway' && body.metadata !== undefined && body.store !== true
  if (!takesMetadata && !Object.keys(body).some((name) => proxyMembers.has(name))) return { rest: body, tags: [] }
  const kept = Object.entries(body).filter(([name]) => !proxyMembers.has(name) && !(takesMetadata && name === 'metadata'))
  const chains = windowFallbacks(body.context_window_fallback_dict)
  // `model` is among the members that are kept.
  const rest = { ...(chains !== undefined && { context_window_fallbacks: chains }), ...Object.fromEntries(kept) } as CallBody
  const tags = [takesMetadata ? body.metadata : undefined, body.litellm_metadata].flatMap((each) =>
    isObject(each) ? texts(each.tags) : [],
  )
  return { rest, tags }
}

/** `{ a: b }` as `[{ a: [b] }]`. */
function windowFallbacks(given: unknown): readonly object[] | undefined {
  return isObject(given) ? Object.entries(given).map(([from, to]) => ({ [from]: [to] })) : undefined
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
