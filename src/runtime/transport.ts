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
} from '../protocol/http.js'
import { Exchange } from './exchange.js'
import { StreamSink, WholeSink } from './http-sinks.js'
import { transportFault } from './transport-faults.js'

export type TransportOptions = {
  /** False accepts any certificate (`litellm_settings.ssl_verify: false`). Default true. */
  readonly sslVerify?: boolean
}

/** Upper limit of a connect, milliseconds; a call's own `connectMs` is usually far below. */
const maxConnectMs = 120_000

/** A transport of its own pools. `close()` ends it. */
export function createTransport(options: TransportOptions = {}): Transport {
  return new PooledTransport(options)
}

type Address = { readonly pool: Pool; readonly origin: string; readonly path: string }

class PooledTransport implements Transport {
  readonly #options: Pool.Options
  readonly #pools = new Map<string, Pool>()
  #closed = false

  constructor(options: TransportOptions) {
    this.#options = { connect: { timeout: maxConnectMs, rejectUnauthorized: options.sslVerify !== false }, pipelining: 1 }
  }

  whole(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      const address = this.#start(request, signal, reject)
      if (address === undefined) return
      send(address, request, timers, new Exchange(address.origin, timers, signal, new WholeSink({ resolve, reject })))
    })
  }

  stream(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpStream> {
    return new Promise((resolve, reject) => {
      const address = this.#start(request, signal, reject)
      if (address === undefined) return
      const sink = new StreamSink({ resolve, reject })
      const exchange = new Exchange(address.origin, timers, signal, sink)
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
    if (this.#closed) {
      reject(new TransportFault('other', `${origin}: the client is closed`))
      return undefined
    }
    if (signal?.aborted) {
      reject(transportFault('aborted', origin, signal.reason))
      return undefined
    }
    try {
      return { pool: this.#poolOf(origin), origin, path: slash === -1 ? '/' : url.slice(slash) }
    } catch (error) {
      reject(new TransportFault('other', `"${origin}" is not an http or https address`, { cause: error }))
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

function send(address: Address, request: HttpRequest, timers: Timers, exchange: Exchange): void {
  const options: Dispatcher.DispatchOptions = {
    origin: address.origin,
    path: address.path,
    method: request.method,
    headers: request.headers,
    body: request.body ?? null,
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
