/** The names of an answer's headers, in their order, and what they make of their values. Most answers of a server have the same ones. */
import type { HttpHeaders } from '../../protocol/http.js'
import { notHttp, WireError } from './wire-error.js'

/** Bytes of the body are told by chunks. */
export const chunked = -1
/** The body ends with the connection. */
export const untilClose = -2

/** Milliseconds a connection is kept where the server does not say how long it keeps it; those of undici, as the two below. */
const keptMs = 4_000
/** How much earlier than the server we let go of a connection. */
const marginMs = 2_000
const mostKeptMs = 600_000

/** They say how long the answer is, and the connection lives. */
const framingNames: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive'])

/** What records of headers have beside their own members. One without any would be slower to fill and to read: V8 makes it a dictionary. */
const nothing = Object.freeze(Object.create(null))

export class FieldNames {
  readonly #names: readonly string[]
  /** Where those of {@link framingNames} stand. */
  readonly #framing: readonly number[]
  readonly #repeats: boolean

  /** `names` are in lower case. */
  constructor(names: readonly string[]) {
    this.#names = names
    this.#framing = names.flatMap((name, at) => (framingNames.has(name) ? [at] : []))
    this.#repeats = new Set(names).size < names.length
  }

  /** Values by name. */
  record(values: readonly string[]): HttpHeaders {
    const headers: Record<string, string> = Object.create(nothing)
    const names = this.#names
    for (let at = 0; at < names.length; at++) {
      const [name = '', value = ''] = [names[at], values[at]]
      const known = this.#repeats ? headers[name] : undefined
      headers[name] = known === undefined ? value : `${known}, ${value}`
    }
    return headers
  }

  /** Throws a {@link WireError} for a length that is none. */
  framing(values: readonly string[]): Framing {
    const framing = new Framing()
    for (const at of this.#framing) framing.add(this.#names[at] ?? '', values[at] ?? '')
    return framing
  }
}

/** What of the headers says how long the answer is, and the connection lives. */
export class Framing {
  #length: string | undefined
  #coding: string | undefined
  #kept: string | undefined
  closes = false

  add(name: string, value: string): void {
    if (name === 'content-length') this.#addLength(value)
    else if (name === 'transfer-encoding') this.#coding = this.#coding === undefined ? value : `${this.#coding}, ${value}`
    else if (name === 'connection') this.closes ||= /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(value)
    else this.#kept = value
  }

  #addLength(value: string): void {
    if (!/^\d{1,15}$/.test(value)) throw notHttp('Invalid character in Content-Length')
    if (this.#length !== undefined && this.#length !== value) throw twoLengths()
    this.#length = value
  }

  length(): number {
    if (this.#coding === undefined) return this.#length === undefined ? untilClose : Number(this.#length)
    if (this.#length !== undefined) throw twoLengths()
    // Differs: undici takes any coding and hands on what it cannot read.
    if (this.#coding.toLowerCase() !== 'chunked') throw notHttp('Transfer-Encoding that nobody asked for')
    return chunked
  }

  keptMs(): number {
    const told = this.#kept === undefined ? null : /timeout=(\d+)/.exec(this.#kept)
    return told === null ? keptMs : Math.max(0, Math.min(Number(told[1]) * 1_000 - marginMs, mostKeptMs))
  }
}

function twoLengths(): WireError {
  return new WireError('UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the answer tells two different lengths')
}
