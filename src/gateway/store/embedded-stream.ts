/** The "network" between the driver and the embedded database: PostgreSQL's protocol over messages to a worker thread. */
import { Duplex } from 'node:stream'
import type { Worker } from 'node:worker_threads'

/** What the worker says: bytes of the protocol, or why it cannot go on. */
export type WorkerMessage = { readonly ready: true } | { readonly bytes: Uint8Array } | { readonly failed: string }

/** Stands where the driver expects a socket. */
export class WorkerSocket extends Duplex {
  readonly #worker: Worker
  #answered: (() => void) | undefined

  constructor(worker: Worker) {
    super()
    this.#worker = worker
    worker.on('message', this.#hear)
    worker.once('exit', this.#gone)
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    this.#worker.ref()
    return this
  }

  unref(): this {
    this.#worker.unref()
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#answered = () => done()
    // the driver's memory may be that of others, too: a copy can be handed over as it is
    const bytes = new Uint8Array(chunk)
    this.#worker.postMessage(bytes, [bytes.buffer])
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#worker.off('message', this.#hear)
    this.#worker.off('exit', this.#gone)
    done(error)
  }

  readonly #hear = (message: WorkerMessage): void => {
    if ('failed' in message) this.destroy(new Error(message.failed))
    if (!('bytes' in message)) return
    this.push(Buffer.from(message.bytes.buffer, message.bytes.byteOffset, message.bytes.byteLength))
    const answered = this.#answered
    this.#answered = undefined
    answered?.()
  }

  readonly #gone = (code: number): void => {
    this.destroy(new Error(`the thread of the embedded database ended with code ${code}`))
  }
}
