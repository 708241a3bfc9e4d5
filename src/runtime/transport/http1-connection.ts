/** One HTTP/1.1 connection: sends a request, reads its answer, and then the next. Never two at a time. */
import type { Socket } from 'node:net'
import { ChunkedBody } from './answer-body.js'
import { type AnswerHead, checkBeginning, maxHeadBytes, tooLong } from './answer-head.js'
import type { Carrier, Exchange } from './exchange.js'
import { chunked, untilClose } from './head-fields.js'
import type { HeadReader } from './head-reader.js'
import { WireError } from './wire-error.js'

/**
 * What every connection reads into: the bytes are used or copied before the next read. It spares the streams of Node and 64 kB of
 * memory for each read (9 of 24 µs that a request cost).
 */
export const readBuffer = Buffer.allocUnsafeSlow(65_536)

/** Bytes of the head that are looked at first; most fit. */
const firstLook = 2_048
/** A body of bytes up to this size is copied behind the head, which costs less than a second piece; larger ones are never copied. */
const joinedBytes = 16_384

/** Who takes a connection back. */
export interface Home {
  readonly heads: HeadReader
  /** It is free for another request for so many milliseconds. */
  release(connection: Http1Connection): void
  /** It is closed. */
  lost(connection: Http1Connection): void
}

export class Http1Connection implements Carrier {
  /** `performance.now()` until which an idle one may be used. */
  usableUntil = 0
  readonly #home: Home
  #socket: Socket | undefined
  #closed = false
  #exchange: Exchange | undefined
  #head: AnswerHead | undefined
  /** The beginning of a head that came in pieces. */
  #beginning = ''
  #interimBytes = 0
  /** Bytes that a body of known length still lacks. */
  #left = 0
  #chunks: ChunkedBody | undefined
  /** The first chunk has gone on. */
  #hasBegun = false
  #paused = false
  /** Pieces of the request that wait for the socket to take more. */
  #parts: readonly Uint8Array[] | undefined
  #nextPart = 0

  constructor(home: Home) {
    this.#home = home
  }

  /** Closed, or about to be. */
  get closed(): boolean {
    return this.#closed
  }

  /** How long the server lets it wait for the next request, milliseconds. */
  get keptMs(): number {
    return this.#head?.keptMs ?? 0
  }

