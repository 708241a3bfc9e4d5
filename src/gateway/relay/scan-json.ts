/**
 * Walks over JSON bytes without building anything: the structure is checked, long strings are skipped natively, and whoever
 * listens is told keys, short texts and where the values of the outermost object begin and end. Bytes may come in pieces.
 */
import { escapedText, isEscapedAt } from './escaped-text.js'

/** Is told what is met. Positions count from the first byte of the first piece. */
export type ScanListener = {
  /** A member of the object at `depth` (the outermost is 1). `key` is undefined where it has escapes or is longer than a key is here. */
  key(key: string | undefined, depth: number, at: number): void
  /** A value at `depth` ends; `text` is that of a string without escapes, or of a number or word, where it is short. */
  value(kind: ValueKind, text: string | undefined, depth: number, from: number, to: number): void
}

export type ValueKind = 'object' | 'array' | 'string' | 'number' | 'word'

/** Deepest nesting that is walked; what is deeper is left to a parser. */
const deepest = 60
/** Longest key, text, number or word that is told, bytes. */
const longest = 256
/** Most bytes of a piece that is made a text. */
const smallPiece = 65_536
/** A string is looked at byte by byte so far, then by native search. */
const near = 48
/** Quotes that are closer together than this are not looked for one by one, bytes. */
const sparse = 512
const quote = 0x22
const backslash = 0x5c
const openObject = 0x7b
const closeObject = 0x7d
const openArray = 0x5b
const closeArray = 0x5d
const comma = 0x2c
const colon = 0x3a

/** What may come next. */
const next = { value: 0, valueOrEnd: 1, keyOrEnd: 2, key: 3, colon: 4, after: 5, done: 6 } as const
type Expecting = (typeof next)[keyof typeof next]

/** One walk. `push` and `end` say false where the bytes are no JSON, or more than is walked here. */
export class JsonScan {
  readonly #listener: ScanListener
  #expecting: Expecting = next.value
  /** Of the containers that are open: whether each is an object, and where it began. */
  readonly #areObjects: boolean[] = [false]
  readonly #starts: number[] = [0]
  #depth = 0
  /** Bytes in earlier pieces. */
  #base = 0
  /**
   * The piece, one character a byte, where it is small and something is cut from it: cutting strings is cheaper than cutting
   * bytes. Most pieces of a large body are the middle of a text, and nothing is cut from them.
   */
  #text: string | undefined
  /** What is being read across the end of a piece. */
  #open: 'none' | 'key' | 'string' | 'scalar' = 'none'
  #openAt = 0
  #carried = ''
  #isPlain = true
  #isEscaped = false
  /** This piece is looked through for escapes. */
  #isLoaded = false

