/** The status line and the headers of an answer (RFC 9112): read strictly where they say how long it is, and lazily otherwise. */
import type { HttpHeaders } from '../../protocol/http.js'
import { notHttp, WireError } from './wire-error.js'

/** Bytes a head may have. */
export const maxHeadBytes = 16_384

/** Bytes of the body are told by chunks. */
export const chunked = -1
/** The body ends with the connection. */
export const untilClose = -2

/** Milliseconds a connection is kept where the server does not say how long it keeps it; those of undici, as the two below. */
const keptMs = 4_000
/** How much earlier than the server we let go of a connection. */
const marginMs = 2_000
const mostKeptMs = 600_000

const headPattern =
  /^HTTP\/1\.[01] [1-9]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?\r\n(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)*\r\n$/
const fieldsPattern = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/
/** What no further byte can make right: another beginning is told apart by {@link mayBegin}. */
const neverRight = /[^\r]\n|^\n|\r[^\n]|[^\t\r\n\x20-\x7e\x80-\xff]/

export class AnswerHead {
  readonly status: number
  /** Bytes of the body, {@link chunked}, or {@link untilClose}. */
  readonly length: number
  /** How long the connection may wait for its next request; 0 where it has none. Milliseconds. */
  readonly keptMs: number
  readonly #text: string
  #headers: HttpHeaders | undefined

  constructor(status: number, length: number, keptMs: number, text: string) {
    this.status = status
    this.length = length
    this.keptMs = keptMs
    this.#text = text
  }

  /** Made when it is first asked for. A header that came twice is joined by a comma, as HTTP reads it. */
  get headers(): HttpHeaders {
    this.#headers ??= headersOf(this.#text)
    return this.#headers
  }
}

/** Reads a whole head, its empty line included. Throws a {@link WireError}. */
export function readHead(text: string): AnswerHead {
  if (!headPattern.test(text)) throw notHttp(whatIsWrong(text))
  const status = Number(text.slice(9, 12))
  const framing = new Framing(text)
  // neither has a body, whatever it says
  const length = status < 200 || status === 204 || status === 304 ? 0 : framing.length()
  const keeps = length !== untilClose && !framing.closes && text.charCodeAt(7) === 49
  return new AnswerHead(status, length, keeps ? framing.keptMs() : 0, text)
}

/** Throws a {@link WireError} where the beginning of a head cannot become one: nobody should wait for the rest of it. */
export function checkBeginning(text: string): void {
  if (!'HTTP/1.'.startsWith(text.slice(0, 7))) throw notHttp('Expected HTTP/1')
  if (neverRight.test(text)) throw notHttp(whatIsWrong(text))
  if (text.length >= maxHeadBytes) throw tooLong()
}

/** The fault of a head beyond {@link maxHeadBytes}. */
export function tooLong(): WireError {
  return new WireError('UND_ERR_HEADERS_OVERFLOW', 'Headers Overflow Error')
}

/** Whether `text` is a run of header lines, as trailers are. */
export function areFields(text: string): boolean {
  return fieldsPattern.test(text)
}

function whatIsWrong(text: string): string {
  if (!/^HTTP\/1\.[01] /.test(text)) return 'Expected HTTP/1'
  if (!/^.{9}[1-9]\d\d[ \r]/.test(text)) return 'Invalid status code'
  if (/[^\t\r\n\x20-\x7e\x80-\xff]/.test(text)) return 'Invalid header value char'
  return /\r\n[\t ]/.test(text) ? 'Folded header line' : 'Invalid header line'
}

/** What of the headers says how long the answer is, and the connection lives. */
class Framing {
  #length: string | undefined
  #coding: string | undefined
  #kept: string | undefined
  closes = false

  constructor(text: string) {
    const last = text.length - 2
    for (let at = text.indexOf('\r\n') + 2; at < last; ) {
      const end = text.indexOf('\r\n', at)
      const first = text.charCodeAt(at) | 0x20
      // c, t and k: hardly any other name is looked at
      if (first === 99 || first === 116 || first === 107) this.#line(text, at, end)
      at = end + 2
    }
  }

  #line(text: string, at: number, end: number): void {
    if (isName(text, at, 'content-length')) this.#addLength(text.slice(at + 15, end).trim())
    else if (isName(text, at, 'transfer-encoding')) this.#coding = joined(this.#coding, text.slice(at + 18, end))
    else if (isName(text, at, 'connection')) this.closes ||= /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(text.slice(at + 11, end))
    else if (isName(text, at, 'keep-alive')) this.#kept = text.slice(at + 11, end)
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
    if (this.#coding.trim().toLowerCase() !== 'chunked') throw notHttp('Transfer-Encoding that nobody asked for')
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

function isName(text: string, at: number, name: string): boolean {
  return text.charCodeAt(at + name.length) === 58 && text.slice(at, at + name.length).toLowerCase() === name
}

function joined(known: string | undefined, value: string): string {
  return known === undefined ? value : `${known}, ${value}`
}

function headersOf(text: string): HttpHeaders {
  const headers: Record<string, string> = Object.create(null)
  const last = text.length - 2
  for (let at = text.indexOf('\r\n') + 2; at < last; ) {
    const end = text.indexOf('\r\n', at)
    const colon = text.indexOf(':', at)
    const name = text.slice(at, colon).toLowerCase()
    const value = trimmed(text, colon + 1, end)
    const known = headers[name]
    headers[name] = known === undefined ? value : `${known}, ${value}`
    at = end + 2
  }
  return headers
}

/** Without the blanks around it. `trim()` knows more blanks than HTTP, among them one of latin1. */
function trimmed(text: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}