  /** The socket, while it still connects. */
  attach(socket: Socket): void {
    this.#socket = socket
    if (this.#closed) socket.destroy()
  }

  /** The socket is connected. */
  connected(socket: Socket): void {
    this.#socket = socket
    socket.on('drain', () => this.#drained())
    socket.on('end', () => this.#ended())
    socket.on('error', (error: Error) => this.#break(error))
    socket.on('close', () => this.#break(new WireError('UND_ERR_SOCKET', 'closed')))
  }

  destroy(): void {
    this.#exchange = undefined
    if (this.#closed) return
    this.#closed = true
    this.#parts = undefined
    this.#socket?.destroy()
    this.#home.lost(this)
  }

  pause(): void {
    this.#paused = true
    this.#socket?.pause()
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#socket?.resume()
  }

  /** Waits for the next request, and keeps no process from ending meanwhile. */
  rest(): void {
    this.#socket?.unref()
  }

  /** Sends the request of `exchange` and reads its answer. */
  send(exchange: Exchange): void {
    const socket = this.#socket
    if (socket === undefined) throw new Error('llmgen bug: a request on a connection that is not made')
    this.#exchange = exchange
    this.#head = undefined
    this.#interimBytes = 0
    socket.ref()
    exchange.sent(this)
    try {
      this.#write(socket, exchange)
    } catch (error) {
      this.#break(error)
    }
  }

  #write(socket: Socket, { head, bytes, request }: Exchange): void {
    const { body, parts } = request
    if (typeof body === 'string') writeText(socket, head, body, bytes)
    else if (body !== undefined) writeBytes(socket, head, body)
    else {
      socket.write(head, 'latin1')
      if (parts !== undefined) this.#sendParts(socket, parts, 0)
    }
  }

  /** Reads `size` bytes of {@link readBuffer}. Never throws: nobody would catch it. */
  read(size: number): void {
    try {
      this.#take(readBuffer, size)
    } catch (error) {
      this.#break(error)
    }
  }

  #take(bytes: Buffer, size: number): void {
    const exchange = this.#exchange
    // Nobody asked: whatever it says would be taken for the answer to the next request.
    if (exchange === undefined) {
      this.destroy()
      return
    }
    let at = 0
    while (this.#head === undefined) {
      at = this.#takeHead(exchange, bytes, at, size)
      if (at === -1) return
    }
    if (this.#chunks !== undefined) at = this.#takeChunks(exchange, this.#chunks, bytes, at, size)
    else if (this.#left > 0 && at < size) {
      const end = Math.min(size, at + this.#left)
      this.#left -= end - at
      exchange.data(bytes, at, end)
      at = end
    }
    // stopped because of what it was given
    if (this.#exchange !== exchange) return
    if (this.#left > 0 || (this.#chunks !== undefined && !this.#chunks.isWhole)) {
      if (!this.#paused) exchange.awaitMore()
    } else this.#finish(exchange, at === size)
  }

  /** Returns where the head ends, or -1 where more of it has to come. */
  #takeHead(exchange: Exchange, bytes: Buffer, at: number, size: number): number {
    const before = this.#beginning.length
    const { heads } = this.#home
    const mostBytes = maxHeadBytes - this.#interimBytes
    const known = before === 0 ? heads.likeBefore(bytes, at, Math.min(size, at + mostBytes)) : undefined
    if (known !== undefined) {
      const { end } = heads
      this.#begin(exchange, known, end - at)
      return end
    }
    let text = this.#beginning + bytes.toString('latin1', at, Math.min(size, at + firstLook))
    let stop = text.indexOf('\r\n\r\n', Math.max(0, before - 3))
    if (stop === -1 && size - at > firstLook) {
      text = this.#beginning + bytes.toString('latin1', at, Math.min(size, at + maxHeadBytes))
      stop = text.indexOf('\r\n\r\n', Math.max(0, before - 3))
    }
    if (stop === -1) {
      checkBeginning(text)
      this.#beginning = text
      return -1
    }
    const length = stop + 4
    if (length > mostBytes) throw tooLong()
    text = text.slice(0, length)
    this.#beginning = ''
    // one that came in pieces may be known as well
    const head = before === 0 ? undefined : heads.likeBefore(Buffer.from(text, 'latin1'), 0, length)
    this.#begin(exchange, head ?? heads.read(text), length)
    return at + length - before
  }

  #begin(exchange: Exchange, head: AnswerHead, length: number): void {
    const { status } = head
    if (status === 101) throw new WireError('UND_ERR_SOCKET', 'bad upgrade')
    if (status < 200) {
      // hints come before the answer and are none
      this.#interimBytes += length
      exchange.moved()
      return
    }
    this.#head = head
    this.#hasBegun = false
    this.#chunks = head.length === chunked ? new ChunkedBody() : undefined
    this.#left = head.length === untilClose ? Number.POSITIVE_INFINITY : Math.max(0, head.length)
    exchange.answered(head)
  }

  /**
   * The first chunk goes on by itself: a stream begins with it, whatever stands behind it. Later ones of one read go on as one piece,
   * which took 60 of 240 µs from a stream of 99 chunks in the gateway. What is right goes on before what is wrong behind it is told.
   */
  #takeChunks(exchange: Exchange, chunks: ChunkedBody, bytes: Buffer, start: number, size: number): number {
    let at = start
    let from = 0
    let to = 0
    try {
      while (at < size && !chunks.isWhole) {
        at = chunks.read(bytes, at, size)
        if (from === to) {
          from = chunks.from
          to = chunks.to
        } else {
          bytes.copyWithin(to, chunks.from, chunks.to)
          to += chunks.to - chunks.from
        }
        if (this.#hasBegun || from === to) continue
        this.#hasBegun = true
        exchange.data(bytes, from, to)
        from = to
      }
    } finally {
      if (to > from) exchange.data(bytes, from, to)
    }
    return at
  }

  /** `isClean`: nothing stands behind the answer. What does is never read, and ends the connection. */
  #finish(exchange: Exchange, isClean: boolean): void {
    const socket = this.#socket
    const isSent = this.#parts === undefined && socket?.writableLength === 0
    const stays = isClean && isSent && exchange.mayStay && !this.#closed && this.keptMs > 0
    this.#exchange = undefined
    this.#chunks = undefined
    this.resume()
    if (stays) this.#home.release(this)
    else this.destroy()
    exchange.end()
  }

  #ended(): void {
    const exchange = this.#exchange
    if (exchange !== undefined && this.#left === Number.POSITIVE_INFINITY && this.#head !== undefined) this.#finish(exchange, false)
    else this.#break(new WireError('UND_ERR_SOCKET', 'other side closed'))
  }

  #break(error: unknown): void {
    const exchange = this.#exchange
    this.destroy()
    exchange?.fail(error)
  }

  /** One after the other, as the socket takes them: none is copied, and none waits in the socket but the last. */
  #sendParts(socket: Socket, parts: readonly Uint8Array[], from: number): void {
    let next = from
    for (let hasRoom = true; hasRoom && next < parts.length; next++) hasRoom = writePart(socket, parts[next])
    this.#parts = next < parts.length ? parts : undefined
    this.#nextPart = next
  }

  #drained(): void {
    const socket = this.#socket
    if (this.#closed || socket === undefined) return
    this.#exchange?.moved()
    if (this.#parts !== undefined) this.#sendParts(socket, this.#parts, this.#nextPart)
  }
}

/** In one piece. The encodings are the same where all is ASCII, as it mostly is. */
function writeText(socket: Socket, head: string, body: string, size: number): void {
  const isAscii = size === body.length
  if (isAscii && size <= joinedBytes) {
    socket.write(head + body, 'latin1')
    return
  }
  const bytes = Buffer.allocUnsafe(head.length + size)
  bytes.write(head, 0, 'latin1')
  bytes.write(body, head.length, isAscii ? 'latin1' : 'utf8')
  socket.write(bytes)
}

function writeBytes(socket: Socket, head: string, body: Uint8Array): void {
  if (body.byteLength <= joinedBytes) {
    const bytes = Buffer.allocUnsafe(head.length + body.byteLength)
    bytes.write(head, 0, 'latin1')
    bytes.set(body, head.length)
    socket.write(bytes)
    return
  }
  socket.cork()
  socket.write(head, 'latin1')
  socket.write(body)
  socket.uncork()
}

/** Whether the socket takes more at once. Nothing is no piece: it would end a write of TLS early. */
function writePart(socket: Socket, part: Uint8Array | undefined): boolean {
  return part === undefined || part.byteLength === 0 || socket.write(part)
}
