/** The status line and the headers of an answer (RFC 9112): read strictly where they say how long it is, and lazily otherwise. */
import type { HttpHeaders } from '../../protocol/http.js'
import { FieldNames, untilClose } from './head-fields.js'
import { notHttp, WireError } from './wire-error.js'

/** Bytes a head may have. */
export const maxHeadBytes = 16_384

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
  readonly line: StatusLine
  readonly fields: FieldNames
  /** As {@link fields} names them. */
  readonly values: readonly string[]
  #headers: HttpHeaders | undefined

  /** Throws a {@link WireError} where the headers do not say how long the answer is. */
  constructor(line: StatusLine, fields: FieldNames, values: readonly string[]) {
    const { status, isOfToday } = line
    const framing = fields.framing(values)
    this.line = line
    this.status = status
    // neither has a body, whatever it says
    this.length = status < 200 || status === 204 || status === 304 ? 0 : framing.length()
    const keeps = this.length !== untilClose && !framing.closes && isOfToday
    this.keptMs = keeps ? framing.keptMs() : 0
    this.fields = fields
    this.values = values
  }

  /** Made when it is first asked for. A header that came twice is joined by a comma, as HTTP reads it. */
  get headers(): HttpHeaders {
    this.#headers ??= this.fields.record(this.values)
    return this.#headers
  }
}

/** What the first line says; `isOfToday`: HTTP/1.1. */
export type StatusLine = { readonly status: number; readonly isOfToday: boolean }

/** Reads a whole head, its empty line included. Throws a {@link WireError}. */
export function readHead(text: string): AnswerHead {
  if (!headPattern.test(text)) throw notHttp(whatIsWrong(text))
  const names: string[] = []
  const values: string[] = []
  const last = text.length - 2
  for (let at = text.indexOf('\r\n') + 2; at < last; ) {
    const end = text.indexOf('\r\n', at)
    const colon = text.indexOf(':', at)
    names.push(text.slice(at, colon).toLowerCase())
    values.push(trimmed(text, colon + 1, end))
    at = end + 2
  }
  const line = { status: Number(text.slice(9, 12)), isOfToday: text.charCodeAt(7) === 49 }
  return new AnswerHead(line, new FieldNames(names), values)
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
