/** Carries requests over `globalThis.fetch`, where there is no undici. Never retries, never follows redirects. */
import {
  type AbortSignalLike,
  type HttpHeaders,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type Timers,
  type Transport,
  TransportFault,
  type TransportFaultReason,
} from '../../protocol/http.js'
import { FetchExchange } from './fetch-exchange.js'
import { maxReplyBytes, tooLarge } from './reply-limit.js'

export type TransportOptions = {
  /** `litellm_settings.ssl_verify`. False throws: `fetch` always checks certificates. Default true. */
  readonly sslVerify?: boolean
}

/**
 * A transport over `fetch`. `connectMs` has no effect of its own: `fetch` does not tell when it is connected, so
 * connecting counts towards the first byte and the whole.
 */
export function createFetchTransport({ sslVerify }: TransportOptions = {}): Transport {
  if (sslVerify === false) {
    throw new Error(
      'ssl_verify is false, but fetch always checks certificates: take the setting out of the config, give the host a certificate that this platform trusts, or use the client over llmgen/runtime',
    )
  }
  return new FetchTransport()
}

class FetchTransport implements Transport {
  #closed = false

  async whole(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpReply> {
    return (await this.stream(request, timers, signal)).rest()
  }

  async stream(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpStream> {
    const { url, host } = addressOf(request.url)
    if (this.#closed) throw new TransportFault('other', `${host}: the client is closed`)
    if (signal?.aborted) throw await faultOf('aborted', host, signal.reason)
    if (!/^https?:$/.test(url.slice(0, url.indexOf('/')))) throw new TransportFault('other', `"${host}" is not an http or https address`)
    const headers = toFetchHeaders(request.headers, host)
    const exchange = new FetchExchange(host, timers, signal)
    const response = await exchange.send(url, { method: request.method, headers, body: request.body ?? null, redirect: 'manual' })
    return new FetchStream(response, exchange, host)
  }

  async close(): Promise<void> {
    this.#closed = true
  }
}

/** The words of faults are imported with the first one. */
async function faultOf(reason: TransportFaultReason, host: string, cause: unknown): Promise<TransportFault> {
  return (await import('./transport-faults.js')).transportFault(reason, host, cause)
}

/** The address without user name and password, which `fetch` refuses, and its origin as messages show it. */
function addressOf(address: string): { readonly url: string; readonly host: string } {
  const start = address.indexOf('://') + 3
  const slash = address.indexOf('/', start)
  const end = slash === -1 ? address.length : slash
  const host = address.slice(0, start) + address.slice(Math.max(start, address.lastIndexOf('@', end) + 1), end)
  return { url: host + address.slice(end), host }
}

/** One by one, so that a value that cannot be sent is named without being shown. */
function toFetchHeaders(headers: HttpHeaders, host: string): Headers {
  const made = new Headers()
  for (const name of Object.keys(headers)) {
    try {
      made.append(name, headers[name] ?? '')
    } catch {
      throw new TransportFault('other', `${host}: the exchange failed (invalid ${name} header)`)
    }
  }
  return made
}

class FetchStream implements HttpStream {
  readonly status: number
  readonly #response: Response
  readonly #exchange: FetchExchange
  readonly #host: string
  #headers: HttpHeaders | undefined

  constructor(response: Response, exchange: FetchExchange, host: string) {
    this.status = response.status
    this.#response = response
    this.#exchange = exchange
    this.#host = host
  }

  get headers(): HttpHeaders {
    if (this.#headers !== undefined) return this.#headers
    const headers: Record<string, string> = Object.create(null)
    this.#response.headers.forEach((value, name) => {
      headers[name] = value
    })
    this.#headers = headers
    return headers
  }

  read(): Promise<Uint8Array | undefined> {
    return this.#exchange.read()
  }

  async rest(): Promise<HttpReply> {
    const parts: Uint8Array[] = []
    let size = 0
    for (let bytes = await this.read(); bytes !== undefined; bytes = await this.read()) {
      parts.push(bytes)
      size += bytes.length
      if (size <= maxReplyBytes) continue
      this.cancel()
      throw await faultOf('other', this.#host, tooLarge(maxReplyBytes))
    }
    const body = joined(parts, size)
    return { status: this.status, headers: this.headers, text: () => new TextDecoder().decode(body), bytes: () => body }
  }

  cancel(): void {
    this.#exchange.hangUp()
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
