/** The two ways an answer is taken: whole, or piece by piece with back-pressure. */
import type { HttpHeaders, HttpReply, HttpStream, TransportFault } from '../../protocol/http.js'
import { type Exchange, type RawHeaders, type Sink, toHeaders } from './exchange.js'
import { maxReplyBytes, tooLarge } from './reply-limit.js'
import { transportFault } from './transport-faults.js'

/** How the promise of a transport call is settled. */
export type Settle<T> = { readonly resolve: (value: T) => void; readonly reject: (fault: TransportFault) => void }

/** Bytes a stream may hold unread before the socket is paused. */
const highWaterBytes = 262_144

/** Collects an answer to its end. */
export class WholeSink implements Sink {
  readonly #settle: Settle<HttpReply>
  #status = 0
  #headers: RawHeaders = {}
  #first: Buffer | undefined
  #all: Buffer[] | undefined

  constructor(settle: Settle<HttpReply>) {
    this.#settle = settle
  }

  start(status: number, headers: RawHeaders): void {
    this.#status = status
    this.#headers = headers
  }

  data(bytes: Buffer): void {
    if (this.#first === undefined) this.#first = bytes
    else if (this.#all === undefined) this.#all = [this.#first, bytes]
    else this.#all.push(bytes)
  }

  end(): void {
    const body = this.#all === undefined ? this.#first : Buffer.concat(this.#all)
    this.#settle.resolve(new BufferedReply(this.#status, this.#headers, body ?? Buffer.alloc(0)))
  }

  fail(fault: TransportFault): void {
    this.#settle.reject(fault)
  }
}

/** Hands bytes on as they come; the socket rests while the reader is behind. */
export class StreamSink implements Sink, HttpStream {
  readonly #host: string
  readonly #settle: Settle<HttpStream>
  #exchange: Exchange | undefined
  #status = 0
  #headers: RawHeaders = {}
  #started = false
  #queue: Buffer[] = []
  #queued = 0
  #ended = false
  #fault: TransportFault | undefined
  #reader: { readonly resolve: (bytes: Uint8Array | undefined) => void; readonly reject: (fault: TransportFault) => void } | undefined

  constructor(host: string, settle: Settle<HttpStream>) {
    this.#host = host
    this.#settle = settle
  }

  /** Ties the two together; the exchange is made with this sink. */
  attach(exchange: Exchange): void {
    this.#exchange = exchange
  }

  get status(): number {
    return this.#status
  }

  get headers(): HttpHeaders {
    return toHeaders(this.#headers)
  }

  get ended(): boolean {
    return this.#ended && this.#queue.length === 0
  }

  start(status: number, headers: RawHeaders): void {
    this.#status = status
    this.#headers = headers
    this.#started = true
    this.#settle.resolve(this)
  }

  data(bytes: Buffer): void {
    const reader = this.#reader
    if (reader !== undefined) {
      this.#reader = undefined
      reader.resolve(bytes)
      return
    }
    this.#queue.push(bytes)
    this.#queued += bytes.length
    if (this.#queued > highWaterBytes) this.#exchange?.pause()
  }

  end(): void {
    this.#ended = true
    this.#reader?.resolve(undefined)
  }

  fail(fault: TransportFault): void {
    this.#fault = fault
    if (!this.#started) this.#settle.reject(fault)
    else this.#reader?.reject(fault)
  }

  read(): Promise<Uint8Array | undefined> {
    const bytes = this.#queue.shift()
    if (bytes !== undefined) {
      this.#queued -= bytes.length
      if (this.#queue.length === 0) this.#exchange?.resume()
      return Promise.resolve(bytes)
    }
    if (this.#fault !== undefined) return Promise.reject(this.#fault)
    if (this.#ended) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject }
    })
  }

  async rest(): Promise<HttpReply> {
    const parts: Uint8Array[] = []
    let size = 0
    for (let bytes = await this.read(); bytes !== undefined; bytes = await this.read()) {
      parts.push(bytes)
      size += bytes.length
      if (size <= maxReplyBytes) continue
      this.cancel()
      throw transportFault('other', this.#host, tooLarge(maxReplyBytes))
    }
    return new BufferedReply(this.#status, this.#headers, Buffer.concat(parts))
  }

  cancel(): void {
    this.#queue = []
    this.#exchange?.hangUp()
    this.end()
  }
}

class BufferedReply implements HttpReply {
  readonly status: number
  readonly #raw: RawHeaders
  readonly #body: Buffer

  constructor(status: number, headers: RawHeaders, body: Buffer) {
    this.status = status
    this.#raw = headers
    this.#body = body
  }

  get headers(): HttpHeaders {
    return toHeaders(this.#raw)
  }

  text(): string {
    const text = this.#body.toString('utf8')
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }

  bytes(): Uint8Array {
    return this.#body
  }
}
