/** The chunks of a stream whose plain pieces of text pass as bytes; every other event is translated as in any stream. */
import { type Failure, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpStream } from '../../protocol/http.js'
import type { StreamCodec, StreamEvent, Target } from '../../providers/adapter.js'
import { placeOf } from '../../runtime/outgoing.js'
import { type ChunkOf, type ChunkSource, drain } from '../../runtime/streams/chunk-source.js'
import { createSseDecoder, type StreamDecoder } from '../../runtime/transport/sse.js'
import { fromTransport } from '../../runtime/transport/transport-failure.js'
import { beyondAscii, type EventTemplate, rewrite } from './event-template.js'
import type { TemplateMemory } from './template-memory.js'

/** Endpoints whose streams are relayed. */
export type RelayedStream = 'chat' | 'completions'

/** Events as they go out, one byte a character. */
export class RawEvents {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type RelayChunksParts<E extends RelayedStream> = {
  readonly http: HttpStream
  readonly codec: StreamCodec<E, unknown>
  readonly state: unknown
  readonly target: Target
  /** Writes a chunk as it goes out. */
  readonly render: (chunk: object) => string
  readonly memory: TemplateMemory
  /** All that decides what events of the deployment become. */
  readonly streamKind: string
}

/** An event that does not end within this many bytes is left to the decoder, which has a limit. */
const longestEvent = 1_048_576
const none: readonly never[] = []
const lineFeed = 10

export class RelayChunks<E extends RelayedStream> implements ChunkSource<ChunkOf<E>> {
  readonly #http: HttpStream
  readonly #codec: StreamCodec<E, unknown>
  readonly #state: unknown
  readonly #target: Target
  readonly #render: (chunk: object) => string
  readonly #memory: TemplateMemory
  readonly #streamKind: string
  #lazyDecoder: StreamDecoder | undefined
  #template: EventTemplate | undefined
  #chunks: readonly ChunkOf<E>[] = none
  #next = 0
  readonly #waiting: (readonly ChunkOf<E>[])[] = []
  /** Bytes of an event that is not whole yet. */
  #kept: Buffer | undefined
  /** False for lines that end in another way than OpenAI's: everything is translated then. */
  #isCut = true
  ended = false
  /** Ends the stream once all that came before it was taken. */
  #late: Failure | undefined

  constructor({ http, codec, state, target, render, memory, streamKind }: RelayChunksParts<E>) {
    this.#http = http
    this.#codec = codec
    this.#state = state
    this.#target = target
    this.#render = render
    this.#memory = memory
    this.#streamKind = streamKind
  }

  get #decoder(): StreamDecoder {
    this.#lazyDecoder ??= createSseDecoder()
    return this.#lazyDecoder
  }

  take(): ChunkOf<E> | undefined {
    while (this.#next >= this.#chunks.length) {
      const more = this.#waiting.shift()
      if (more === undefined) return undefined
      this.#chunks = more
      this.#next = 0
    }
    return this.#chunks[this.#next++]
  }

  async fill(): Promise<Failure | undefined> {
    if (this.ended) return undefined
    if (this.#late !== undefined) {
      this.ended = true
      return this.#late
    }
    try {
      const bytes = await this.#http.read()
      // Closed by the reader meanwhile.
      if (this.ended) return undefined
      if (bytes !== undefined) return this.#push(bytes)
      const rest = this.#kept === undefined ? none : this.#decoder.push(this.#kept)
      return this.#fold(rest) ?? this.#fold(this.#lazyDecoder?.end() ?? none) ?? this.#finish()
    } catch (error) {
      return this.#fail(fromTransport(error, placeOf(this.#target)))
    }
  }

  close(): void {
    this.ended = true
    this.#waiting.length = 0
    this.#chunks = none
    this.#http.cancel()
  }

