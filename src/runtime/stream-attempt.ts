/** One attempt whose answer is streamed: held back until its first content, so that a failure before it can still be retried. */
import type { ChatChunk, ChunkDelta } from '../protocol/chat.js'
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { HttpHeaders, HttpStream } from '../protocol/http.js'
import type { Crypto } from '../protocol/ports.js'
import type { Target } from '../providers/adapter.js'
import { type ChunkSource, ProviderChunks, ReadyChunks } from './chunk-source.js'
import { fromTransport, withLocation } from './failures.js'
import { createJsonLinesDecoder } from './json-lines.js'
import { MergedReasoning } from './merge-reasoning.js'
import { mockStream } from './mock-response.js'
import { buildOutgoing, type Outgoing, placeOf, readyOf } from './outgoing.js'
import { replyChunks } from './reply-chunks.js'
import type { Site } from './run.js'
import { createSseDecoder, type StreamDecoder } from './sse.js'

/** A stream whose first content has come. */
export type OpenStream = {
  readonly site: Site<'chat'>
  readonly target: Target
  readonly source: ChunkSource
  /** Chunks up to the first content. */
  readonly early: readonly ChatChunk[]
  readonly status: number
  readonly headers: HttpHeaders
  /** From the start of the attempt to the first content. */
  readonly firstTokenMs: number
}

/** What is needed to read an answer. */
type Answering = Pick<Outgoing<'chat'>, 'adapter' | 'codec' | 'call' | 'target'>

type Opened = Pick<OpenStream, 'target' | 'source' | 'status' | 'headers'>

/** Opens the stream of a deployment and waits for its first content. */
export async function attemptStream(site: Site<'chat'>): Promise<Outcome<OpenStream>> {
  const opened = await open(site)
  if (isFault(opened)) return opened
  const early: ChatChunk[] = []
  const failure = await readToContent(opened.source, early)
  if (failure !== undefined) return { failure }
  return { ...opened, site, early, firstTokenMs: site.run.engine.now() - site.startedAt }
}

async function open(site: Site<'chat'>): Promise<Outcome<Opened>> {
  const mocked = mockStream(site)
  if (mocked !== undefined) {
    const outcome = await mocked
    return isFault(outcome) ? outcome : { target: outcome.target, source: new ReadyChunks(outcome.chunks), status: 200, headers: {} }
  }
  const outgoing = buildOutgoing(site)
  if (isFault(outgoing)) return outgoing
  const { adapter, target } = outgoing
  const { engine, signal } = site.run
  try {
    const request = outgoing.http instanceof Promise ? await outgoing.http : outgoing.http
    const http = await engine.transport.stream(request, outgoing.timers, signal)
    const { status, headers } = http
    if (status >= 200 && status < 300) {
      const source = isWhole(headers) ? await wholeAnswer(http, outgoing, engine.crypto) : chunksOf(http, outgoing, engine.crypto)
      if (isFault(source)) return source
      return { target, source: readyOf(site).mergeReasoning ? new MergedReasoning(source) : source, status, headers }
    }
    const text = (await http.rest()).text()
    return { failure: withLocation(adapter.toFailure({ status, headers, text }, target, engine.now())) }
  } catch (error) {
    return { failure: fromTransport(error, placeOf(target)) }
  }
}

/** A host that cannot stream with the given options answers whole; so do some with an error under status 200. */
function isWhole(headers: HttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/json') === true
}

async function wholeAnswer(http: HttpStream, answering: Answering, crypto: Crypto): Promise<Outcome<ChunkSource>> {
  const { adapter, codec, call, target } = answering
  if (adapter.framing === 'json-lines') return chunksOf(http, answering, crypto)
  const reply = codec.fromResponse(await http.rest(), call, target)
  return isFault(reply) ? reply : new ReadyChunks(replyChunks(reply))
}

function chunksOf(http: HttpStream, { adapter, codec, call, target }: Answering, crypto: Crypto): ChunkSource {
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
async function readToContent(source: ChunkSource, early: ChatChunk[]): Promise<Failure | undefined> {
  for (;;) {
    const chunk = source.take()
    if (chunk !== undefined) {
      early.push(chunk)
      if (chunk.choices.some((choice) => choice.finish_reason !== null || hasContent(choice.delta))) return undefined
      continue
    }
    if (source.ended) return undefined
    const failure = await source.fill()
    if (failure !== undefined) return failure
  }
}

function hasContent(delta: ChunkDelta): boolean {
  return Boolean(
    delta.content ||
      delta.tool_calls?.length ||
      delta.reasoning_content ||
      delta.refusal ||
      delta.thinking_blocks?.length ||
      delta.function_call,
  )
}
