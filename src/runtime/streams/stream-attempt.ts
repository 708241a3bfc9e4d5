/** One attempt whose answer is streamed: held back until its first content, so that a failure before it can still be retried. */
import { type Failure, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpHeaders, HttpReply, HttpRequest, HttpStream } from '../../protocol/http.js'
import type { Crypto } from '../../protocol/ports.js'
import type { Target } from '../../providers/adapter.js'
import { learnHeaders } from '../outcomes.js'
import { buildOutgoing, isFollowed, type Outgoing, placeOf, readyOf, wantsMock } from '../outgoing.js'
import type { Site } from '../run.js'
import { createJsonLinesDecoder } from '../transport/json-lines.js'
import { createSseDecoder, type StreamDecoder } from '../transport/sse.js'
import { fromTransport } from '../transport/transport-failure.js'
import { type ChunkOf, type ChunkSource, ProviderChunks, ReadyChunks, type Streamed } from './chunk-source.js'
import type { StreamKind } from './stream-kind.js'

/** A stream whose first content has come. */
export type OpenStream<E extends Streamed = Streamed> = {
  readonly site: Site<E>
  readonly target: Target
  readonly source: ChunkSource<ChunkOf<E>>
  /** Chunks up to the first content. */
  readonly early: readonly ChunkOf<E>[]
  readonly status: number
  readonly headers: HttpHeaders
  /** From the start of the attempt to the first content. */
  readonly firstTokenMs: number
}

/** What is needed to read an answer. */
type Answering<E extends Streamed> = Pick<Outgoing<E>, 'adapter' | 'codec' | 'call' | 'target'>

type Opened<E extends Streamed> = Pick<OpenStream<E>, 'target' | 'source' | 'status' | 'headers'>

/** Opens the stream of a deployment and waits for its first content. */
export async function attemptStream<E extends Streamed>(site: Site<E>, kind: StreamKind<E>): Promise<Outcome<OpenStream<E>>> {
  const opened = await open(site, kind)
  if (isFault(opened)) return opened
  learnHeaders(site, opened.headers)
  const early: ChunkOf<E>[] = []
  const { target, source, status, headers } = opened
  const failure = await readToContent(source, early, kind)
  if (failure !== undefined) return { failure }
  site.run.engine.trace?.opened(site)
  // each member by name: V8 forgets the form of a spread, and looks every member up anew
  return { site, target, source, early, status, headers, firstTokenMs: site.run.engine.now() - site.startedAt }
}

async function open<E extends Streamed>(site: Site<E>, kind: StreamKind<E>): Promise<Outcome<Opened<E>>> {
  const mocked = wantsMock(site) ? (await import('../mock-response.js')).mockStream(site, kind) : undefined
  if (mocked !== undefined) {
    const outcome = await mocked
    return isFault(outcome) ? outcome : { target: outcome.target, source: new ReadyChunks(outcome.chunks), status: 200, headers: {} }
  }
  const built = buildOutgoing(site)
  const outgoing = built instanceof Promise ? await built : built
  if (isFault(outgoing)) return outgoing
  const { target } = outgoing
  const { engine, signal } = site.run
  try {
    const first = isFollowed(outgoing) ? await firstAnswer(site, outgoing) : outgoing.http
    if (isFault(first)) return first
    const request = first instanceof Promise ? await first : first
    if ('text' in request) return answeredWhole(site, kind, outgoing, request)
    const http = await engine.transport.stream(request, outgoing.timers, signal)
    const { status, headers } = http
    if (status >= 200 && status < 300) {
      const source = isWhole(headers) ? await wholeAnswer(http, outgoing, kind, engine.crypto) : chunksOf(http, outgoing, engine.crypto)
      return isFault(source) ? source : { target, source: merged(site, kind, source), status, headers }
    }
    const text = (await http.rest()).text()
    const { refusedAnswer } = await import('../refused-answer.js')
    const refused = refusedAnswer(outgoing, { status, headers, text }, engine.now())
    return refused === 'renewed' ? open(site, kind) : refused
  } catch (error) {
    return { failure: fromTransport(error, placeOf(target)) }
  }
}

/** The request that opens the stream of a host that has to be asked twice, or its answer where the first one was all. */
async function firstAnswer<E extends Streamed>(site: Site<E>, outgoing: Outgoing<E>): Promise<Outcome<HttpRequest | HttpReply>> {
  const { firstOfStream } = await import('../long-attempt.js')
  return firstOfStream(site, outgoing)
}

function answeredWhole<E extends Streamed>(
  site: Site<E>,
  kind: StreamKind<E>,
  { codec, call, target }: Outgoing<E>,
  answer: HttpReply,
): Outcome<Opened<E>> {
  const reply = codec.fromResponse(answer, call, target)
  if (isFault(reply)) return reply
  const { status, headers } = answer
  return { target, source: merged(site, kind, new ReadyChunks(kind.toChunks(reply))), status, headers }
}

function merged<E extends Streamed>(site: Site<E>, kind: StreamKind<E>, source: ChunkSource<ChunkOf<E>>): ChunkSource<ChunkOf<E>> {
  return readyOf(site).mergeReasoning && kind.merged !== undefined ? kind.merged(source) : source
}

/** A host that cannot stream with the given options answers whole; so do some with an error under status 200. */
function isWhole(headers: HttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/json') === true
}

async function wholeAnswer<E extends Streamed>(
  http: HttpStream,
  answering: Answering<E>,
  kind: StreamKind<E>,
  crypto: Crypto,
): Promise<Outcome<ChunkSource<ChunkOf<E>>>> {
  const { adapter, codec, call, target } = answering
  if (adapter.framing === 'json-lines') return chunksOf(http, answering, crypto)
  const reply = codec.fromResponse(await http.rest(), call, target)
  return isFault(reply) ? reply : new ReadyChunks(kind.toChunks(reply))
}

function chunksOf<E extends Streamed>(
  http: HttpStream,
  { adapter, codec, call, target }: Answering<E>,
  crypto: Crypto,
): ChunkSource<ChunkOf<E>> {
  const { stream } = codec
  if (stream === undefined) throw new Error('llmgen bug: a stream was opened for a codec that has none')
  return new ProviderChunks(http, adapter.createDecoder?.(crypto) ?? decoderOf(adapter.framing), stream, stream.start(call, target), target)
}

function decoderOf(framing: 'sse' | 'json-lines' | 'aws-event-stream'): StreamDecoder {
  if (framing === 'sse') return createSseDecoder()
  if (framing === 'json-lines') return createJsonLinesDecoder()
  throw new Error(`llmgen bug: no decoder for the framing "${framing}"`)
}

/** Reads until there is something worth committing to. */
export async function readToContent<E extends Streamed>(
  source: ChunkSource<ChunkOf<E>>,
  early: ChunkOf<E>[],
  kind: StreamKind<E>,
): Promise<Failure | undefined> {
  for (;;) {
    const chunk = source.take()
    if (chunk !== undefined) {
      early.push(chunk)
      if (kind.isContent(chunk)) return undefined
      continue
    }
    if (source.ended) return undefined
    const failure = await source.fill()
    if (failure !== undefined) return failure
  }
}
