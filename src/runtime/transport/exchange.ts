/** One request and its answer as an undici dispatch handler: timers, abort, and bytes handed to a sink without stream objects. */
import type { Dispatcher } from 'undici'
import type { AbortSignalLike, HttpHeaders, Timers, TransportFault, TransportFaultReason } from '../../protocol/http.js'
import { offAbort, onAbort } from './abort-listeners.js'
import { callOff, type Deadline, expireAfter, type Timed } from './deadlines.js'
import { tooLarge } from './reply-limit.js'
import { type Phase, toTransportFault, transportFault } from './transport-faults.js'

export type RawHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** Where an answer goes. */
export interface Sink {
  start(status: number, headers: RawHeaders): void
  data(bytes: Buffer): void
  end(): void
  /** No whole answer comes. Called at most once, and not after `end`. */
  fail(fault: TransportFault): void
}

export class Exchange implements Dispatcher.DispatchHandler, Timed {
  readonly #host: string
  readonly #timers: Timers
  readonly #signal: AbortSignalLike | undefined
  readonly #sink: Sink
  readonly #limitBytes: number
  #received = 0
  #onAbort: (() => void) | undefined
  #total: Deadline | undefined
  #connect: Deadline | undefined
  #controller: Dispatcher.DispatchController | undefined
  #fault: TransportFault | undefined
  #phase: Phase = 'connecting'
  #finished = false

  /** `limitBytes` ends an answer that grows beyond it; default none. */
  constructor(host: string, timers: Timers, signal: AbortSignalLike | undefined, sink: Sink, limitBytes = Number.POSITIVE_INFINITY) {
    this.#host = host
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

  /** To be called after dispatch: on a kept-alive connection the request has started already and needs no connect timer. */
  armConnect(): void {
    if (this.#phase !== 'connecting' || this.#finished || this.#timers.connectMs === undefined) return
    this.#connect = expireAfter(this.#timers.connectMs, this)
  }

  /** Ends the exchange from our side; the sink hears why. */
  stop(reason: TransportFaultReason, cause?: unknown): void {
    if (this.#finished) return
    this.#fault = transportFault(reason, this.#host, cause)
    this.fail(this.#fault)
    this.#controller?.abort(this.#fault)
  }

  /** The connection, or the whole attempt, takes too long. */
  expire(deadline: Deadline): void {
    const isConnect = deadline === this.#connect
    if (isConnect) this.#connect = undefined
    else this.#total = undefined
    this.stop(isConnect ? 'connect-timeout' : 'total-timeout')
  }

  /** Closes the connection without a word to the sink. */
  hangUp(): void {
    if (this.#finished) return
    this.#finish()
    this.#fault = transportFault('aborted', this.#host)
    this.#controller?.abort(this.#fault)
  }

  fail(error: unknown): void {
    if (this.#finished) return
    this.#finish()
    this.#sink.fail(toTransportFault(error, this.#host, this.#phase))
  }

  pause(): void {
    this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#phase = 'waiting'
    this.#callOffConnect()
    // Stopped while the connection was being made: undici cannot be told before now.
    if (this.#fault !== undefined) controller.abort(this.#fault)
  }

  onResponseStart(_controller: unknown, status: number, headers: RawHeaders): void {
    // 102 and 103 come before the answer and are none.
    if (status < 200) return
    this.#phase = 'reading'
    this.#sink.start(status, headers)
  }

  onResponseData(_controller: unknown, bytes: Buffer): void {
    if (this.#finished) return
    this.#received += bytes.length
    if (this.#received > this.#limitBytes) this.stop('other', tooLarge(this.#limitBytes))
    else this.#sink.data(bytes)
  }

  onResponseEnd(): void {
    if (this.#finished) return
    this.#finish()
    this.#sink.end()
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(error)
  }

  #callOffConnect(): void {
    if (this.#connect !== undefined) callOff(this.#connect)
    this.#connect = undefined
  }

  #finish(): void {
    this.#finished = true
    if (this.#total !== undefined) callOff(this.#total)
    this.#total = undefined
    this.#callOffConnect()
    if (this.#onAbort !== undefined && this.#signal !== undefined) offAbort(this.#signal, this.#onAbort)
  }
}

/** Headers as a plain record; one that came twice is joined by a comma, as HTTP reads it. */
export function toHeaders(raw: RawHeaders): HttpHeaders {
  const headers: Record<string, string> = Object.create(null)
  for (const name in raw) {
    const value = raw[name]
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return headers
}
