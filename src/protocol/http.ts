/** HTTP as adapters and the runtime see it, whatever carries it: sockets of ours, `fetch`, or a mock. */

/** Names in lower case. */
export type HttpHeaders = { readonly [name: string]: string }

export type HttpRequest = {
  readonly method: 'POST' | 'GET' | 'PUT' | 'DELETE'
  /** Absolute, `http:` or `https:`. */
  readonly url: string
  readonly headers: HttpHeaders
  readonly body?: string | Uint8Array
  /** The body in pieces, in the place of `body`; only for transports that take them and tell their size themselves. */
  readonly parts?: readonly Uint8Array[]
}

/** An answer read to its end. */
export type HttpReply = {
  readonly status: number
  readonly headers: HttpHeaders
  text(): string
  bytes(): Uint8Array
}

/** An answer whose body is still coming. */
export interface HttpStream {
  readonly status: number
  readonly headers: HttpHeaders
  /** The next bytes, or undefined at the end. Rejects with a {@link TransportFault}. One call at a time. */
  read(): Promise<Uint8Array | undefined>
  /** True where it is known that nothing more comes. */
  readonly ended?: boolean
  /** Reads the rest; for answers that turn out not to be a stream (errors). */
  rest(): Promise<HttpReply>
  /** Closes the connection at once. Safe to call twice and after the end. */
  cancel(): void
}

/** Milliseconds; undefined is no limit. */
export type Timers = {
  readonly connectMs: number | undefined
  /** From sending to the reply's headers. */
  readonly firstByteMs: number | undefined
  /** Between two pieces of the body. */
  readonly idleMs: number | undefined
  /** The whole attempt. */
  readonly totalMs: number | undefined
}

/** What an `AbortSignal` is, without naming one: emitted declarations must compile where no DOM or Node types are. */
export type AbortSignalLike = {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Carries requests. Never retries. Rejects with a {@link TransportFault} only. */
export interface Transport {
  /** It sends `parts` of requests. */
  readonly takesParts?: boolean
  whole(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpReply>
  stream(request: HttpRequest, timers: Timers, signal?: AbortSignalLike): Promise<HttpStream>
  /** Closes idle connections and refuses new requests. */
  close(): Promise<void>
}

export type TransportFaultReason =
  | 'connect-timeout'
  | 'first-byte-timeout'
  | 'idle-timeout'
  | 'total-timeout'
  | 'refused'
  | 'dns'
  | 'tls'
  | 'reset'
  | 'truncated'
  | 'aborted'
  | 'other'

/** No whole answer came. `reason` decides; the text is for people. */
export class TransportFault extends Error {
  readonly reason: TransportFaultReason
  constructor(reason: TransportFaultReason, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'TransportFault'
    this.reason = reason
  }
}
