/**
 * The stream a caller reads. Settles its deployment exactly once: at its end, its failure, or the caller's leaving;
 * one that is dropped unread settles when it is garbage (see `stream-lease.ts`).
 */
import type { Failure } from '../../protocol/failure.js'
import type { Endpoints } from '../../providers/adapter.js'
import { endCall } from '../call-end.js'
import { aborted } from '../call-failures.js'
import type { Meta, Reply, ResponseInfo } from '../client-types.js'
import type { Cost } from '../cost.js'
import { finalError } from '../final-error.js'
import { learnFromFailure, noteFailure } from '../health/failed-attempt.js'
import { learnSuccess, noteAnswer } from '../outcomes.js'
import { placeOf } from '../outgoing.js'
import { answerCost, createMeta } from '../reply-meta.js'
import { fromTransport } from '../transport/transport-failure.js'
import { withMeta } from '../with-meta.js'
import type { ChunkOf, Streamed } from './chunk-source.js'
import type { OpenStream } from './stream-attempt.js'
import type { StreamKind, StreamView } from './stream-kind.js'
import { leaseFor, type StreamLease } from './stream-lease.js'
import type { AnswerStream } from './stream-types.js'

const done: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined })

type Step<Chunk> = IteratorResult<Chunk, undefined>

export class OpenAnswerStream<E extends Streamed> implements AnswerStream<ChunkOf<E>>, AsyncIterator<ChunkOf<E>, undefined> {
  readonly #open: OpenStream<E>
  readonly #lease: StreamLease
  readonly #view: StreamView<ChunkOf<E>, Endpoints[E]['reply']>
  #early = 0
  #failure: Failure | undefined
  #error: Error | undefined
  #state: 'open' | 'ended' | 'failed' | 'aborted' = 'open'
  #pending: Promise<Step<ChunkOf<E>>> | undefined
  #meta: Meta | undefined

  /** `view` is how the caller sees it; by default as the kind and the request say. */
  constructor(open: OpenStream<E>, kind: StreamKind<E>, view = kind.createView(open.site.run.prepared.request)) {
    this.#open = open
    this.#lease = leaseFor(this, open)
    this.#view = view
  }

  [Symbol.asyncIterator](): AsyncIterator<ChunkOf<E>, undefined> {
    return this
  }

  next(): Promise<Step<ChunkOf<E>>> {
    if (this.#pending !== undefined) {
      const after = () => this.next()
      return this.#pending.then(after, after)
    }
    const chunk = this.#take()
    if (chunk !== undefined) return Promise.resolve({ done: false, value: chunk })
    if (this.#state !== 'open') return this.#error === undefined ? Promise.resolve(done) : this.#throwOnce()
    this.#pending = this.#more()
    return this.#pending
  }

  return(): Promise<Step<ChunkOf<E>>> {
    this.abort()
    return Promise.resolve(done)
  }

  abort(): void {
    if (this.#state !== 'open') return
    this.#settle('aborted', aborted(placeOf(this.#open.target)))
    this.#open.source.close()
  }

  /** Reads to the end and returns the whole answer. Rejects as reading does, and where the caller has left. */
  async final(): Promise<Reply<Endpoints[E]['reply']>> {
    for (let step = await this.next(); step.done !== true; step = await this.next());
    const { run } = this.#open.site
    if (this.#error !== undefined) throw this.#error
    if (this.#state === 'aborted') throw finalError(run, aborted(placeOf(this.#open.target)))
    const reply = this.#view.finish()
    if (reply === undefined) throw new Error('llmgen bug: a stream ended without a chunk')
    return withMeta(reply, this.meta)
  }

  get meta(): Meta {
    return this.#meta ?? this.#metaNow()
  }

  /** Status and headers of the provider's answer. */
  get response(): ResponseInfo {
    return { status: this.#open.status, headers: this.#open.headers }
  }

  /** The next chunk that is here, as the caller should see it. */
  #take(): ChunkOf<E> | undefined {
    while (this.#state === 'open') {
      const chunk = this.#early < this.#open.early.length ? this.#open.early[this.#early++] : this.#open.source.take()
      if (chunk === undefined) return this.#lastWords()
      try {
        const seen = this.#view.see(chunk)
        if (seen !== undefined) return seen
      } catch (error) {
        this.#failure = fromTransport(error, placeOf(this.#open.target))
        this.#open.source.close()
        return this.#lastWords()
      }
    }
    return undefined
  }

  /** When the source is dry: what comes last, once, then the end. */
  #lastWords(): ChunkOf<E> | undefined {
    if (this.#failure !== undefined) {
      this.#settle('failed', this.#failure)
      return undefined
    }
    if (!this.#open.source.ended || this.#state !== 'open') return undefined
    this.#settle('ended')
    return this.#view.last
  }

  async #more(): Promise<Step<ChunkOf<E>>> {
    try {
      for (;;) {
        const failure = await this.#open.source.fill()
        if (failure !== undefined && this.#state === 'open') this.#failure = failure
        const chunk = this.#take()
        if (chunk !== undefined) return { done: false, value: chunk }
        if (this.#state !== 'open') return this.#error === undefined ? done : await this.#throwOnce()
      }
    } finally {
      this.#pending = undefined
    }
  }

  /** The reader hears of a failure once; asking again says that there is no more. */
  #throwOnce(): Promise<Step<ChunkOf<E>>> {
    if (this.#state !== 'failed' || this.#error === undefined || this.#failure === undefined) return Promise.resolve(done)
    this.#failure = undefined
    return Promise.reject(this.#error)
  }

  #settle(state: 'ended' | 'failed' | 'aborted', failure?: Failure): void {
    if (this.#state !== 'open') return
    this.#state = state
    const { site, status, firstTokenMs } = this.#open
    const durationMs = site.run.engine.now() - site.startedAt
    if (failure !== undefined) {
      site.partial = this.#view
      noteFailure(site.run, site.index, failure, durationMs)
      learnFromFailure(site, failure)
      if (state === 'failed') this.#error = finalError(site.run, failure)
      else endCall(site.run, failure)
    } else {
      noteAnswer(site, status, durationMs)
      const { usage } = this.#view
      learnSuccess(site, { durationMs, firstTokenMs, outputTokens: usage?.completion_tokens }, usage, this.#cost().nanoUsd)
    }
    this.#lease.end()
    this.#meta = this.#metaNow()
  }

  #cost(): Cost {
    return answerCost(this.#open.site, this.#facts())
  }

  #facts() {
    const { target, status, headers, firstTokenMs } = this.#open
    const { model = target.model, usage, tier } = this.#view
    return { target, status, headers, model, usage, tier, firstTokenMs }
  }

  #metaNow(): Meta {
    const { site } = this.#open
    return createMeta(site, this.#facts(), this.#cost(), site.run.engine.now())
  }
}