  #push(bytes: Uint8Array): Failure | undefined {
    if (!this.#isCut) return this.#fold(this.#decoder.push(bytes))
    const fresh = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)
    const all = this.#kept === undefined ? fresh : Buffer.concat([this.#kept, fresh])
    const cut = endOfEvents(all)
    if (cut === 0 && (all.length > longestEvent || all.includes(13))) {
      this.#isCut = false
      this.#kept = undefined
      return this.#fold(this.#decoder.push(all))
    }
    this.#kept = cut === all.length ? undefined : all.subarray(cut)
    return cut === 0 ? undefined : this.#events(all.toString('latin1', 0, cut))
  }

  /** Whole events: those of the template at once, others one by one. The first that is plain text shows what the template is. */
  #events(text: string): Failure | undefined {
    for (let at = 0; at < text.length; ) {
      if (this.#template !== undefined) {
        const { text: raw, end } = rewrite(text, at, this.#template)
        this.#raw(raw)
        at = end
        if (at === text.length) return undefined
      }
      const end = text.indexOf('\n\n', at) + 2
      const failure = this.#translate(text.slice(at, end))
      if (failure !== undefined || this.#isOver) return failure
      at = end
    }
    return undefined
  }

  #raw(text: string): void {
    // The view and the writer of relayed streams, which alone see it, know it by its class.
    if (text !== '') this.#waiting.push([new RawEvents(text) as unknown as ChunkOf<E>])
  }

  /** The usual event is one line of data, for which no decoder is made; after one that is not, all go through it. */
  #translate(event: string): Failure | undefined {
    const isLine = event.startsWith('data: ') && event.indexOf('\n') === event.length - 2 && !event.includes('\r')
    if (isLine && this.#lazyDecoder === undefined) {
      const data = event.slice(6, -2)
      return this.#foldOne({ event: '', data: beyondAscii.test(data) ? Buffer.from(data, 'latin1').toString('utf8') : data })
    }
    return this.#fold(this.#decoder.push(Buffer.from(event, 'latin1')))
  }

  #fold(events: readonly StreamEvent[]): Failure | undefined {
    for (const event of events) {
      if (this.#isOver) return undefined
      const failure = this.#foldOne(event)
      if (failure !== undefined) return failure
    }
    return undefined
  }

  #foldOne(event: StreamEvent): Failure | undefined {
    const chunks = this.#codec.fromEvent(this.#state, event)
    const failure = this.#keep(chunks)
    if (failure !== undefined) return this.#fail(failure)
    if (this.#codec.isDone(this.#state)) return this.#finish()
    if (this.#template === undefined && this.#isCut && !isFault(chunks)) this.#learn(event, chunks)
    return undefined
  }

  #learn({ event, data }: StreamEvent, [chunk, more]: readonly ChunkOf<E>[]): void {
    if (event !== '' || chunk === undefined || more !== undefined) return
    this.#template = this.#memory.templateOf(this.#streamKind, { data, chunk }, this.#render)
  }

  #finish(): Failure | undefined {
    if (this.#isOver) return undefined
    const failure = this.#codec.isDone(this.#state) ? undefined : this.#keep(this.#codec.end(this.#state))
    if (failure !== undefined) return this.#fail(failure)
    this.ended = true
    void drain(this.#http)
    return undefined
  }

  /** What came before the failure, if only in the same piece, is taken first. */
  #fail(failure: Failure): Failure | undefined {
    this.#http.cancel()
    if (this.#waiting.length > 0) {
      this.#late = failure
      return undefined
    }
    this.ended = true
    return failure
  }

  get #isOver(): boolean {
    return this.ended || this.#late !== undefined
  }

  #keep(outcome: Outcome<readonly ChunkOf<E>[]>): Failure | undefined {
    if (isFault(outcome)) return outcome.failure
    if (outcome.length > 0) this.#waiting.push(outcome)
    return undefined
  }
}

/** Index behind the last blank line, or 0. */
function endOfEvents(bytes: Buffer): number {
  const { length } = bytes
  if (length > 1 && bytes[length - 1] === lineFeed && bytes[length - 2] === lineFeed) return length
  const last = bytes.lastIndexOf('\n\n')
  return last === -1 ? 0 : last + 2
}
