/** One request and its answer: timers, abort, and what the connection reads handed to a sink. */
import type { AbortSignalLike, HttpRequest, Timers, TransportFault, TransportFaultReason } from '../../protocol/http.js'
import { offAbort, onAbort } from './abort-listeners.js'
import type { AnswerHead } from './answer-head.js'
import { callOff, type Deadline, expireAfter, postpone, type Timed } from './deadlines.js'
import { tooLarge } from './reply-limit.js'
import { type Phase, toTransportFault, transportFault } from './transport-faults.js'
import { WireError } from './wire-error.js'

/** Where an answer goes. */
export interface Sink {
  start(head: AnswerHead): void
  /** The bytes are gone when it returns: what is kept has to be copied. */
  data(bytes: Buffer, from: number, to: number): void
  end(): void
  /** No whole answer comes. Called at most once, and not after `end`. */
  fail(fault: TransportFault): void
}

/** What carries an exchange. */
export interface Carrier {
  /** Closes the connection, made or not. */
  destroy(): void
  pause(): void
  resume(): void
}

/** Who hears that an exchange is over, however it went. */
export interface Owner {
  ended(): void
}

export class Exchange implements Timed {
  readonly request: HttpRequest
  /** The head of the request as it is sent. */
  readonly head: string
  /** Of its body. */
  readonly bytes: number
  /** The connection may carry another request afterwards. */
  readonly mayStay: boolean
  readonly #host: string
  readonly #timers: Timers
  readonly #signal: AbortSignalLike | undefined
  readonly #sink: Sink
  readonly #owner: Owner
  readonly #limitBytes: number
  #received = 0
  #onAbort: (() => void) | undefined
  #total: Deadline | undefined
  #connect: Deadline | undefined
  /** Of the first byte before the answer, of silence within it. */
  #silence: Deadline | undefined
  #carrier: Carrier | undefined
  #phase: Phase = 'connecting'
  #finished = false

  /** `limitBytes` ends an answer that grows beyond it. */
  constructor(
    place: { readonly host: string; readonly owner: Owner },
    { request, head, bytes, mayStay, timers, signal }: Sending,
    sink: Sink,
    limitBytes: number,
  ) {
    this.#host = place.host
    this.#owner = place.owner
    this.request = request
    this.head = head
    this.bytes = bytes
    this.mayStay = mayStay
    this.#timers = timers
    this.#signal = signal
    this.#sink = sink
    this.#limitBytes = limitBytes
    if (timers.totalMs !== undefined) this.#total = expireAfter(timers.totalMs, this)
    if (signal !== undefined) {
      // First a constant: V8 makes a function that is assigned to a member straight in the old generation, and all that it knows
      // of, the whole exchange, would stay until a full collection.
      const act = () => this.stop('aborted', signal.reason)
      this.#onAbort = act
      onAbort(signal, act)
    }
  }

  /** It ended, well or not; nothing is to be sent any more. */
  get finished(): boolean {
    return this.#finished
  }

  /** A connection is being made for it. */
  connecting(carrier: Carrier): void {
    this.#carrier = carrier
    if (this.#timers.connectMs !== undefined) this.#connect = expireAfter(this.#timers.connectMs, this)
  }

  /** The request goes out on `carrier`. */
  sent(carrier: Carrier): void {
    this.#carrier = carrier
    this.#phase = 'waiting'
    this.#callOffConnect()
    if (this.#timers.firstByteMs !== undefined) this.#silence = expireAfter(this.#timers.firstByteMs, this)
  }

  /** Something moved: more of the request left, a hint of the answer came. The time of silence begins anew. */
  moved(): void {
    if (this.#silence !== undefined) postpone(this.#silence)
  }

  /** Ends the exchange from our side; the sink hears why. */
  stop(reason: TransportFaultReason, cause?: unknown): void {
    if (this.#finished) return
    const carrier = this.#carrier
    this.fail(transportFault(reason, this.#host, cause))
    carrier?.destroy()
  }

  /** The connection, the answer, or the whole attempt takes too long. */
  expire(deadline: Deadline): void {
    if (deadline === this.#connect) {
      this.#connect = undefined
      this.stop('connect-timeout')
    } else if (deadline === this.#total) {
      this.#total = undefined
      this.stop('total-timeout')
    } else {
      this.#silence = undefined
      if (this.#phase === 'reading') this.stop('idle-timeout', new WireError('UND_ERR_BODY_TIMEOUT', 'Body Timeout Error'))
      else this.stop('first-byte-timeout', new WireError('UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error'))
    }
  }

  /** Closes the connection without a word to the sink. */
  hangUp(): void {
    if (this.#finished) return
    const carrier = this.#carrier
    this.#finish()
    carrier?.destroy()
  }

  /** The connection cannot carry it to its end. */
  fail(error: unknown): void {
    if (this.#finished) return
    const phase = this.#phase
    this.#finish()
    this.#sink.fail(toTransportFault(error, this.#host, phase))
  }

  /** Whoever reads is behind. Silence is ours then. */
  pause(): void {
    this.#callOffSilence()
    this.#carrier?.pause()
  }

  resume(): void {
    if (this.#finished) return
    this.awaitMore()
    this.#carrier?.resume()
  }

  answered(head: AnswerHead): void {
    this.#callOffSilence()
    this.#phase = 'reading'
    this.#sink.start(head)
  }

  /** More of the body; the bytes are gone when it returns. */
  data(bytes: Buffer, from: number, to: number): void {
    if (this.#finished) return
    this.#received += to - from
    if (this.#received > this.#limitBytes) this.stop('other', tooLarge(this.#limitBytes))
    else this.#sink.data(bytes, from, to)
  }

  /** All that came is read, and there is more to come. */
  awaitMore(): void {
    if (this.#silence !== undefined) postpone(this.#silence)
    else if (this.#timers.idleMs !== undefined && this.#phase === 'reading') this.#silence = expireAfter(this.#timers.idleMs, this)
  }

  end(): void {
    if (this.#finished) return
    this.#finish()
    this.#sink.end()
  }

  #callOffConnect(): void {
    if (this.#connect !== undefined) callOff(this.#connect)
    this.#connect = undefined
  }

  #callOffSilence(): void {
    if (this.#silence !== undefined) callOff(this.#silence)
    this.#silence = undefined
  }

  #finish(): void {
    this.#finished = true
    // the connection may carry another one from now on
    this.#carrier = undefined
    if (this.#total !== undefined) callOff(this.#total)
    this.#total = undefined
    this.#callOffConnect()
    this.#callOffSilence()
    if (this.#onAbort !== undefined && this.#signal !== undefined) offAbort(this.#signal, this.#onAbort)
    this.#owner.ended()
  }
}

/** What is sent, and how long it may take. */
export type Sending = {
  readonly request: HttpRequest
  readonly head: string
  readonly bytes: number
  readonly mayStay: boolean
  readonly timers: Timers
  readonly signal: AbortSignalLike | undefined
}
