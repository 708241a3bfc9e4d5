/** The stream of a caller that the response cache serves: a kept answer replayed, or a stream that others read as well. */
import type { Failure } from '../../protocol/failure.js'
import type { Endpoints } from '../../providers/adapter.js'
import { parseJson } from '../../providers/shared/json.js'
import { endCall } from '../call-end.js'
import { aborted } from '../call-failures.js'
import type { Meta, Reply, ResponseInfo } from '../client-types.js'
import { createFailure, nameOf } from '../failures.js'
import { finalError } from '../final-error.js'
import type { Run } from '../run.js'
import type { ChunkOf, Streamed } from '../streams/chunk-source.js'
import type { StreamKind, StreamView } from '../streams/stream-kind.js'
import type { AnswerStream } from '../streams/stream-types.js'
import { withMeta } from '../with-meta.js'
import { groupOf } from './cache-key.js'
import { withOwnMetadata } from './cached-meta.js'
import { type Watch, watchCaller } from './flights.js'
import type { Feed } from './trunk.js'

const done: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined })

type Step<Chunk> = IteratorResult<Chunk, undefined>

/** How a stream is described to its caller. `meta` is asked when it is read, and once more at the end. */
export type Described = {
  readonly meta: () => Meta
  readonly response: ResponseInfo
  /** It answers the caller's own request to a provider, and not one that was equal to it. */
  readonly isOwn: boolean
}

export class CachedStream<E extends Streamed> implements AnswerStream<ChunkOf<E>>, AsyncIterator<ChunkOf<E>, undefined> {
  readonly #run: Run<E>
  readonly #feed: Feed
  readonly #view: StreamView<ChunkOf<E>, Endpoints[E]['reply']>
  readonly #described: Described
  readonly #watch: Watch | undefined
  /** Resolves when the caller leaves: with why, or with nothing where it said `abort()`. */
  readonly #left: Promise<Failure | undefined>
  #leave: () => void = () => undefined
  #read = 0
  #state: 'open' | 'ended' | 'failed' | 'aborted' = 'open'
  #error: Error | undefined
  #meta: Meta | undefined
  #tail: Promise<unknown> = Promise.resolve()
  /** True where this caller's own signal or deadline ended it. */
  hasLeft = false

  constructor(run: Run<E>, feed: Feed, kind: StreamKind<E>, described: Described) {
    this.#run = run
    this.#feed = feed
    this.#view = kind.createView(run.prepared.request)
    this.#described = described
    this.#watch = feed.state === 'open' ? watchCaller(run, !described.isOwn) : undefined
    const byAbort = new Promise<undefined>((resolve) => {
      // not at once to the member: see `Exchange`
      const leave = () => resolve(undefined)
      this.#leave = leave
    })
    this.#left = this.#watch === undefined ? byAbort : Promise.race([byAbort, this.#watch.left])
  }

  [Symbol.asyncIterator](): AsyncIterator<ChunkOf<E>, undefined> {
    return this
  }

  next(): Promise<Step<ChunkOf<E>>> {
    const step = () => this.#step()
    const next = this.#tail.then(step, step)
    this.#tail = next
    return next
  }

  return(): Promise<Step<ChunkOf<E>>> {
    this.abort()
    return Promise.resolve(done)
  }

  abort(): void {
    this.#settle('aborted')
  }

  get meta(): Meta {
    return this.#meta ?? this.#described.meta()
  }

  get response(): ResponseInfo {
    return this.#described.response
  }

  /** Reads to the end and returns the whole answer, without its meta. */
  async whole(): Promise<Endpoints[E]['reply']> {
    for (let step = await this.next(); step.done !== true; step = await this.next());
    if (this.#error !== undefined) throw this.#error
    if (this.#state === 'aborted') throw finalError(this.#run, aborted({ provider: '', model: groupOf(this.#run) }))
    const reply = this.#view.finish()
    if (reply === undefined) throw new Error('llmgen bug: a stream ended without a chunk')
    return reply
  }

  async final(): Promise<Reply<Endpoints[E]['reply']>> {
    return withMeta(await this.whole(), this.meta)
  }

  // The stream of each endpoint has one of these; see `stream-types.ts`.
  finalMessage(): Promise<Reply<Endpoints[E]['reply']>> {
    return this.final()
  }

  finalCompletion(): Promise<Reply<Endpoints[E]['reply']>> {
    return this.final()
  }

  finalResponse(): Promise<Reply<Endpoints[E]['reply']>> {
    return this.final()
  }

  async #step(): Promise<Step<ChunkOf<E>>> {
    while (this.#state === 'open') {
      const chunk = this.#take()
      if (chunk !== undefined) return { done: false, value: chunk }
      if (this.#feed.state === 'ended') {
        this.#settle('ended')
        const { last } = this.#view
        return last === undefined ? done : { done: false, value: last }
      }
      if (this.#feed.state !== 'open') throw this.#fail(this.#broken(this.#feed.error))
      const failure = await Promise.race([this.#feed.pull().then(() => undefined), this.#left])
      if (failure !== undefined) {
        this.hasLeft = true
        throw this.#fail(finalError(this.#run, failure))
      }
    }
    return done
  }

  /** The next chunk that is here, as the caller should see it: a copy of its own. */
  #take(): ChunkOf<E> | undefined {
    for (let text = this.#feed.texts[this.#read]; text !== undefined; text = this.#feed.texts[this.#read]) {
      this.#read++
      // Written by this process from a chunk of the same endpoint.
      const chunk = parseJson(text) as ChunkOf<E>
      const seen = this.#view.see(this.#described.isOwn ? chunk : withOwnMetadata(this.#run, chunk))
      if (seen !== undefined) return seen
    }
    return undefined
  }

  /** The error of a stream that broke off: its own caller's is as it was. */
  #broken(error: Error | undefined): Error {
    if (error === undefined) return new Error('llmgen bug: a stream was closed while it had readers')
    if (this.#described.isOwn) return error
    const place = { provider: this.meta.provider, model: this.meta.model }
    const message = `${nameOf(place)}: the stream, which this call shared with an identical one, broke off: ${error.message}`
    const known = { kind: 'connection', status: 500, code: 'shared_stream_failed', type: 'server_error' } as const
    return finalError(this.#run, createFailure(place, { ...known, message, cause: error }))
  }

  #fail(error: Error): Error {
    this.#error = error
    this.#settle('failed')
    return error
  }

  /** A call that asked a provider ends with its attempt. */
  #tellEnd(state: 'ended' | 'failed' | 'aborted'): void {
    if (state === 'ended') endCall(this.#run, undefined, 0)
    else if (state === 'aborted') endCall(this.#run, aborted({ provider: '', model: groupOf(this.#run) }))
  }

  #settle(state: 'ended' | 'failed' | 'aborted'): void {
    if (this.#state !== 'open') return
    this.#state = state
    this.#watch?.end()
    this.#leave()
    this.#feed.leave()
    this.#meta = this.#described.meta()
    if (!this.#described.isOwn) this.#tellEnd(state)
  }
}
