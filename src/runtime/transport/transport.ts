/** Carries requests over undici: one keep-alive pool per origin, made on first use. Never retries, never follows redirects. */
import { type Dispatcher, Pool } from 'undici'
import {
  type AbortSignalLike,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type Timers,
  type Transport,
  TransportFault,
} from '../../protocol/http.js'
import { Exchange } from './exchange.js'
import { StreamSink, WholeSink } from './http-sinks.js'
import { maxReplyBytes } from './reply-limit.js'
import { transportFault } from './transport-faults.js'

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

/**
 * Upper limit of a connect, milliseconds; a call's own `connectMs` is at most that. undici cannot be told to stop
 * connecting, so this is also how long a process may live on after a call was aborted while it connected.
 */
const maxConnectMs = 10_000

/** A transport of its own pools. `close()` ends it. */
export function createTransport(options: TransportOptions = {}): Transport {
  return new PooledTransport(options)
}

/** `host` is the origin as messages show it: without a user name and password. */
type Address = { readonly pool: Pool; readonly origin: string; readonly host: string; readonly path: string }

class PooledTransport implements Transport {
  readonly takesParts = true
  readonly #options: Pool.Options
  readonly #pools = new Map<string, Pool>()
  #closed = false

  constructor(options: TransportOptions) {
    const { sslVerify, lookup } = options
    const connect = { timeout: maxConnectMs, rejectUnauthorized: sslVerify !== false, ...(lookup !== undefined && { lookup }) }
    this.#options = { connect, pipelining: 1 }
  }

  whole(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      const address = this.#start(request, signal, reject)
      if (address === undefined) return
      const sink = new WholeSink({ resolve, reject })
      send(address, request, timers, new Exchange(address.host, timers, signal, sink, maxReplyBytes))
    })
  }

  stream(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpStream> {
    return new Promise((resolve, reject) => {
      const address = this.#start(request, signal, reject)
      if (address === undefined) return
      const sink = new StreamSink(address.host, { resolve, reject })
      const exchange = new Exchange(address.host, timers, signal, sink)
      sink.attach(exchange)
      send(address, request, timers, exchange)
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.close()))
  }

  #start(request: HttpRequest, signal: AbortSignalLike | undefined, reject: (fault: TransportFault) => void): Address | undefined {
    const { url } = request
    const slash = url.indexOf('/', url.indexOf('://') + 3)
    const origin = slash === -1 ? url : url.slice(0, slash)
    const host = withoutLogin(origin)
    if (this.#closed) {
      reject(new TransportFault('other', `${host}: the client is closed`))
      return undefined
    }
    if (signal?.aborted) {
      reject(transportFault('aborted', host, signal.reason))
      return undefined
    }
    try {
      return { pool: this.#poolOf(origin), origin, host, path: slash === -1 ? '/' : url.slice(slash) }
    } catch (error) {
      reject(new TransportFault('other', `"${host}" is not an http or https address`, { cause: error }))
      return undefined
    }
  }

  #poolOf(origin: string): Pool {
    const known = this.#pools.get(origin)
    if (known !== undefined) return known
    const pool = new Pool(origin, this.#options)
    this.#pools.set(origin, pool)
    return pool
  }
}

/** `http://user:password@host` as `http://host`. */
function withoutLogin(origin: string): string {
  const login = origin.lastIndexOf('@')
  return login === -1 ? origin : origin.slice(0, origin.indexOf('://') + 3) + origin.slice(login + 1)
}

function send(address: Address, request: HttpRequest, timers: Timers, exchange: Exchange): void {
  const options: Dispatcher.DispatchOptions = {
    origin: address.origin,
    path: address.path,
    method: request.method,
    headers: request.headers,
    // undici sends any iterable of bytes; its types name only some.
    body: request.body ?? (request.parts as Uint8Array | undefined) ?? null,
    // Zero is undici's word for no limit. Its timers above a second are coarse: they fire up to half a second late.
    headersTimeout: timers.firstByteMs ?? 0,
    bodyTimeout: timers.idleMs ?? 0,
  }
  try {
    address.pool.dispatch(options, exchange)
    exchange.armConnect()
  } catch (error) {
    exchange.fail(error)
  }
}
