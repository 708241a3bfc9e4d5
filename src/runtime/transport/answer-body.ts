/** Takes the chunks of a body apart (RFC 9112, section 7.1), where they came in. */
import { areFields, maxHeadBytes } from './answer-head.js'
import { notHttp } from './wire-error.js'

const inSize = 0
const inExtension = 1
const behindSize = 2
const inData = 3
const behindData = 4
const behindDataReturn = 5
const inTrailers = 6
const atEnd = 7

const cr = 13
const lf = 10

/** Digits of a size; the largest is a hundred times what a disk holds. */
const mostDigits = 13
/** Bytes of what may stand behind a size; nobody sends any. */
const mostExtension = 4_096

export class ChunkedBody {
  /** Where the data of the last {@link read} begin. */
  from = 0
  /** Where they end: the same place where it held none. */
  to = 0
  #state = inSize
  #left = 0
  #digits = 0
  #extension = 0
  #trailers = ''

  /** The last chunk and what belongs behind it have come. */
  get isWhole(): boolean {
    return this.#state === atEnd
  }

  /** Reads on from `start` until it has data or there is no more. Returns where it stopped. Throws a {@link WireError}. */
  read(bytes: Buffer, start: number, end: number): number {
    this.from = start
    this.to = start
    for (let at = start; at < end; ) {
      if (this.#state === inData) return this.#data(at, end)
      if (this.#state === inTrailers) at = this.#trailer(bytes, at, end)
      else if (this.#state === atEnd) return at
      else this.#line(bytes[at++] ?? 0)
    }
    return end
  }

  #data(at: number, end: number): number {
    const next = Math.min(end, at + this.#left)
    this.from = at
    this.to = next
    this.#left -= next - at
    if (this.#left === 0) this.#state = behindData
    return next
  }

  /** One byte of what stands around the data. */
  #line(byte: number): void {
    switch (this.#state) {
      case inSize:
        this.#size(byte)
        break
      case inExtension:
        if (byte === cr) this.#state = behindSize
        else if ((byte < 32 && byte !== 9) || byte === 127) throw notHttp('Invalid character in chunk extensions')
        else if (++this.#extension > mostExtension) throw notHttp('Chunk extensions overflow')
        break
      case behindSize:
        if (byte !== lf) throw notHttp('Expected LF after chunk size')
        this.#state = this.#left === 0 ? inTrailers : inData
        this.#digits = 0
        this.#extension = 0
        break
      case behindData:
        if (byte !== cr) throw notHttp('Expected CR after chunk data')
        this.#state = behindDataReturn
        break
      default:
        if (byte !== lf) throw notHttp('Expected LF after chunk data')
        this.#state = inSize
    }
  }

  #size(byte: number): void {
    const digit = hexOf(byte)
    if (digit !== -1) {
      if (++this.#digits > mostDigits) throw notHttp('Chunk size overflow')
      this.#left = this.#left * 16 + digit
      return
    }
    if (this.#digits === 0) throw notHttp('Invalid character in chunk size')
    if (byte === cr) this.#state = behindSize
    else if (byte === 59) this.#state = inExtension
    else throw notHttp('Invalid character in chunk size')
  }

  /** Nobody reads trailers, but they have to look like some. */
  #trailer(bytes: Buffer, start: number, end: number): number {
    const before = this.#trailers.length
    const text = this.#trailers + bytes.toString('latin1', start, Math.min(end, start + maxHeadBytes))
    const stop = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n') + 2
    if (stop === 1) {
      if (text.length >= maxHeadBytes || /[^\r]\n|^\n|\r[^\n]/.test(text)) throw notHttp('Invalid trailers')
      this.#trailers = text
      return end
    }
    if (!areFields(text.slice(0, stop))) throw notHttp('Invalid trailers')
    this.#state = atEnd
    return start + stop + 2 - before
  }
}

function hexOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 0x20
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
