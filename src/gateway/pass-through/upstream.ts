/** The network of what is passed through: bodies flow both ways as they come, headers stay as they are, redirects are not followed. */
import type { Readable } from 'node:stream'
import { Agent } from 'undici'
import { GatewayError } from '../errors.js'

/** A request as it is sent. */
export type UpstreamRequest = {
  /** Who is asked, for messages. */
  readonly name: string
  readonly method: string
  /** Absolute. Sent as it is written. */
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array | string | Readable | null
  /** Ends the request wherever it is. */
  readonly signal: AbortSignal
}

/** An answer whose body is still coming; it has to be read or destroyed. */
export type UpstreamAnswer = {
  readonly status: number
  /** As they came: one that came twice is a list. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly body: Readable
}

export interface Upstream {
  /** Rejects with a {@link GatewayError}: 502 where nobody answers, 504 where the answer does not begin in time, 400 for what cannot be sent. */
  send(request: UpstreamRequest): Promise<UpstreamAnswer>
  close(): Promise<void>
}

/** To connect, milliseconds. */
const connectMs = 10_000

export type UpstreamOptions = {
  readonly sslVerify: boolean
  /** Until an answer begins, and between two pieces of it, milliseconds. */
  readonly silenceMs: number
}

/** Connections are made with the first request. */
export function createUpstream({ sslVerify, silenceMs }: UpstreamOptions): Upstream {
  const connect = { timeout: connectMs, rejectUnauthorized: sslVerify }
  const agent = new Agent({ connect, headersTimeout: silenceMs, bodyTimeout: silenceMs, pipelining: 1 })
  return {
    send: (request) => send(agent, request),
    close: () => agent.close(),
  }
}

async function send(agent: Agent, { name, method, url, headers, body, signal }: UpstreamRequest): Promise<UpstreamAnswer> {
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/?]*)(.*)$/i.exec(url) ?? []
  try {
    // undici sends any token as a method; its type lists the usual ones
    const answer = await agent.request({
      origin,
      path: path.startsWith('/') ? path : `/${path}`,
      method: method as 'GET',
      headers: { ...headers },
      body,
      signal,
    })
    return { status: answer.statusCode, headers: answer.headers, body: answer.body }
  } catch (error) {
    throw toGatewayError(error, name)
  }
}

/** 502 */
export function tooLong(name: string): GatewayError {
  return new GatewayError(502, 'upstream_error', `${name}: the answer is longer than is read of one`)
}

/** What stopped a request, in words that name no address: it may hold a secret. */
export function toGatewayError(error: unknown, name: string): GatewayError {
  if (error instanceof GatewayError) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'UND_ERR_ABORTED' || (error instanceof Error && error.name === 'AbortError'))
    return new GatewayError(499, 'aborted', 'the caller hung up')
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return new GatewayError(504, 'timeout', `${name}: no answer came in time (${code})`)
  if (code === 'UND_ERR_INVALID_ARG')
    return new GatewayError(400, 'invalid_request_error', `${name}: the request cannot be sent on as it is`)
  return new GatewayError(
    502,
    'api_connection_error',
    `${name}: the connection failed${code === '' ? '' : ` (${code})`}. Check its address, and that it can be reached from here`,
  )
}
