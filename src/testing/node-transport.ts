/** A small `Transport` on `node:http`: what tests need, with the four timers and abort of the real one. */
import { Agent, type ClientRequest, type IncomingMessage, request as send } from 'node:http'
import {
  type AbortSignalLike,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type Timers,
  type Transport,
  TransportFault,
  type TransportFaultReason,
} from '../protocol/http.js'

/** Carries `http:` requests over kept-alive connections. Does not speak TLS. */
export function createNodeTransport(): Transport {
  const agent = new Agent({ keepAlive: true })
  let closed = false
  const stream = (request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpStream> => {
    if (closed) return Promise.reject(new TransportFault('other', 'the transport is closed'))
    return new Exchange(timers, signal).open(agent, request)
  }
  return {
    stream,
    whole: async (request, timers, signal) => (await stream(request, timers, signal)).rest(),
    close: async () => {
      closed = true
      agent.destroy()
    },
  }
}

/** One request and its answer. Whatever goes wrong first is the fault that every read reports. */
class Exchange {
  readonly #timers: Timers
  readonly #signal: AbortSignalLike | undefined
  readonly #running = new Map<TransportFaultReason, NodeJS.Timeout>()
  #request: ClientRequest | undefined
  #fault: TransportFault | undefined
  #reject: ((fault: TransportFault) => void) | undefined

  constructor(timers: Timers, signal: AbortSignalLike | undefined) {
    this.#timers = timers
    this.#signal = signal
  }

  open(agent: Agent, { method, url, headers, body }: HttpRequest): Promise<HttpStream> {
    return new Promise((resolve, reject) => {
      this.#reject = reject
      if (this.#signal?.aborted) return reject(new TransportFault('aborted', 'the caller aborted before the request was sent'))
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      let request: ClientRequest
      try {
        request = send(url, { method, agent, headers: { ...headers, ...length } })
      } catch (cause) {
        return reject(new TransportFault('other', `${url}: this transport carries http: requests only, with valid headers`, { cause }))
      }
      this.#request = request
      this.#signal?.addEventListener('abort', this.#onAbort)
      this.#start('total-timeout', this.#timers.totalMs, `no whole answer from ${url}`)
      this.#start('connect-timeout', this.#timers.connectMs, `no connection to ${url}`)
      this.#start('first-byte-timeout', this.#timers.firstByteMs, `no answer from ${url}`)
      request.once('socket', (socket) =>
        socket.connecting ? socket.once('connect', () => this.#stop('connect-timeout')) : this.#stop('connect-timeout'),
      )
      request.on('error', (cause) => this.#fail(new TransportFault(reasonOf(cause), `${url}: ${cause.message}`, { cause })))
      request.once('response', (incoming) => {
        this.#stop('first-byte-timeout')
        resolve(this.#toStream(incoming, url))
      })
      request.end(body)
    })
  }

  #toStream(incoming: IncomingMessage, url: string): HttpStream {
    const status = incoming.statusCode ?? 0
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
    )
    const pieces: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]()
    const read = async () => {
      if (this.#fault !== undefined) throw this.#fault
      this.#start('idle-timeout', this.#timers.idleMs, `the answer from ${url} stood still`)
      try {
        const next = await pieces.next()
        this.#stop('idle-timeout')
        if (next.done !== true) return next.value
      } catch (cause) {
        this.#fail(new TransportFault('truncated', `the answer from ${url} broke off`, { cause }))
        throw this.#fault
      }
      this.#finish()
      return undefined
    }
    return { status, headers, read, rest: () => readRest({ status, headers, read }), cancel: () => this.#cancel() }
  }

  readonly #onAbort = () => this.#fail(new TransportFault('aborted', 'the caller aborted'))

  #cancel(): void {
    this.#finish()
    this.#fault ??= new TransportFault('aborted', 'the answer was cancelled')
    this.#request?.destroy()
  }

  #fail(fault: TransportFault): void {
    this.#fault ??= fault
    this.#finish()
    this.#reject?.(this.#fault)
    this.#request?.destroy()
  }

  #finish(): void {
    for (const reason of [...this.#running.keys()]) this.#stop(reason)
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }

  #start(reason: TransportFaultReason, ms: number | undefined, what: string): void {
    if (ms === undefined) return
    this.#running.set(
      reason,
      setTimeout(() => this.#fail(new TransportFault(reason, `${what} within ${ms} ms`)), ms),
    )
  }

  #stop(reason: TransportFaultReason): void {
    clearTimeout(this.#running.get(reason))
    this.#running.delete(reason)
  }
}

async function readRest({ status, headers, read }: Pick<HttpStream, 'status' | 'headers' | 'read'>): Promise<HttpReply> {
  const pieces: Uint8Array[] = []
  for (let piece = await read(); piece !== undefined; piece = await read()) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  return { status, headers, text: () => bytes.toString('utf8'), bytes: () => bytes }
}

const reasons: { readonly [code: string]: TransportFaultReason } = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
}

function reasonOf(cause: Error & { readonly code?: string }): TransportFaultReason {
  return reasons[cause.code ?? ''] ?? 'other'
}
