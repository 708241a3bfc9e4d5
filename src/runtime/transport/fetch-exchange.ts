/** One request and its answer over `fetch`: the timers, the caller's signal, and why no whole answer came. */
import type { AbortSignalLike, Timers, TransportFault, TransportFaultReason } from '../../protocol/http.js'
import { actAfter } from '../platform/sleep.js'
import { offAbort, onAbort } from './abort-listeners.js'

/** What is used of a body's reader. */
type Reader = { read(): Promise<{ readonly value?: Uint8Array | undefined }>; cancel(): Promise<void> }

export class FetchExchange {
  readonly #host: string
  readonly #timers: Timers
  readonly #signal: AbortSignalLike | undefined
  readonly #control = new AbortController()
  readonly #onAbort = () => this.#stop('aborted', this.#signal?.reason)
  #disarmTotal: (() => void) | undefined
  #reader: Reader | undefined
  /** Why it was ended from our side. */
  #stopped: { readonly reason: TransportFaultReason; readonly cause: unknown } | undefined
  #fault: TransportFault | undefined
  #finished = false

  constructor(host: string, timers: Timers, signal: AbortSignalLike | undefined) {
    this.#host = host
    this.#timers = timers
    this.#signal = signal
  }

  /** The answer's head. From now on the exchange lasts until its body was read, or it failed. */
  async send(url: string, init: RequestInit): Promise<Response> {
    const { firstByteMs, totalMs } = this.#timers
    if (this.#signal !== undefined) onAbort(this.#signal, this.#onAbort)
    this.#disarmTotal = this.#arm('total-timeout', totalMs)
    const disarm = this.#arm('first-byte-timeout', firstByteMs)
    try {
      const response = await fetch(url, { ...init, signal: this.#control.signal })
      if (response.type === 'opaqueredirect') throw new Error('the answer is a redirect, and requests are not sent on; correct api_base')
      this.#reader = response.body?.getReader()
      if (this.#stopped === undefined) return response
    } catch (error) {
      throw await this.#failed(error, 'waiting')
    } finally {
      disarm?.()
    }
    throw await this.#failed(undefined, 'waiting')
  }

  /** The next bytes, or undefined at the end. */
  async read(): Promise<Uint8Array | undefined> {
    if (this.#fault !== undefined || this.#stopped !== undefined) throw await this.#failed(undefined, 'reading')
    if (this.#finished || this.#reader === undefined) {
      this.#finish()
      return undefined
    }
    const disarm = this.#arm('idle-timeout', this.#timers.idleMs)
    try {
      const { value } = await this.#reader.read()
      if (this.#stopped === undefined) {
        if (value === undefined) this.#finish()
        return value
      }
    } catch (error) {
      // The reader itself has hung up: what it waited for ends.
      if (this.#finished && this.#stopped === undefined) return undefined
      throw await this.#failed(error, 'reading')
    } finally {
      disarm?.()
    }
    throw await this.#failed(undefined, 'reading')
  }

  /** Closes the connection without a fault. */
  hangUp(): void {
    if (this.#finished) return
    this.#finish()
    this.#close()
  }

  #arm(reason: TransportFaultReason, ms: number | undefined): (() => void) | undefined {
    return ms === undefined ? undefined : actAfter(ms, () => this.#stop(reason))
  }

  #stop(reason: TransportFaultReason, cause?: unknown): void {
    if (this.#finished) return
    this.#stopped = { reason, cause }
    this.#finish()
    this.#close()
  }

  /** The one fault of this exchange: what ended it from our side, else what `error` means. Its words are imported with it. */
  async #failed(error: unknown, phase: 'waiting' | 'reading'): Promise<TransportFault> {
    this.#finish()
    const [{ fetchFault }, { transportFault }] = await Promise.all([import('./fetch-faults.js'), import('./transport-faults.js')])
    const { reason, cause } = this.#stopped ?? {}
    this.#fault ??= reason === undefined ? fetchFault(error, this.#host, phase) : transportFault(reason, this.#host, cause)
    return this.#fault
  }

  /** Ends a read that waits, also where a platform does not end it for the signal's sake. */
  #close(): void {
    this.#control.abort()
    // What cancelling meets on a connection that is given up anyway is of no interest to anybody.
    this.#reader?.cancel().catch(() => {})
  }

  #finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#disarmTotal?.()
    if (this.#signal !== undefined) offAbort(this.#signal, this.#onAbort)
  }
}
