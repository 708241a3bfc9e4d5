/**
 * Reads the heads of the answers of one origin. Most have the same headers as one before, and few other values: they are compared
 * with it byte by byte, which costs a quarter of reading them. Any other head is for {@link readHead}.
 */
import { AnswerHead, readHead, type StatusLine } from './answer-head.js'
import type { FieldNames } from './head-fields.js'

/** Heads of so many forms are remembered: a server answers whole and in streams, and refuses now and then. */
const mostForms = 4

const tab = 9
const lf = 10
const cr = 13
const space = 32
const del = 127

export class HeadReader {
  /** The one that was used last comes first. */
  readonly #forms: HeadForm[] = []

  /** The head that begins at `from`, where it is like one before and ends before `to`; {@link end} is then its end. */
  likeBefore(bytes: Buffer, from: number, to: number): AnswerHead | undefined {
    const forms = this.#forms
    for (let at = 0; at < forms.length; at++) {
      const form = forms[at]
      const values = form?.read(bytes, from, to)
      if (form === undefined || values === undefined) continue
      if (at > 0) {
        forms.splice(at, 1)
        forms.unshift(form)
      }
      return new AnswerHead(form.line, form.fields, values)
    }
    return undefined
  }

  /** Where the head ends that was read last. */
  get end(): number {
    return this.#forms[0]?.end ?? 0
  }

  /** Reads a whole head, its empty line included. Throws a {@link WireError}. */
  read(text: string): AnswerHead {
    const head = readHead(text)
    this.#forms.unshift(new HeadForm(text, head))
    if (this.#forms.length > mostForms) this.#forms.pop()
    return head
  }
}

/** A line of a head, in its bytes. */
type Line = { readonly valueFrom: number; readonly to: number; readonly value: string }

/** A head, and how to read others that are like it. */
class HeadForm {
  readonly line: StatusLine
  readonly fields: FieldNames
  /** Where the last head ends that was read. */
  end = 0
  readonly #bytes: Buffer
  readonly #firstLine: number
  readonly #lines: readonly Line[]

  constructor(text: string, { line, fields, values }: AnswerHead) {
    this.line = line
    this.fields = fields
    this.#bytes = Buffer.from(text, 'latin1')
    this.#firstLine = text.indexOf('\r\n') + 2
    const lines: Line[] = []
    for (let at = this.#firstLine; at < text.length - 2; ) {
      const to = text.indexOf('\r\n', at) + 2
      lines.push({ valueFrom: text.indexOf(':', at) + 1, to, value: values[lines.length] ?? '' })
      at = to
    }
    this.#lines = lines
  }

  /** The values of a head that has the same first line and the same names, each as it is written here; undefined for any other. */
  read(bytes: Buffer, from: number, to: number): readonly string[] | undefined {
    const own = this.#bytes
    let at = from
    let known = 0
    if (to - from < this.#firstLine) return undefined
    for (; known < this.#firstLine; known++, at++) if (own[known] !== bytes[at]) return undefined
    const values: string[] = []
    for (const { valueFrom, to: lineEnd, value } of this.#lines) {
      const shift = at - known
      while (known < lineEnd && own[known] === bytes[known + shift]) known++
      at = known + shift
      if (known === lineEnd) {
        values.push(value)
        continue
      }
      // another name, or half of a line's end
      if (known < valueFrom || known === lineEnd - 1) return undefined
      const end = endOfValue(bytes, at, to)
      if (end === -1) return undefined
      values.push(trimmed(bytes, valueFrom + shift, end))
      at = end + 2
      known = lineEnd
    }
    if (at + 2 > to || bytes[at] !== cr || bytes[at + 1] !== lf) return undefined
    this.end = at + 2
    return values
  }
}

/** Where a value that goes on at `from` ends; -1 where it does not, or holds what none may. */
function endOfValue(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at + 1 < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte === cr) return bytes[at + 1] === lf ? at : -1
    if ((byte < space && byte !== tab) || byte === del) return -1
  }
  return -1
}

/** Text without the blanks around it. */
function trimmed(bytes: Buffer, from: number, to: number): string {
  let [start, end] = [from, to]
  while (start < end && isBlank(bytes[start])) start++
  while (end > start && isBlank(bytes[end - 1])) end--
  return bytes.toString('latin1', start, end)
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab
}
