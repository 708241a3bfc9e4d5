/** Reads the head of a plain request. Whatever is not plain is read by Node's parser in its place: this one refuses nothing. */
import type { IncomingHttpHeaders } from 'node:http'

/** A head that says one thing only. */
export type PlainHead = {
  /** What stands between method and version. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Where the body begins. */
  readonly bodyFrom: number
  /** How long the body is, bytes. */
  readonly length: number
}

/** As long as Node's parser takes them, bytes. */
const longestHead = 16_384
const mostHeaders = 100
/** Control characters and tabs, bytes beyond ASCII, and ends of lines: what not all read alike. */
const odd = /[^\x20-\x7e\r\n]|\r(?!\n)|(?<!\r)\n/
/** Any other type is for Fastify to judge. */
const json = /^application\/json(?:; ?charset=utf-8)?$/i
const lengthTold = /^\d{1,10}$/
const method = 'POST '
const version = ' HTTP/1.1'
/** They change how the rest is to be read, what the client waits for, or what the answer has to say to a browser. */
const steering: ReadonlySet<string> = new Set(['transfer-encoding', 'expect', 'upgrade', 'trailer', 'proxy-connection', 'origin'])

/** Reads the heads of one connection: most differ from the one before in nothing but the length of their body. */
export class HeadReader {
  #last: PlainHead | undefined
  /** Of the last head, what stands before and behind its length. */
  #before = ''
  #behind = ''

  /**
   * The head at the beginning of `bytes`: a POST of HTTP/1.1 with a host and the length of its body, each header once and on
   * one line. Undefined for every other one, and for one that has not come whole.
   */
  read(bytes: Buffer): PlainHead | undefined {
    const end = bytes.indexOf('\r\n\r\n', 0, 'latin1')
    if (end < 0 || end > longestHead) return undefined
    const text = bytes.toString('latin1', 0, end)
    const known = this.#likeLast(text)
    if (known !== undefined) return known
    const head = readHead(text)
    if (head !== undefined) this.#keep(text, head)
    return head
  }

  #likeLast(text: string): PlainHead | undefined {
    const last = this.#last
    const [from, to] = [this.#before.length, text.length - this.#behind.length]
    if (last === undefined || !text.startsWith(this.#before) || !text.endsWith(this.#behind)) return undefined
    const told = text.slice(from, to)
    if (told === last.headers['content-length']) return last
    if (!lengthTold.test(told)) return undefined
    return {
      target: last.target,
      headers: Object.freeze({ ...last.headers, 'content-length': told }),
      bodyFrom: text.length + 4,
      length: Number(told),
    }
  }

  #keep(text: string, head: PlainHead): void {
    const found = /\r\ncontent-length: */i.exec(text)
    if (found === null) return
    const from = found.index + found[0].length
    this.#last = head
    this.#before = text.slice(0, from)
    this.#behind = text.slice(from + (head.headers['content-length']?.length ?? 0))
  }
}

function readHead(text: string): PlainHead | undefined {
  const firstLine = text.indexOf('\r\n')
  if (firstLine < 0 || !text.startsWith(method) || !text.startsWith(version, firstLine - version.length) || odd.test(text)) return undefined
  const headers = readHeaders(text, firstLine + 2)
  if (headers === undefined || headers.host === undefined || headers.host === '') return undefined
  const told = headers['content-length']
  if (told === undefined || !lengthTold.test(told) || !json.test(headers['content-type'] ?? '')) return undefined
  const target = text.slice(method.length, firstLine - version.length)
  keepForm(headers)
  return { target, headers: Object.freeze(headers), bodyFrom: text.length + 4, length: Number(told) }
}

function readHeaders(text: string, from: number): IncomingHttpHeaders | undefined {
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

/**
 * Headers without their values, one of each form that clients send. V8 forgets a form with the last object that has it, here with
 * the last connection of a client, and with it all code that was compiled for it: 10 µs a request while that is made anew.
 */
const forms = new Map<string, object>()
const mostForms = 100

function keepForm(headers: IncomingHttpHeaders): void {
  const names = Object.keys(headers)
  const key = names.join()
  if (forms.has(key)) return
  if (forms.size >= mostForms) forms.clear()
  const form: { [name: string]: string } = {}
  for (const name of names) form[name] = ''
  forms.set(key, Object.freeze(form))
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
