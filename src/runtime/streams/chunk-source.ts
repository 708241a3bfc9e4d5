/** Reads the chunks of an open provider stream: bytes to events to chunks, until the terminal event. */
import { type Failure, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpStream } from '../../protocol/http.js'
import type { Endpoints, StreamCodec, StreamEvent, Target } from '../../providers/adapter.js'
import { placeOf } from '../outgoing.js'
import { actAfter } from '../platform/sleep.js'
import type { StreamDecoder } from '../transport/sse.js'
import { fromTransport } from '../transport/transport-failure.js'

/** Endpoints that can answer piece by piece. */
export type Streamed = 'chat' | 'completions' | 'responses'
/** A chunk or an event of a streamed endpoint. */
export type ChunkOf<E extends Streamed> = Endpoints[E]['chunk']

/** Where a stream's chunks come from. */
export interface ChunkSource<Chunk> {
  /** The next chunk that is here already. */
  take(): Chunk | undefined
  /** Waits for more. Resolves with the failure that ends the stream; one call at a time. */
  fill(): Promise<Failure | undefined>
  /** True when no more will come. */
  readonly ended: boolean
  close(): void
}

// biome-ignore lint/suspicious/noExplicitAny: the state is the codec's own and only handed back to it
type CodecOf<E extends Streamed> = StreamCodec<E, any>

export class ProviderChunks<E extends Streamed> implements ChunkSource<ChunkOf<E>> {
  readonly #http: HttpStream
  readonly #decoder: StreamDecoder
  readonly #codec: CodecOf<E>
  readonly #state: unknown
  readonly #target: Target
  #chunks: readonly ChunkOf<E>[] = []
  #next = 0
  #waiting: (readonly ChunkOf<E>[])[] = []
  ended = false
  /** Ends the stream once all that came before it was taken. */
  #late: Failure | undefined

  constructor(http: HttpStream, decoder: StreamDecoder, codec: CodecOf<E>, state: unknown, target: Target) {
    this.#http = http
    this.#decoder = decoder
    this.#codec = codec
    this.#state = state
    this.#target = target
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
      if (bytes === undefined) return this.#fold(this.#decoder.end()) ?? this.#finish()
      return this.#fold(this.#decoder.push(bytes))
    } catch (error) {
      return this.#fail(fromTransport(error, placeOf(this.#target)))
    }
  }

  #fold(events: readonly StreamEvent[]): Failure | undefined {
    for (const event of events) {
      const failure = this.#keep(this.#codec.fromEvent(this.#state, event))
      if (failure !== undefined) return this.#fail(failure)
      if (this.#codec.isDone(this.#state)) return this.#finish()
    }
    return undefined
  }

  close(): void {
    this.ended = true
    this.#waiting = []
    this.#chunks = []
    this.#http.cancel()
  }

  #finish(): Failure | undefined {
    if (this.#isOver) return undefined
    const failure = this.#keep(this.#codec.end(this.#state))
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

/** Bytes read after the terminal event before the connection is given up, so that it can be used again. */
const drainBytes = 65_536
/** Time that is waited for them, milliseconds: a host that leaves the connection open would hold the process. */
const drainMs = 1_000

/** Reads what little follows the terminal event. A failure there changes nothing: the answer is whole. */
export async function drain(http: HttpStream): Promise<void> {
  if (http.ended === true) return
  let left = drainBytes
  const callOff = actAfter(drainMs, () => http.cancel())
  try {
    for (let bytes = await http.read(); bytes !== undefined; bytes = await http.read()) {
      left -= bytes.length
      if (left < 0) return http.cancel()
    }
  } catch {
    http.cancel()
  } finally {
    callOff()
  }
}

/** Chunks that are all here: a mocked stream. */
export class ReadyChunks<Chunk> implements ChunkSource<Chunk> {
  #chunks: readonly Chunk[]
  #next = 0
  readonly ended = true

  constructor(chunks: readonly Chunk[]) {
    this.#chunks = chunks
  }

  take(): Chunk | undefined {
    return this.#chunks[this.#next++]
  }

  fill(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  close(): void {
    this.#chunks = []
  }
}
