/** One attempt whose answer is streamed to the client, its plain text as bytes. */
import type { CompletionChunk } from '../../protocol/completions.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpStream } from '../../protocol/http.js'
import type { Call, Endpoints } from '../../providers/adapter.js'
import type { PricedUsage } from '../../runtime/cost.js'
import { learnHeaders } from '../../runtime/outcomes.js'
import { createCall, placeOf, readyOf, timersOf } from '../../runtime/outgoing.js'
import type { Site } from '../../runtime/run.js'
import { type ChunkOf, type ChunkSource, ReadyChunks } from '../../runtime/streams/chunk-source.js'
import { attemptStream, type OpenStream, readToContent } from '../../runtime/streams/stream-attempt.js'
import type { StreamKind, StreamView } from '../../runtime/streams/stream-kind.js'
import { fromTransport } from '../../runtime/transport/transport-failure.js'
import { type Inbound, outbound } from './outbound.js'
import { RawEvents, RelayChunks, type RelayedStream } from './relay-chunks.js'
import { openWay } from './relay-whole.js'
import type { RelayedRun } from './relayed-run.js'
import type { Way } from './way.js'

/** How a stream is relayed. */
export type StreamTerms<E extends RelayedStream> = {
  readonly run: RelayedRun<E>
  readonly inbound: Inbound
  readonly kind: StreamKind<E>
  /** Writes a chunk as it goes out. */
  readonly render: (chunk: object) => string
  /** The caller wants to be told the usage. */
  readonly wantsUsage: boolean
}

/** Opens the stream of a deployment and waits for its first content. */
export async function relayStream<E extends RelayedStream>(site: Site<E>, terms: StreamTerms<E>): Promise<Outcome<OpenStream<E>>> {
  const { run, inbound, kind } = terms
  const way = openWay(site, run, inbound)
  if (way === undefined) {
    // A body that is no JSON after all is the caller's fault: it is not to look like the provider's.
    if (run.isAsSent) void run.body
    return attemptStream(site, kind)
  }
  const opened = await open(site, way, terms)
  if (isFault(opened)) return opened
  learnHeaders(site, opened.headers)
  const early: ChunkOf<E>[] = []
  const { target, source, status, headers } = opened
  const failure = await readToContent(source, early, kind)
  if (failure !== undefined) return { failure }
  // each member by name: V8 forgets the form of a spread, and looks every member up anew
  return { site, target, source, early, status, headers, firstTokenMs: run.engine.now() - site.startedAt }
}

type Opened<E extends RelayedStream> = Pick<OpenStream<E>, 'target' | 'source' | 'status' | 'headers'>

async function open<E extends RelayedStream>(site: Site<E>, way: Way<E>, terms: StreamTerms<E>): Promise<Outcome<Opened<E>>> {
  const { run, inbound } = terms
  const { target, adapter } = way
  const { transport } = run.engine
  try {
    const http = await transport.stream(outbound(inbound, way, transport.takesParts), timersOf(run, readyOf(site)), run.signal)
    const { status, headers } = http
    if (status >= 200 && status < 300) {
      const isWhole = headers['content-type']?.startsWith('application/json') === true
      const source = isWhole ? await wholeAnswer(site, way, terms, http) : chunksOf(site, way, terms, http)
      return isFault(source) ? source : { target, source, status, headers }
    }
    const text = (await http.rest()).text()
    const { refusedAnswer } = await import('../../runtime/refused-answer.js')
    const refused = refusedAnswer({ adapter, target }, { status, headers, text }, run.engine.now())
    return refused === 'renewed' ? open(site, way, terms) : refused
  } catch (error) {
    return { failure: fromTransport(error, placeOf(target)) }
  }
}

async function wholeAnswer<E extends RelayedStream>(
  site: Site<E>,
  { codec, target }: Way<E>,
  { run, kind }: StreamTerms<E>,
  http: HttpStream,
): Promise<Outcome<ChunkSource<ChunkOf<E>>>> {
  const reply = codec.fromResponse(await http.rest(), createCall(run, readyOf(site)), target)
  return isFault(reply) ? reply : new ReadyChunks(kind.toChunks(reply))
}

function chunksOf<E extends RelayedStream>(
  site: Site<E>,
  { codec, target, templates }: Way<E>,
  { run, inbound, render, wantsUsage }: StreamTerms<E>,
  http: HttpStream,
): ChunkSource<ChunkOf<E>> {
  if (codec.stream === undefined) throw new Error('llmgen bug: a stream was opened for a codec that has none')
  const state = codec.stream.start(foldCall(site, run, inbound), target)
  // What the fold reads of the call, and what the writer of chunks does.
  const { fallbacks, asked } = run
  const streamKind = `${wantsUsage} ${inbound.looked.values.tool_choice !== undefined} ${fallbacks.length === 0} ${asked}`
  return new RelayChunks({ http, codec: codec.stream, state, target, render, memory: templates, streamKind })
}

/** The call as the fold sees it, which reads of its request whether calls of tools were demanded. */
function foldCall<E extends RelayedStream>(site: Site<E>, run: RelayedRun<E>, inbound: Inbound): Call<E> {
  const { engine } = run
  if (inbound.looked.values.tool_choice !== undefined) return createCall(run, readyOf(site))
  return {
    endpoint: run.endpoint,
    // What else a request holds no fold reads.
    request: { model: run.asked } as unknown as Endpoints[E]['request'],
    stream: true,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: engine.idRandom,
    now: engine.now,
  }
}

/** How a relayed stream is seen: chunks or raw events, usage kept back to the end. */
export function relayView<E extends RelayedStream>(wantsUsage: boolean): StreamView<ChunkOf<E>, Endpoints[E]['reply']> {
  return new RelayView(wantsUsage)
}

type AnyChunk = { choices: readonly object[]; model: string; usage?: PricedUsage | null; service_tier?: unknown }

class RelayView<E extends RelayedStream> implements StreamView<ChunkOf<E>, Endpoints[E]['reply']> {
  readonly #wantsUsage: boolean
  #last: ChunkOf<E> | undefined
  usage: PricedUsage | undefined
  model: string | undefined
  tier: unknown

  constructor(wantsUsage: boolean) {
    this.#wantsUsage = wantsUsage
  }

  see(chunk: ChunkOf<E>): ChunkOf<E> | undefined {
    if (chunk instanceof RawEvents) return chunk
    const { usage } = chunk
    if (usage) {
      this.usage = usage
      this.#last = chunk.choices.length === 0 ? chunk : { ...chunk, choices: [], usage }
    }
    if (chunk.choices.length === 0) return undefined
    this.model = chunk.model
    if ('service_tier' in chunk) this.tier ??= chunk.service_tier
    return settleChunk(chunk, this.#wantsUsage)
  }

  get last(): ChunkOf<E> | undefined {
    return this.#wantsUsage ? this.#last : undefined
  }

  /** Nobody asks for the whole answer of a relayed stream. */
  finish(): undefined {
    return undefined
  }
}

/** Usage is told once, at the end, and to those who asked; OpenAI then has a null in every chunk before. */
export function settleChunk<C extends AnyChunk | CompletionChunk>(chunk: C, wantsUsage: boolean): C {
  if (wantsUsage) chunk.usage = null
  else if (chunk.usage !== undefined) delete chunk.usage
  return chunk
}
