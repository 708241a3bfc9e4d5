/** Carries requests over HTTP/1.1: one keep-alive pool per origin, made on first use. Never retries, never follows redirects. */
import {
  type AbortSignalLike,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type Timers,
  type Transport,
  TransportFault,
} from '../../protocol/http.js'
import { Exchange, type Sending } from './exchange.js'
import { StreamSink, WholeSink } from './http-sinks.js'
import { type ConnectOptions, Http1Pool } from './http1-pool.js'
import { maxReplyBytes } from './reply-limit.js'
import { bodyBytes, headText, mayStay } from './request-text.js'
import { toTransportFault, transportFault } from './transport-faults.js'

export type TransportOptions = {
  /** False accepts any certificate (`litellm_settings.ssl_verify: false`). Default true. */
  readonly sslVerify?: boolean
  /** Resolves host names in the place of the system's own way; see `public-transport.ts`. */
  readonly lookup?: Lookup
}

/** As `net.connect` calls it, without naming Node's types. */
export type Lookup = (
  host: string,
  options: { readonly all?: boolean | undefined },
  found: (error: Error | null, address: string | { address: string; family: number }[], family?: number) => void,
) => void

/** Upper limit of a connect, milliseconds; a call's own `connectMs` is at most that. */
const maxConnectMs = 10_000

/** A transport of its own pools. `close()` ends it. */
export function createTransport(options: TransportOptions = {}): Transport {
  return new PooledTransport(options)
}

class PooledTransport implements Transport {
  readonly takesParts = true
  readonly #options: ConnectOptions
  readonly #pools = new Map<string, Http1Pool>()
  #closed = false

  constructor(options: TransportOptions) {
    const { sslVerify, lookup } = options
    this.#options = { timeout: maxConnectMs, rejectUnauthorized: sslVerify !== false, ...(lookup !== undefined && { lookup }) }
  }

  whole(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      const pool = this.#poolFor(request, signal, reject)
      if (pool === undefined) return
      const sending = toSend(request, pool, timers, signal, reject)
      if (sending === undefined) return
      pool.dispatch(new Exchange(pool, sending, new WholeSink({ resolve, reject }), maxReplyBytes))
    })
  }

  stream(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpStream> {
    return new Promise((resolve, reject) => {
      const pool = this.#poolFor(request, signal, reject)
      if (pool === undefined) return
      const sending = toSend(request, pool, timers, signal, reject)
      if (sending === undefined) return
      const sink = new StreamSink(pool.host, { resolve, reject })
      const exchange = new Exchange(pool, sending, sink, Number.POSITIVE_INFINITY)
      sink.attach(exchange)
      pool.dispatch(exchange)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.close()))
  }

  #poolFor(request: HttpRequest, signal: AbortSignalLike | undefined, reject: Reject): Http1Pool | undefined {
    const origin = request.url.slice(0, pathAt(request.url))
    if (this.#closed) {
      reject(new TransportFault('other', `${withoutLogin(origin)}: the client is closed`))
      return undefined
    }
    if (signal?.aborted) {
      reject(transportFault('aborted', withoutLogin(origin), signal.reason))
      return undefined
    }
    try {
      return this.#poolOf(origin, request.headers.host)
    } catch (error) {
      reject(new TransportFault('other', `"${withoutLogin(origin)}" is not an http or https address`, { cause: error }))
      return undefined
    }
  }

  /** Another host header means another certificate, so it has connections of its own. */
  #poolOf(origin: string, hostHeader: string | undefined): Http1Pool {
    const key = hostHeader === undefined ? origin : `${origin} ${hostHeader}`
    const known = this.#pools.get(key)
    if (known !== undefined) return known
    // A pool that is not used any more is forgotten: addresses may come from strangers.
    const pool = new Http1Pool({ origin, host: withoutLogin(origin), hostHeader }, this.#options, () => void this.#pools.delete(key))
    this.#pools.set(key, pool)
    return pool
  }
}

type Reject = (fault: TransportFault) => void

/** What goes out; undefined, and `reject` called, where it cannot. */
function toSend(
  request: HttpRequest,
  pool: Http1Pool,
  timers: Timers,
  signal: AbortSignalLike | undefined,
  reject: Reject,
): Sending | undefined {
  const at = pathAt(request.url)
  try {
    const bytes = bodyBytes(request)
    const head = headText(request, at === request.url.length ? '/' : request.url.slice(at), pool.lines, bytes)
    return { request, head, bytes, mayStay: mayStay(request, pool.lines, bytes), timers, signal }
  } catch (error) {
    reject(toTransportFault(error, pool.host, 'connecting'))
    return undefined
  }
}

/** Where the path of an address begins; its length where there is none. */
function pathAt(url: string): number {
  const slash = url.indexOf('/', url.indexOf('://') + 3)
  return slash === -1 ? url.length : slash
}

/** `http://user:password@host` as `http://host`. */
function withoutLogin(origin: string): string {
  const login = origin.lastIndexOf('@')
  return login === -1 ? origin : origin.slice(0, origin.indexOf('://') + 3) + origin.slice(login + 1)
}
