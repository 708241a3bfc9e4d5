/**
 * Reads the plain part of YAML that nearly every config keeps to: block maps and lists of one-line values. Anything else is left to
 * `yaml-tree.ts`, whose results it equals (a test compares the two); loading the whole parser costs more than the rest of `check`.
 */
import type { Entry, ListNode, MapNode, Node, Span } from './source.js'
import { readPlain } from './yaml-scalar.js'

/** A line with content: `from` and `to` are offsets of its text, without indentation, comment and trailing blanks. */
type Line = { indent: number; from: number; readonly to: number }

/** Thrown to leave the file to the whole parser; never seen outside this module. */
const beyond = Symbol('beyond the plain part')

type Reader = { readonly text: string; readonly file: number; readonly lines: readonly Line[]; next: number; depth: number }

const key = /(?:([A-Za-z_][\w.\-/]*)|"([^"\\]*)"|'([^']*)'):(?=[ \n]|$)/y
/** Text that needs no quotes: no indicator at its start, no `: ` and no ` #` inside. */
const plainText = /(?:[A-Za-z0-9_./$<(+~]|-(?=[^\s-]))(?:[^\s:#]|:(?=[^\s])|(?<=\S)#| +(?=[^\s#]))*/y
const quoted = /"([^"\\]*)"|'([^']*)'/y
/** Inside brackets, where `,` and `]` end a text. */
const flowText = /[A-Za-z0-9_./](?:[\w./$-])*/y

/** The root of `text` as source number `file`, or undefined where the text goes beyond the plain part. */
export function readPlainBlocks(text: string, file: number): MapNode | undefined {
  if (/[^\n\x20-\x7e\xa0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text)) return undefined
  try {
    const reader: Reader = { text, file, lines: contentLines(text), next: 0, depth: 0 }
    const first = reader.lines[0]
    if (first === undefined || first.indent !== 0) return undefined
    const root = readMap(reader, 0)
    return reader.next === reader.lines.length ? root : undefined
  } catch (problem) {
    if (problem === beyond) return undefined
    throw problem
  }
}

function contentLines(text: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    let from = start
    while (from < end && text.charCodeAt(from) === 32) from++
    let to = end
    while (to > from && text.charCodeAt(to - 1) === 32) to--
    if (from < to && text.charCodeAt(from) !== 35) lines.push({ indent: from - start, from, to })
    start = end + 1
  }
  return lines
}

function readMap(reader: Reader, indent: number): MapNode {
  if (++reader.depth > 50) throw beyond
  const entries = new Map<string, Entry>()
  const start = reader.lines[reader.next]?.from ?? 0
  let end = start
  for (let line = reader.lines[reader.next]; line !== undefined && line.indent >= indent; line = reader.lines[reader.next]) {
    if (line.indent > indent || isItem(reader, line)) {
      if (line.indent === indent && entries.size > 0) break
      throw beyond
    }
    const entry = readEntry(reader, line)
    if (entries.has(entry.key)) throw beyond
    entries.set(entry.key, entry)
    end = entry.value.at.end
  }
  reader.depth--
  return { kind: 'map', entries, at: { file: reader.file, start, end } }
}

function readEntry(reader: Reader, line: Line): Entry {
  const found = matchAt(key, reader.text, line.from)
  if (found === undefined) throw beyond
  const name = found[1] ?? found[2] ?? found[3] ?? ''
  if (name.includes('\n') || (found[1] !== undefined && readPlainText(name) !== name)) throw beyond
  const keyAt = spanOf(reader, line.from, line.from + found[0].length - 1)
  const value = skipBlanks(reader.text, line.from + found[0].length, line.to)
  reader.next++
  if (value < line.to && reader.text.charCodeAt(value) !== 35)
    return { key: name, keyAt, value: readOneLine(reader, value, line.to, line.indent) }
  return { key: name, keyAt, value: readBlock(reader, line.indent) }
}

/** The block under a key at `indent`; a list may stand at the same indentation. A key without value is left to the whole parser. */
function readBlock(reader: Reader, indent: number): Node {
  const line = reader.lines[reader.next]
  if (line === undefined || line.indent < indent) throw beyond
  if (isItem(reader, line)) return readList(reader, line.indent)
  if (line.indent === indent) throw beyond
  return readMap(reader, line.indent)
}

function readList(reader: Reader, indent: number): ListNode {
  if (++reader.depth > 50) throw beyond
  const items: Node[] = []
  const start = reader.lines[reader.next]?.from ?? 0
  let end = start
  for (let line = reader.lines[reader.next]; line !== undefined && line.indent >= indent; line = reader.lines[reader.next]) {
    if (line.indent > indent) throw beyond
    if (!isItem(reader, line)) break
    const item = readItem(reader, line)
    items.push(item)
    end = item.at.end
  }
  reader.depth--
  return { kind: 'list', items, at: spanOf(reader, start, end) }
}

