/** Writes an answer of HTTP/1.1 to the socket itself: head and body of a small one are one text, and one write. */
import { type OutgoingHttpHeaders, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { RawAnswer, TextEncoding } from '../exchange.js'
import { type ReadyAnswer, sendAtTurnEnd } from '../turn-end.js'

/** Who is told what becomes of an answer, and sets the headers of the connection. */
export type AnswerOwner = {
  readonly socket: Socket
  /** Headers of every answer of this connection, each with its line's end. */
  connectionHeaders(): string
  /** The client has not taken all that was sent. */
  behind(): void
  /** The last byte is with the system; `isOfTurn`: at the end of a turn, when nothing else is on the stack. */
  answered(isOfTurn: boolean): void
}

/** Anything in a head that could be read as more than it is. */
const odd = /[^\t\x20-\x7e\r\n]|\r(?!\n)|(?<!\r)\n/
const lastChunk = '0\r\n\r\n'

export class WireAnswer implements RawAnswer, ReadyAnswer {
  statusCode = 200
  headersSent = false
  writableFinished = false
  /** Nothing more is to come. */
  isEnded = false
  /** Asks for the end of the connection with this answer. */
  isLast = false
  /** All that is left of it is here, and goes out at the end of this turn. */
  isHeld = false
  readonly #owner: AnswerOwner
  /** What is to go out before the next piece. */
  #head = ''
  #isChunked = false
  #piece: string | Uint8Array = ''
  #encoding: TextEncoding = 'utf8'

  constructor(owner: AnswerOwner) {
    this.#owner = owner
  }

  get holdsWhole(): boolean {
    return true
  }

  get destroyed(): boolean {
    return this.#owner.socket.destroyed
  }

  get writableNeedDrain(): boolean {
    return this.#owner.socket.writableNeedDrain
  }

  writeHead(status: number, headers: OutgoingHttpHeaders | string[]): this {
    const list = Array.isArray(headers) ? headers : asList(headers)
    let text = ''
    let isChunked = true
    let isLast = false
    for (let at = 0; at < list.length; at += 2) {
      const name = list[at] ?? ''
      if (name === 'content-length') isChunked = false
      else if (name === 'connection' && list[at + 1] === 'close') {
        isLast = true
        continue
      }
      text += `${name}: ${list[at + 1]}\r\n`
    }
    if (odd.test(text) || linesOf(text) !== list.length / 2 - (isLast ? 1 : 0)) throw new Error(badHead)
    this.isLast ||= isLast
    this.#begin(status, text, isChunked)
    return this
  }

  /** The same with the lines of a head that is known to be in order. Without a `length` the body goes out in chunks. */
  writeLines(status: number, lines: string, length: number | undefined): void {
    if (length === undefined) this.#begin(status, lines, true)
    else this.#begin(status, `${lines}content-length: ${length}\r\n`, false)
  }

  write(piece: string | Uint8Array, encoding: TextEncoding): boolean {
    if (piece.length > 0) this.#send(piece, encoding, '')
    return !this.#owner.socket.writableNeedDrain
  }

  end(piece: string | Uint8Array, encoding: TextEncoding): this {
    if (this.isEnded) return this
    this.isEnded = true
    if (this.#head !== '' || this.#isChunked) {
      this.isHeld = true
      this.#piece = piece
      this.#encoding = encoding
      sendAtTurnEnd(this)
      return this
    }
    this.#send(piece, encoding, '')
    this.#over()
    return this
  }

  /** Sends what was held. */
  send(): void {
    this.isHeld = false
    this.#send(this.#piece, this.#encoding, this.#isChunked ? lastChunk : '')
    this.#piece = ''
    this.#over(true)
  }

  /** The last byte is with the system. */
  finish(isOfTurn = false): void {
    if (this.writableFinished || this.#owner.socket.destroyed) return
    this.writableFinished = true
    this.#owner.answered(isOfTurn)
  }

  destroy(): void {
    this.#owner.socket.destroy()
  }

  on(event: 'drain' | 'close', act: () => void): void {
    this.#owner.socket.on(event, act)
  }

  off(event: 'drain' | 'close', act: () => void): void {
    this.#owner.socket.off(event, act)
  }

  #over(isOfTurn = false): void {
    const { socket } = this.#owner
    if (socket.destroyed) return
    if (socket.writableLength === 0) this.finish(isOfTurn)
    else socket.write('', () => this.finish())
  }

  #begin(status: number, lines: string, isChunked: boolean): void {
    if (this.headersSent) throw new Error('llmgen bug: an answer has two heads')
    this.statusCode = status
    this.headersSent = true
    this.#isChunked = isChunked
    const framing = isChunked ? 'Transfer-Encoding: chunked\r\n' : ''
    const first = status === 200 ? 'HTTP/1.1 200 OK\r\n' : `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`
    this.#head = `${first}${lines}${framing}${this.#owner.connectionHeaders()}\r\n`
  }

  #send(piece: string | Uint8Array, encoding: TextEncoding, after: string): void {
    const { socket } = this.#owner
    if (socket.destroyed) return
    const head = this.#head
    this.#head = ''
    const length = typeof piece === 'string' ? (encoding === 'latin1' ? piece.length : Buffer.byteLength(piece)) : piece.length
    const isFramed = this.#isChunked && length > 0
    const before = isFramed ? `${head}${length.toString(16)}\r\n` : head
    const behind = isFramed ? `\r\n${after}` : after
    if (typeof piece === 'string') socket.write(before + piece + behind, encoding)
    else {
      socket.cork()
      if (before !== '') socket.write(before, 'latin1')
      if (length > 0) socket.write(piece)
      if (behind !== '') socket.write(behind, 'latin1')
      socket.uncork()
    }
    if (socket.writableLength > 0) this.#owner.behind()
  }
}

const badHead = 'llmgen bug: a header of an answer holds what no header may'

function asList(headers: OutgoingHttpHeaders): string[] {
  const list: string[] = []
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) list.push(name.toLowerCase(), String(value))
  return list
}

/** Each header is one line: one that holds the end of a line would be two. */
function linesOf(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
