/**
 * The stream a caller reads. Settles its deployment exactly once: at its end, its failure, or the caller's leaving;
 * one that is dropped unread settles when it is garbage (see `stream-lease.ts`).
 */
import type { ChatChunk, ChatReply, Usage } from '../protocol/chat.js'
import type { Failure } from '../protocol/failure.js'
import { finalError } from './attempt-loop.js'
import type { ChatStream, Meta, Reply, ResponseInfo } from './client-types.js'
import type { Cost } from './cost.js'
import { aborted } from './failures.js'
import { createMessageFold } from './final-message.js'
import { learnFromFailure, learnSuccess, noteAnswer, noteFailure } from './outcomes.js'
import { placeOf } from './outgoing.js'
import { answerCost, createMeta } from './reply-meta.js'
import type { OpenStream } from './stream-attempt.js'
import { leaseFor, type StreamLease } from './stream-lease.js'
import { withMeta } from './with-meta.js'

const done: IteratorResult<ChatChunk, undefined> = Object.freeze({ done: true, value: undefined })

type Step = IteratorResult<ChatChunk, undefined>

export class OpenChatStream implements ChatStream, AsyncIterator<ChatChunk, undefined> {
  readonly #open: OpenStream
  readonly #lease: StreamLease
  /** Whether the caller asked for the usage chunk. */
  readonly #wantsUsage: boolean
  readonly #fold = createMessageFold()
  #early = 0
  #usage: Usage | undefined
  #usageChunk: ChatChunk | undefined
  #model: string
  #failure: Failure | undefined
  #error: Error | undefined
  #state: 'open' | 'ended' | 'failed' | 'aborted' = 'open'
  #pending: Promise<Step> | undefined
  #meta: Meta | undefined

  constructor(open: OpenStream, wantsUsage: boolean) {
    this.#open = open
    this.#lease = leaseFor(this, open)
    this.#wantsUsage = wantsUsage
    this.#model = open.target.model
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatChunk, undefined> {
    return this
  }

  next(): Promise<Step> {
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

  return(): Promise<Step> {
    this.abort()
    return Promise.resolve(done)
  }

  abort(): void {
    if (this.#state !== 'open') return
    this.#settle('aborted', aborted(placeOf(this.#open.target)))
    this.#open.source.close()
  }

  async finalMessage(): Promise<Reply<ChatReply>> {
    for (let step = await this.next(); step.done !== true; step = await this.next());
    const { run } = this.#open.site
    if (this.#error !== undefined) throw this.#error
    if (this.#state === 'aborted') throw finalError(run, aborted(placeOf(this.#open.target)))
    const reply = this.#fold.finish()
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
  #take(): ChatChunk | undefined {
    while (this.#state === 'open') {
      const chunk = this.#early < this.#open.early.length ? this.#open.early[this.#early++] : this.#open.source.take()
      if (chunk === undefined) return this.#lastWords()
      const seen = this.#see(chunk)
      if (seen !== undefined) return seen
    }
    return undefined
  }

  /** Takes a chunk in. Usage is kept back: it comes last if it was asked for, and not at all if not. */
  #see(chunk: ChatChunk): ChatChunk | undefined {
    const { usage } = chunk
    if (usage) {
      this.#usage = usage
      this.#fold.setUsage(usage)
      this.#usageChunk = chunk.choices.length === 0 ? chunk : { ...chunk, choices: [], usage }
    }
    if (chunk.choices.length === 0) return undefined
    this.#model = chunk.model
    this.#fold.add(chunk)
    if (this.#wantsUsage) chunk.usage = null
    else if (usage !== undefined) delete chunk.usage
    return chunk
  }

  /** When the source is dry: the usage chunk, once, then the end. */
  #lastWords(): ChatChunk | undefined {
    if (this.#failure !== undefined) {
      this.#settle('failed', this.#failure)
      return undefined
    }
    if (!this.#open.source.ended || this.#state !== 'open') return undefined
    this.#settle('ended')
    return this.#wantsUsage ? this.#usageChunk : undefined
  }

  async #more(): Promise<Step> {
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
  #throwOnce(): Promise<Step> {
    if (this.#state !== 'failed' || this.#error === undefined || this.#failure === undefined) return Promise.resolve(done)
    this.#failure = undefined
    return Promise.reject(this.#error)
  }

  #settle(state: 'ended' | 'failed' | 'aborted', failure?: Failure): void {
    if (this.#state !== 'open') return
    this.#state = state
    const { site, status, firstTokenMs } = this.#open
    const durationMs = site.run.engine.now() - site.startedAt
    this.#lease.end()
    if (failure !== undefined) {
      noteFailure(site.run, site.index, failure, durationMs)
      learnFromFailure(site, failure)
      if (state === 'failed') this.#error = finalError(site.run, failure)
    } else {
      noteAnswer(site, status, durationMs)
      learnSuccess(site, { durationMs, firstTokenMs, outputTokens: this.#usage?.completion_tokens }, this.#cost().nanoUsd)
    }
    this.#meta = this.#metaNow()
  }

  #cost(): Cost {
    return answerCost(this.#open.site, this.#facts())
  }

  #facts() {
    const { target, status, headers, firstTokenMs } = this.#open
    return { target, status, headers, model: this.#model, usage: this.#usage, firstTokenMs }
  }

  #metaNow(): Meta {
    const { site } = this.#open
    return createMeta(site, this.#facts(), this.#cost(), site.run.engine.now())
  }
}