  constructor(listener: ScanListener) {
    this.#listener = listener
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): boolean {
    const to = bytes.length
    let at = 0
    this.#text = undefined
    this.#isLoaded = false
    if (this.#open === 'scalar') at = this.#scalar(bytes, 0)
    else if (this.#open !== 'none') at = this.#string(bytes, 0)
    while (at < to && at >= 0) at = this.#step(bytes, at)
    this.#base += to
    return at >= 0
  }

  /** Nothing more comes: true where one whole value was there. */
  end(): boolean {
    if (this.#open === 'scalar' && this.#depth === 0) this.#endScalar(this.#base)
    return this.#expecting === next.done && this.#open === 'none'
  }

  #step(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1
    switch (this.#expecting) {
      case next.after:
        return this.#after(byte, at)
      case next.colon:
        this.#expecting = next.value
        return byte === colon ? at + 1 : -1
      case next.keyOrEnd:
        if (byte === closeObject) return this.#close(byte, at)
        return byte === quote ? this.#begin('key', bytes, at) : -1
      case next.key:
        return byte === quote ? this.#begin('key', bytes, at) : -1
      case next.valueOrEnd:
        if (byte === closeArray) return this.#close(byte, at)
        return this.#value(bytes, byte, at)
      case next.value:
        return this.#value(bytes, byte, at)
      default:
        return -1
    }
  }

  #after(byte: number, at: number): number {
    if (byte === comma) {
      this.#expecting = this.#areObjects[this.#depth] === true ? next.key : next.value
      return at + 1
    }
    return byte === closeObject || byte === closeArray ? this.#close(byte, at) : -1
  }

  #close(byte: number, at: number): number {
    if (this.#depth === 0 || this.#areObjects[this.#depth] !== (byte === closeObject)) return -1
    const from = this.#starts[this.#depth] ?? 0
    this.#depth--
    this.#expecting = this.#depth === 0 ? next.done : next.after
    this.#listener.value(byte === closeObject ? 'object' : 'array', undefined, this.#depth, from, this.#base + at + 1)
    return at + 1
  }

  #value(bytes: Uint8Array, byte: number, at: number): number {
    if (byte === quote) return this.#begin('string', bytes, at)
    if (byte === openObject || byte === openArray) {
      if (this.#depth === deepest) return -1
      this.#depth++
      this.#areObjects[this.#depth] = byte === openObject
      this.#starts[this.#depth] = this.#base + at
      this.#expecting = byte === openObject ? next.keyOrEnd : next.valueOrEnd
      return byte === openArray ? this.#numbers(bytes, at + 1) : at + 1
    }
    this.#open = 'scalar'
    this.#openAt = this.#base + at
    this.#carried = ''
    return this.#scalar(bytes, at)
  }

  /** A list of numbers, as of an embedding, is passed over as a whole; `at` is behind its bracket. */
  #numbers(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] ?? 0
    if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) return at
    const end = bytes.indexOf(closeArray, at)
    if (end - at < near) return at
    const list = bytes.subarray(at, end)
    if (list.includes(quote) || list.includes(openArray) || list.includes(openObject) || list.includes(closeObject)) return at
    this.#expecting = next.after
    return end
  }

  #begin(what: 'key' | 'string', bytes: Uint8Array, at: number): number {
    this.#open = what
    this.#openAt = this.#base + at
    this.#carried = ''
    this.#isPlain = true
    this.#isEscaped = false
    return this.#string(bytes, at + 1)
  }

  /** Reads on in a string: to behind its end, or to the end of the piece. */
  #string(bytes: Uint8Array, from: number): number {
    const end = this.#endOf(bytes, from)
    if (end === -1) {
      this.#carry(bytes, from, bytes.length)
      return bytes.length
    }
    const what = this.#open
    this.#open = 'none'
    const text = this.#textOf(bytes, from, end)
    if (what === 'key') {
      this.#expecting = next.colon
      this.#listener.key(text, this.#depth, this.#openAt)
    } else {
      this.#endValue()
      this.#listener.value('string', text, this.#depth, this.#openAt, this.#base + end + 1)
    }
    return end + 1
  }

  /** Index of the quote that ends the string, or -1 where it does not end in this piece. */
  #endOf(bytes: Uint8Array, from: number): number {
    const to = bytes.length
    let at = from
    if (this.#isEscaped && at < to) at++
    this.#isEscaped = false
    for (const soon = Math.min(at + near, to); at < soon; at++) {
      const byte = bytes[at]
      if (byte === quote) return at
      if (byte !== backslash) continue
      this.#isPlain = false
      at++
    }
    if (at > to) {
      this.#isEscaped = true
      return -1
    }
    return this.#farEnd(bytes, at)
  }

  /** The same; the byte at `from` is not escaped. */
  #farEnd(bytes: Uint8Array, from: number): number {
    let search = from
    for (;;) {
      const end = bytes.indexOf(quote, search)
      if (end === -1) {
        this.#isEscaped = isEscapedAt(bytes, from, bytes.length)
        return -1
      }
      if (!isEscapedAt(bytes, from, end)) return end
      if (end + 1 - search < sparse) return this.#denseEnd(bytes, end + 1)
      search = end + 1
    }
  }

  /** The same where quotes stand close together. */
  #denseEnd(bytes: Uint8Array, from: number): number {
    const to = bytes.length
    if (!this.#isLoaded) escapedText().begin()
    this.#isLoaded = true
    let at = from
    for (;;) {
      at = escapedText().skip(bytes, at)
      for (const soon = Math.min(at + near, to); at < soon; at++) {
        const byte = bytes[at]
        if (byte === quote) return at
        if (byte === backslash) at++
      }
      if (at >= to) {
        this.#isEscaped = at > to
        return -1
      }
    }
  }

  #carry(bytes: Uint8Array, from: number, to: number): void {
    if (this.#carried.length + to - from > longest) this.#isPlain = false
    else this.#carried += this.#cut(bytes, from, to)
  }

  #cut(bytes: Uint8Array, from: number, to: number): string {
    if (bytes.length > smallPiece) return latin1(bytes, from, to)
    this.#text ??= latin1(bytes, 0, bytes.length)
    return this.#text.slice(from, to)
  }

  /** The text where it is short and has no escapes; bytes above ASCII make it none, too. */
  #textOf(bytes: Uint8Array, from: number, end: number): string | undefined {
    if (!this.#isPlain || this.#carried.length + end - from > longest) return undefined
    const text = this.#carried === '' ? this.#cut(bytes, from, end) : this.#carried + this.#cut(bytes, from, end)
    return isPlain(text) ? text : undefined
  }

  #scalar(bytes: Uint8Array, from: number): number {
    let at = from
    while (at < bytes.length && isScalarByte(bytes[at] ?? 0)) at++
    if (this.#carried.length + at - from > longest) return -1
    this.#carried += this.#cut(bytes, from, at)
    if (at === bytes.length) return at
    return this.#endScalar(this.#base + at) ? at : -1
  }

  #endScalar(to: number): boolean {
    const text = this.#carried
    this.#open = 'none'
    const kind = text === 'true' || text === 'false' || text === 'null' ? 'word' : number.test(text) ? 'number' : undefined
    if (kind === undefined) return false
    this.#endValue()
    this.#listener.value(kind, text, this.#depth, this.#openAt, to)
    return true
  }

  #endValue(): void {
    this.#expecting = this.#depth === 0 ? next.done : next.after
  }
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2d || byte === 0x2e || byte === 0x2b || byte === 0x45
  )
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  // Bytes come from sockets and files, which hand out Buffers; others are looked at through one.
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.toString('latin1', from, to)
}

/** Printable ASCII without escapes. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e || code === backslash) return false
  }
  return true
}
