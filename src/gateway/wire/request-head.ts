/** Reads the head of a plain request. Whatever is not plain is read by Node's parser in its place: this one refuses nothing. */
import { HeadFacts } from '../head-facts.js'

type Headers = { readonly [name: string]: string }

/** A head that says one thing only. */
export type PlainHead = {
  /** What stands between method and version. */
  readonly target: string
  readonly facts: HeadFacts
  /** All headers; another head that is like this one may be the one that they were read of. */
  readonly headers: Headers
  /** Where the body begins. */
  readonly bodyFrom: number
  /** How long the body is, bytes, and in how many digits that is written. */
  readonly length: number
  readonly digits: number
}

/** As long as Node's parser takes them, bytes. */
const longestHead = 16_384
const mostHeaders = 100
/** Control characters and tabs, bytes beyond ASCII, and ends of lines: what not all read alike. */
const odd = /[^\x20-\x7e\r\n]|\r(?!\n)|(?<!\r)\n/
/** Any other type is for Fastify to judge. */
const json = /^application\/json(?:; ?charset=utf-8)?$/i
const lengthTold = /^\d{1,10}$/
const mostDigits = 10
const endOfHead = '\r\n\r\n'
const noBytes = Buffer.alloc(0)
const zero = 0x30
const method = 'POST '
const version = ' HTTP/1.1'
/** They change how the rest is to be read, what the client waits for, or what the answer has to say to a browser. */
const steering: ReadonlySet<string> = new Set(['transfer-encoding', 'expect', 'upgrade', 'trailer', 'proxy-connection', 'origin'])

/** Reads the heads of one connection: most differ from the one before in nothing but the length of their body. */
export class HeadReader {
  #last: PlainHead | undefined
  /** Of the last head, what stands before its length, and behind it with the empty line that ends a head. */
  #before = noBytes
  #behind = noBytes

  /**
   * The head at the beginning of `bytes`: a POST of HTTP/1.1 with a host and the length of its body, each header once and on
   * one line. Undefined for every other one, and for one that has not come whole.
   */
  read(bytes: Buffer): PlainHead | undefined {
    const known = this.#likeLast(bytes)
    if (known !== undefined) return known
    const end = bytes.indexOf(endOfHead, 0, 'latin1')
    if (end < 0 || end > longestHead) return undefined
    const text = bytes.toString('latin1', 0, end)
    const head = readHead(text)
    if (head !== undefined) this.#keep(text, head)
    return head
  }

  /** Compared whole, as bytes: a fifth of what it takes to look for the end of a head and to make a text of it. */
  #likeLast(bytes: Buffer): PlainHead | undefined {
    const last = this.#last
    const from = this.#before.length
    if (last === undefined || !isAt(bytes, 0, this.#before)) return undefined
    let to = from
    let length = 0
    for (let code = bytes[to]; isDigit(code) && to - from < mostDigits; code = bytes[++to]) length = length * 10 + code - zero
    const bodyFrom = to + this.#behind.length
    if (to === from || bodyFrom - endOfHead.length > longestHead || !isAt(bytes, to, this.#behind)) return undefined
    if (length === last.length && bodyFrom === last.bodyFrom) return last
    const { target, facts, headers } = last
    return { target, facts, headers, bodyFrom, length, digits: to - from }
  }

  #keep(text: string, head: PlainHead): void {
    const found = /\r\ncontent-length: */i.exec(text)
    if (found === null) return
    const from = found.index + found[0].length
    this.#last = head
    this.#before = Buffer.from(text.slice(0, from), 'latin1')
    this.#behind = Buffer.from(text.slice(from + head.digits) + endOfHead, 'latin1')
  }
}

function isDigit(code: number | undefined): code is number {
  return code !== undefined && code >= zero && code <= 0x39
}

/** Whether `part` stands there whole. */
function isAt(bytes: Buffer, from: number, part: Buffer): boolean {
  const to = from + part.length
  return to <= bytes.length && part.compare(bytes, from, to) === 0
}

function readHead(text: string): PlainHead | undefined {
  const firstLine = text.indexOf('\r\n')
  if (firstLine < 0 || !text.startsWith(method) || !text.startsWith(version, firstLine - version.length) || odd.test(text)) return undefined
  const headers = readHeaders(text, firstLine + 2)
  if (headers === undefined || headers.host === undefined || headers.host === '') return undefined
  const told = headers['content-length']
  if (told === undefined || !lengthTold.test(told) || !json.test(headers['content-type'] ?? '')) return undefined
  const target = text.slice(method.length, firstLine - version.length)
  const bodyFrom = text.length + endOfHead.length
  return { target, facts: new HeadFacts(headers), headers, bodyFrom, length: Number(told), digits: told.length }
}

function readHeaders(text: string, from: number): Headers | undefined {
  const headers: { [name: string]: string } = {}
  let count = 0
  for (let at = from; at < text.length; ) {
    const next = text.indexOf('\r\n', at)
    const lineEnd = next < 0 ? text.length : next
    const colon = text.indexOf(':', at)
    if (colon < 0 || colon >= lineEnd) return undefined
    const name = plainName(text.slice(at, colon))
    if (name === undefined || headers[name] !== undefined || ++count > mostHeaders) return undefined
    const value = text.slice(colon + 1, lineEnd).trim()
    if (name === 'connection' && value.toLowerCase() !== 'keep-alive') return undefined
    headers[name] = value
    at = lineEnd + 2
  }
  return headers
}

/** Names as they were written, and in lower case: clients write the same ones again and again. One more than these starts anew. */
const names = new Map<string, string>()
const mostNames = 1_000

/** The name in lower case; undefined for one that steers, or is not made of letters, digits and hyphens. */
function plainName(written: string): string | undefined {
  const known = names.get(written)
  if (known !== undefined) return known
  const name = written.toLowerCase()
  if (!/^[a-z0-9-]{1,100}$/.test(name) || steering.has(name)) return undefined
  if (names.size >= mostNames) names.clear()
  names.set(written, name)
  return name
}
