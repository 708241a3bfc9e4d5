/** Runs an adapter's codec without a runtime: targets, calls, and streams cut into pieces. */
import type { Deployment, Provider } from '../../src/plan/plan.js'
import type { ChatChunk, ChatRequest } from '../../src/protocol/chat.js'
import type { EmbeddingRequest } from '../../src/protocol/embeddings.js'
import { type Failure, isFault } from '../../src/protocol/failure.js'
import type { HttpHeaders, HttpReply } from '../../src/protocol/http.js'
import type { Adapter, Call, Target } from '../../src/providers/adapter.js'
import { createSseDecoder } from '../../src/runtime/transport/sse.js'
import { chatStreamOf } from './late-streams.js'
import { unknownCapabilities } from './plan.js'

/** A fixed moment: 2025-06-01T00:00:00Z. */
export const testNow = 1_748_736_000_000

export type TargetInput = Partial<Omit<Target, 'deployment' | 'provider'>> & {
  readonly provider?: Partial<Provider>
  readonly deployment?: Partial<Deployment>
}

export function testTarget(input: TargetInput = {}): Target {
  const { provider, deployment, ...rest } = input
  const name = provider?.name ?? 'openai'
  return {
    deployment: {
      index: 0,
      id: 'deployment-0',
      group: 'group',
      provider: name,
      model: 'model-x',
      mode: 'chat',
      baseUrl: 'https://host.example/v1',
      defaults: {},
      capabilities: unknownCapabilities,
      flags: [],
      price: { by: 'none', reason: 'a test' },
      ...deployment,
    },
    provider: { name, format: 'openai', auth: 'bearer', keyVariables: [], quirks: {}, ...provider },
    model: 'model-x',
    baseUrl: 'https://host.example/v1',
    apiVersion: undefined,
    organization: undefined,
    headers: {},
    settings: {},
    ...rest,
  }
}

/** Numbers in [0, 1) that repeat from run to run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function chatCall(request: Partial<ChatRequest> = {}, options: Partial<Omit<Call<'chat'>, 'request'>> = {}): Call<'chat'> {
  return {
    endpoint: 'chat',
    request: { model: 'group', messages: [{ role: 'user', content: 'hello' }], ...request },
    stream: false,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: seededRandom(7),
    now: () => testNow,
    ...options,
  }
}

export function embeddingCall(request: Partial<EmbeddingRequest> = {}): Call<'embeddings'> {
  return {
    endpoint: 'embeddings',
    request: { model: 'group', input: 'hello', ...request },
    stream: false,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: seededRandom(7),
    now: () => testNow,
  }
}

export function httpReply(body: unknown, headers: HttpHeaders = {}, status = 200): HttpReply {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, text: () => text, bytes: () => new TextEncoder().encode(text) }
}

export type Streamed = { readonly chunks: readonly ChatChunk[]; readonly failure?: Failure }

/** Folds the bytes of a stream through an adapter's codec; `pieces` are read as they would come from a socket. */
export function foldStream(adapter: Adapter, pieces: Iterable<Uint8Array>, target: Target, call: Call<'chat'>): Streamed {
  const codec = chatStreamOf(adapter)
  const decoder = createSseDecoder()
  const state: unknown = codec.start(call, target)
  const chunks: ChatChunk[] = []
  for (const events of eventsOf(decoder, pieces)) {
    for (const event of events) {
      const step = codec.fromEvent(state, event)
      if (isFault(step)) return { chunks, failure: step.failure }
      chunks.push(...step)
      if (codec.isDone(state)) return { chunks }
    }
  }
  const last = codec.end(state)
  if (isFault(last)) return { chunks, failure: last.failure }
  return { chunks: [...chunks, ...last] }
}

function* eventsOf(decoder: ReturnType<typeof createSseDecoder>, pieces: Iterable<Uint8Array>) {
  for (const piece of pieces) yield decoder.push(piece)
  yield decoder.end()
}

/** Cuts bytes into pieces of 1 to `longest` bytes, also inside characters and lines. */
export function* cutBytes(bytes: Uint8Array, random: () => number, longest: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * longest)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** SSE text of JSON events. */
export function sse(...events: readonly (object | string)[]): Uint8Array {
  return new TextEncoder().encode(events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''))
}
