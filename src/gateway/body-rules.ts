/** What the head of a request says of its body: packed bodies are refused, and bodies that nobody will read end the connection. */

import { GatewayError } from './errors.js'
import type { GatewayRequest } from './exchange.js'
import type { Route } from './route.js'

type Head = Pick<GatewayRequest, 'headers'>

/** Bytes of a body that are read and thrown away so that the connection can be used again. */
const mostDiscarded = 65_536

/** Throws a 501, 415 or 413 for a body that this route cannot take, before any of it is read. */
export function refuseBody({ headers }: Head, { body = 'json' }: Pick<Route, 'body'>, maxBytes: number): void {
  const transfer = headers['transfer-encoding']
  if (transfer !== undefined && transfer.toLowerCase() !== 'chunked')
    throw new GatewayError(501, 'invalid_request_error', 'transfer-encoding must be chunked: nothing else is taken apart here')
  // a body that is sent on as it comes is for the provider to unpack
  if (body === 'stream') return
  const packed = headers['content-encoding']?.trim().toLowerCase() ?? ''
  if (packed !== '' && packed !== 'identity')
    throw new GatewayError(415, 'invalid_request_error', 'the body is packed (content-encoding): send it as it is')
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
}

/** 413 */
export function tooLarge(): GatewayError {
  return new GatewayError(
    413,
    'invalid_request_error',
    'the request body is larger than this gateway takes (general_settings.max_request_size_mb)',
  )
}

/** True where a refused request goes on with more than is worth reading: its connection ends with the answer. */
export function isLeftUnread({ headers, raw }: Head & Pick<GatewayRequest, 'raw'>): boolean {
  if (raw.complete) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > mostDiscarded
}
