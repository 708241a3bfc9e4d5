/** The two ways an answer is taken: whole, or piece by piece with back-pressure. */
import type { HttpHeaders, HttpReply, HttpStream, TransportFault } from '../../protocol/http.js'
import type { AnswerHead } from './answer-head.js'
import type { Exchange, Sink } from './exchange.js'
import { maxReplyBytes, tooLarge } from './reply-limit.js'
import { transportFault } from './transport-faults.js'

/** How the promise of a transport call is settled. */
export type Settle<T> = { readonly resolve: (value: T) => void; readonly reject: (fault: TransportFault) => void }

/** Bytes a stream may hold unread before the socket is paused. */
const highWaterBytes = 262_144
/** Bytes up to which an answer gets its memory at once, by the length that it tells; a larger one gets it as it comes. */
const atOnceBytes = 1_048_576

const noHeaders: HttpHeaders = Object.create(null)
const noBytes = Buffer.alloc(0)

/** Collects an answer to its end. */
export class WholeSink implements Sink {
  readonly #settle: Settle<HttpReply>
  #head: AnswerHead | undefined
  /** The whole body where its length is known, else its first piece. */
  #body: Buffer | undefined
  #filled = 0
  #more: Buffer[] | undefined

  constructor(settle: Settle<HttpReply>) {
    this.#settle = settle
  }

  start(head: AnswerHead): void {
    this.#head = head
  }

  data(bytes: Buffer, from: number, to: number): void {
    const body = this.#body
    const told = this.#head?.length ?? 0
    if (body === undefined) {
      if (told > to - from && told <= atOnceBytes) this.#body = Buffer.allocUnsafe(told)
      else {
        this.#body = Buffer.from(bytes.subarray(from, to))
        return
      }
    }
    if (told > 0 && told <= atOnceBytes) this.#filled += bytes.copy(this.#body ?? noBytes, this.#filled, from, to)
    else if (this.#more === undefined) this.#more = [Buffer.from(bytes.subarray(from, to))]
    else this.#more.push(Buffer.from(bytes.subarray(from, to)))
  }

  end(): void {
    const first = this.#body ?? noBytes
    const body = this.#more === undefined ? first : Buffer.concat([first, ...this.#more])
    if (this.#head !== undefined) this.#settle.resolve(new BufferedReply(this.#head, body))
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
  #head: AnswerHead | undefined
  #queue: Buffer[] = []
  #queued = 0
  #paused = false
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
    return this.#head?.status ?? 0
  }

  get headers(): HttpHeaders {
    return this.#head?.headers ?? noHeaders
  }

  get ended(): boolean {
    return this.#ended && this.#queue.length === 0
  }

  start(head: AnswerHead): void {
    this.#head = head
    this.#settle.resolve(this)
  }

  data(bytes: Buffer, from: number, to: number): void {
    const piece = Buffer.from(bytes.subarray(from, to))
    const reader = this.#reader
    if (reader !== undefined) {
      this.#reader = undefined
      reader.resolve(piece)
      return
    }
    this.#queue.push(piece)
    this.#queued += piece.length
    if (this.#queued <= highWaterBytes || this.#paused) return
    this.#paused = true
    this.#exchange?.pause()
  }

  end(): void {
    this.#ended = true
    this.#reader?.resolve(undefined)
  }

  fail(fault: TransportFault): void {
    this.#fault = fault
    if (this.#head === undefined) this.#settle.reject(fault)
    else this.#reader?.reject(fault)
  }

  read(): Promise<Uint8Array | undefined> {
    const bytes = this.#queue.shift()
    if (bytes !== undefined) {
      this.#queued -= bytes.length
      if (this.#queue.length === 0 && this.#paused) {
        this.#paused = false
        this.#exchange?.resume()
      }
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
    if (this.#head === undefined) throw new Error('llmgen bug: the rest of an answer that has not begun')
    return new BufferedReply(this.#head, Buffer.concat(parts))
  }

  cancel(): void {
    this.#queue = []
    this.#exchange?.hangUp()
    this.end()
  }
}

class BufferedReply implements HttpReply {
  readonly status: number
  readonly #head: AnswerHead
  readonly #body: Buffer

  constructor(head: AnswerHead, body: Buffer) {
    this.status = head.status
    this.#head = head
    this.#body = body
  }

  get headers(): HttpHeaders {
    return this.#head.headers
  }

  text(): string {
    const text = this.#body.toString('utf8')
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }

  bytes(): Uint8Array {
    return this.#body
  }
}
