/** Answers without a call: `mock_response` and `mock_timeout`, of the request or of the deployment. */
import type { ChatChunk, ChatReply, Usage } from '../protocol/chat.js'
import type { ErrorKind } from '../protocol/failure.js'
import { type Fault, isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint, Endpoints, Target } from '../providers/adapter.js'
import { abortedBy } from './call-failures.js'
import { createFailure, nameOf } from './failures.js'
import { fillTarget } from './fill-target.js'
import type { MockReply } from './mock-replies.js'
import { placeOf, readyOf, totalTimeout } from './outgoing.js'
import type { Site } from './run.js'
import type { ChunkOf, Streamed } from './streams/chunk-source.js'
import type { StreamKind } from './streams/stream-kind.js'

/** Texts that raise an error instead, with the kind they raise. LiteLLM's names. */
const raising: ReadonlyMap<string, readonly [ErrorKind, number]> = new Map<string, readonly [ErrorKind, number]>([
  ['litellm.BadRequestError', ['bad-request', 400]],
  ['litellm.ContextWindowExceededError', ['context-window', 400]],
  ['litellm.ContentPolicyViolationError', ['content-policy', 400]],
  ['litellm.AuthenticationError', ['authentication', 401]],
  ['litellm.NotFoundError', ['not-found', 404]],
  ['litellm.Timeout', ['timeout', 408]],
  ['litellm.RateLimitError', ['rate-limit', 429]],
  ['litellm.InternalServerError', ['internal', 500]],
  ['litellm.APIConnectionError', ['connection', 500]],
  ['litellm.BadGatewayError', ['bad-gateway', 502]],
  ['litellm.ServiceUnavailableError', ['unavailable', 503]],
])

/** Tokens that a mocked answer reports, as LiteLLM does. */
const mockUsage: Usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }

type Mocked<T> = { readonly target: Target; readonly value: T }

/** The mocked answer of an attempt, or undefined where a real one is wanted. */
export function mockWhole<E extends Endpoint>(
  site: Site<E>,
): Promise<Outcome<{ readonly target: Target; readonly reply: Endpoints[E]['reply'] }>> | undefined {
  return mockOf(site)?.then(async (outcome) =>
    isFault(outcome) ? outcome : { target: outcome.target, reply: await replyOf(site, outcome.target, outcome.value) },
  )
}

/** The mocked stream of an attempt: all its chunks, usage last. */
export function mockStream<E extends Streamed>(
  site: Site<E>,
  kind: StreamKind<E>,
): Promise<Outcome<{ readonly target: Target; readonly chunks: readonly ChunkOf<E>[] }>> | undefined {
  return mockOf(site)?.then(async (outcome) => {
    if (isFault(outcome)) return outcome
    const { target, value } = outcome
    // The endpoint says which chunks they are.
    const chunks = (
      site.run.endpoint === 'chat' ? chunksOf(site, target, value) : kind.toChunks(await replyOf(site, target, value))
    ) as readonly ChunkOf<E>[]
    return { target, chunks }
  })
}

function mockOf(site: Site): Promise<Outcome<Mocked<string>>> | undefined {
  const { controls } = site.run.prepared
  const ready = readyOf(site)
  const text = controls.mockResponse ?? ready.mockResponse
  const timeout = controls.mockTimeout || ready.mockTimeout
  if (text === undefined && !timeout) return undefined
  const target = fillTarget(ready.target, site.resolved.match)
  if (timeout) return mockTimeout(site, target, totalTimeout(site.run, ready))
  const raised = raising.get(text ?? '')
  if (raised === undefined) return Promise.resolve({ target, value: text ?? '' })
  const [kind, status] = raised
  return Promise.resolve(fault(target, kind, status, `mock_response asks for ${text}`))
}

async function mockTimeout(site: Site, target: Target, ms: number): Promise<Fault> {
  const { engine, signal } = site.run
  await engine.sleep(ms, signal)
  if (signal?.aborted) return { failure: abortedBy(signal, placeOf(target)) }
  return fault(target, 'timeout', 408, `mock_timeout: no answer within ${ms / 1_000} s`)
}

function fault(target: Target, kind: ErrorKind, status: number, text: string): Fault {
  const place = placeOf(target)
  return { failure: createFailure(place, { kind, status, code: 'mock_response', message: `${nameOf(place)}: ${text}` }) }
}

async function replyOf<E extends Endpoint>(site: Site<E>, target: Target, text: string): Promise<Endpoints[E]['reply']> {
  const { prepared } = site.run
  const endpoint: Endpoint = site.run.endpoint
  // The endpoint says which reply it is, here and in the table of the others.
  if (endpoint === 'chat') return chatReply(site, target, text) as Endpoints[E]['reply']
  const { mockReplies } = await import('./mock-replies.js')
  const scene = { id: mockId(site), created: createdAt(site), model: target.model, text }
  return (mockReplies[endpoint] as unknown as MockReply<E>)(prepared.request, scene)
}

function chatReply(site: Site, target: Target, text: string): ChatReply {
  return {
    id: mockId(site),
    object: 'chat.completion',
    created: createdAt(site),
    model: target.model,
    choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: text, refusal: null } }],
    usage: mockUsage,
  }
}

function chunksOf(site: Site, target: Target, text: string): readonly ChatChunk[] {
  const head = {
    id: mockId(site),
    object: 'chat.completion.chunk',
    created: createdAt(site),
    model: target.model,
  } as const
  // LiteLLM cuts a mocked stream into pieces of three characters.
  const pieces = text.match(/[\s\S]{1,3}/g) ?? []
  return [
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    ...pieces.map((content) => ({ ...head, choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' as const }] },
    { ...head, choices: [], usage: mockUsage },
  ]
}

function createdAt(site: Site): number {
  return Math.floor(site.startedAt / 1_000)
}

function mockId(site: Site): string {
  return `chatcmpl-mock-${site.run.engine.crypto.randomId(8)}`
}
