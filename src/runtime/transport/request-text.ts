/** The head of a request as it goes over the wire, and the check that nothing in it can be taken for something else. */
import type { HttpHeaders, HttpRequest } from '../../protocol/http.js'
import { WireError } from './wire-error.js'

const badInPath = /[^\x21-\xff]/
const badInValue = /[^\t\x20-\x7e\x80-\xff]/
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Methods whose requests have a body; one that has none says so. */
const expectBody: ReadonlySet<string> = new Set(['POST', 'PUT'])

/**
 * The lines of the headers of the last request. Requests of one deployment have the same headers one after the other, and to see that
 * costs a third of writing and checking them.
 */
export class HeaderLines {
  readonly #host: string
  readonly #names: string[] = []
  readonly #values: string[] = []
  #text = ''
  #length: string | undefined
  #closes = false

  /** `host` is what the header of that name says, unless a request has its own. */
  constructor(host: string) {
    this.#host = host
  }

  /** Throws a {@link WireError} for a header that cannot be sent; it names the header and never its value. */
  of(headers: HttpHeaders): string {
    if (!this.#isKnown(headers)) this.#learn(headers)
    return this.#text
  }

  /** What the headers that were asked for last say of `content-length`. */
  get length(): string | undefined {
    return this.#length
  }

  /** The headers that were asked for last want the connection closed behind the answer. */
  get closes(): boolean {
    return this.#closes
  }

  #isKnown(headers: HttpHeaders): boolean {
    if (this.#text === '') return false
    let at = 0
    for (const name in headers) {
      if (this.#names[at] !== name || this.#values[at] !== headers[name]) return false
      at++
    }
    return at === this.#names.length
  }

  #learn(headers: HttpHeaders): void {
    this.#text = ''
    this.#names.length = 0
    this.#values.length = 0
    this.#length = undefined
    this.#closes = false
    let host: string | undefined
    let lines = ''
    for (const [name, value] of Object.entries(headers)) {
      this.#names.push(name)
      this.#values.push(value)
      if (value === undefined) continue
      const known = checked(name, value)
      if (known === 'host') host = once(name, host, value)
      else if (known === 'content-length') this.#length = once(name, this.#length, value)
      else if (known === 'connection') this.#closes = /(?:^|,)\s*close\s*(?:,|$)/i.test(value)
      else lines += `${name}: ${value}\r\n`
    }
    this.#text = `host: ${host ?? this.#host}\r\nconnection: ${this.#closes ? 'close' : 'keep-alive'}\r\n${lines}`
  }
}

/** The name in lower case of a header that may be sent. */
function checked(name: string, value: string): string {
  const lower = name.toLowerCase()
  if (!headerName.test(lower)) throw invalid('invalid header key')
  if (typeof value !== 'string' || badInValue.test(value)) throw invalid(`invalid ${name} header`)
  if (lower === 'transfer-encoding' || lower === 'keep-alive' || lower === 'upgrade') throw invalid(`invalid ${lower} header`)
  if (lower === 'content-length' && !/^\d+$/.test(value)) throw invalid('invalid content-length header')
  if (lower === 'expect') throw new WireError('UND_ERR_NOT_SUPPORTED', 'expect header not supported')
  return lower
}

function once(name: string, known: string | undefined, value: string): string {
  if (known !== undefined) throw invalid(`duplicate ${name.toLowerCase()} header`)
  return value
}

function invalid(message: string): WireError {
  return new WireError('UND_ERR_INVALID_ARG', message)
}

/** The whole head, with the empty line behind it; `bytes` is the size of the body. Throws a {@link WireError} for what cannot be sent. */
export function headText(request: HttpRequest, path: string, lines: HeaderLines, bytes: number): string {
  if (badInPath.test(path)) throw invalid('invalid request path')
  const head = `${request.method} ${path} HTTP/1.1\r\n${lines.of(request.headers)}`
  if (lines.length !== undefined && bytes > 0 && Number(lines.length) !== bytes)
    throw new WireError('UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'Request body length does not match content-length header')
  if (bytes > 0 || expectBody.has(request.method)) return `${head}content-length: ${bytes}\r\n\r\n`
  return `${head}\r\n`
}

/** Whether the connection may carry another request: a server may take a body that it does not expect for the next one. */
export function mayStay(request: HttpRequest, lines: HeaderLines, bytes: number): boolean {
  return !lines.closes && (bytes === 0 || expectBody.has(request.method))
}

/** How many bytes the body of a request has. */
export function bodyBytes({ body, parts }: HttpRequest): number {
  if (body !== undefined) return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
  let bytes = 0
  if (parts !== undefined) for (const part of parts) bytes += part.byteLength
  return bytes
}
