/** Headers as the lines that they are on the wire: most are the same in answer after answer, and are put together as text. */
import type { RawAnswer } from './exchange.js'
import { WireAnswer } from './wire/wire-answer.js'

const unsafe = /[^\t\x20-\x7e]/
const eachUnsafe = /[^\t\x20-\x7e]/g
const longestValue = 4_096

/** One header as a line; '' for one without a value. */
export function lineOf(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `${name}: ${safeValue(value)}\r\n`
}

/** What can be sent of a value: ASCII without control characters, since Node may write others in two encodings. */
export function safeValue(value: string): string {
  if (isSafe(value)) return value
  const safe = value.replace(eachUnsafe, '?')
  return safe.length > longestValue ? safe.slice(0, longestValue) : safe
}

/** So many characters are looked at one by one faster than by an expression. */
const few = 64

function isSafe(value: string): boolean {
  if (value.length > few) return value.length <= longestValue && !unsafe.test(value)
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09) || code > 0x7e) return false
  }
  return true
}

/** Names and values in turn. */
export function listOf(lines: string): string[] {
  const list: string[] = []
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(': ')
    if (colon > 0) list.push(line.slice(0, colon), line.slice(colon + 2))
  }
  return list
}

/** Values by name. */
export function mapOf(lines: string): { [name: string]: string } {
  const list = listOf(lines)
  const headers: { [name: string]: string } = {}
  for (let at = 0; at < list.length; at += 2) headers[list[at] ?? ''] = list[at + 1] ?? ''
  return headers
}

/** Begins an answer with these lines. `length` is that of the body in bytes; undefined where it is not known yet. */
export function writeLines(raw: RawAnswer, status: number, lines: string, length?: number): void {
  if (raw instanceof WireAnswer) raw.writeLines(status, lines, length)
  else raw.writeHead(status, listOf(length === undefined ? lines : `${lines}content-length: ${length}\r\n`))
}