/** What follows `- ` is read as a line of its own, indented by the dash. */
function readItem(reader: Reader, line: Line): Node {
  const from = skipBlanks(reader.text, line.from + 1, line.to)
  const first = reader.text.charCodeAt(from)
  if (from === line.to || first === 35) throw beyond
  const { indent } = line
  line.indent += from - line.from
  line.from = from
  if (isItem(reader, line)) throw beyond
  if (matchAt(key, reader.text, from) !== undefined) return readMap(reader, line.indent)
  reader.next++
  return readOneLine(reader, from, line.to, indent)
}

function isItem({ text }: Reader, line: Line): boolean {
  return text.charCodeAt(line.from) === 45 && (line.from + 1 === line.to || text.charCodeAt(line.from + 1) === 32)
}

/** A value on the line of its key or dash. A deeper line after it would continue it. */
function readOneLine(reader: Reader, from: number, to: number, indent: number): Node {
  const { node, end } = readValue(reader, from)
  const rest = skipBlanks(reader.text, end, to)
  if (rest < to && (rest === end || reader.text.charCodeAt(rest) !== 35)) throw beyond
  const after = reader.lines[reader.next]
  if (after !== undefined && after.indent > indent) throw beyond
  return node
}

type Read = { readonly node: Node; readonly end: number }

function readValue(reader: Reader, from: number): Read {
  const first = reader.text[from]
  if (first === '[' || first === '{') return readFlow(reader, from)
  if (first === '"' || first === "'") return readQuoted(reader, from)
  return readText(reader, from, plainText)
}

function readText(reader: Reader, from: number, pattern: RegExp): Read {
  const found = matchAt(pattern, reader.text, from)
  if (found === undefined) throw beyond
  const end = from + found[0].length
  return { node: { kind: 'scalar', value: readPlainText(found[0]), at: spanOf(reader, from, end) }, end }
}

function readQuoted(reader: Reader, from: number): Read {
  const found = matchAt(quoted, reader.text, from)
  const value = found?.[1] ?? found?.[2]
  // A text over several lines folds; two single quotes are one.
  if (found === undefined || value === undefined || value.includes('\n')) throw beyond
  const end = from + found[0].length
  if (reader.text[end] === "'" || reader.text[end] === '"') throw beyond
  return { node: { kind: 'scalar', value, at: spanOf(reader, from, end) }, end }
}

/** `[a, "b"]` and `{ "a": b }` on one line. */
function readFlow(reader: Reader, from: number): Read {
  if (++reader.depth > 50) throw beyond
  const list = reader.text[from] === '['
  const items: Node[] = []
  const entries = new Map<string, Entry>()
  let at = skipBlanks(reader.text, from + 1, reader.text.length)
  const close = list ? ']' : '}'
  while (reader.text[at] !== close) {
    const read = list ? readFlowValue(reader, at) : readFlowEntry(reader, at, entries)
    if (list) items.push(read.node)
    at = skipBlanks(reader.text, read.end, reader.text.length)
    if (reader.text[at] === ',') at = skipBlanks(reader.text, at + 1, reader.text.length)
    else if (reader.text[at] !== close) throw beyond
  }
  reader.depth--
  const span = spanOf(reader, from, at + 1)
  return { node: list ? { kind: 'list', items, at: span } : { kind: 'map', entries, at: span }, end: at + 1 }
}

function readFlowEntry(reader: Reader, from: number, entries: Map<string, Entry>): Read {
  const found = matchAt(key, reader.text, from)
  const name = found?.[1] ?? found?.[2] ?? found?.[3]
  if (found === undefined || name === undefined || name.includes('\n') || entries.has(name)) throw beyond
  if (found[1] !== undefined && readPlainText(name) !== name) throw beyond
  const read = readFlowValue(reader, skipBlanks(reader.text, from + found[0].length, reader.text.length))
  entries.set(name, { key: name, keyAt: spanOf(reader, from, from + found[0].length - 1), value: read.node })
  return read
}

function readFlowValue(reader: Reader, from: number): Read {
  const first = reader.text[from]
  if (first === '[' || first === '{') return readFlow(reader, from)
  return first === '"' || first === "'" ? readQuoted(reader, from) : readText(reader, from, flowText)
}

/** A number too large to be exact deserves a warning, which the whole parser gives. */
function readPlainText(text: string): string | number | boolean | null {
  const read = readPlain(text)
  if (!('value' in read) || read.inexact) throw beyond
  return read.value
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from
  while (at < to && text.charCodeAt(at) === 32) at++
  return at
}

function spanOf({ file }: Reader, start: number, end: number): Span {
  return { file, start, end }
}
