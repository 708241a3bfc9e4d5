/** What the head of a request says of its body: packed bodies are refused, and bodies that nobody will read end the connection. */

import { GatewayError } from './errors.js'
import type { GatewayRequest } from './exchange.js'
import type { HeadFacts } from './head-facts.js'
import type { Route } from './route.js'

/** Bytes of a body that are read and thrown away so that the connection can be used again. */
const mostDiscarded = 65_536

/** A request whose body is yet to come, as its head tells of it. `bodyLength`: bytes, 0 where nobody says. */
export type Announced = { readonly head: Pick<HeadFacts, 'transferCoding' | 'contentCoding'>; readonly bodyLength: number }

/** Throws a 501, 415 or 413 for a body that this route cannot take, before any of it is read. */
export function refuseBody({ head, bodyLength }: Announced, { body = 'json' }: Pick<Route, 'body'>, maxBytes: number): void {
  const { transferCoding, contentCoding } = head
  if (transferCoding !== undefined && transferCoding.toLowerCase() !== 'chunked')
    throw new GatewayError(501, 'invalid_request_error', 'transfer-encoding must be chunked: nothing else is taken apart here')
  // a body that is sent on as it comes is for the provider to unpack
  if (body === 'stream') return
  const packed = contentCoding?.trim().toLowerCase() ?? ''
  if (packed !== '' && packed !== 'identity')
    throw new GatewayError(415, 'invalid_request_error', 'the body is packed (content-encoding): send it as it is')
  if (bodyLength > maxBytes) throw tooLarge()
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
export function isLeftUnread({ headers, raw }: Pick<GatewayRequest, 'headers' | 'raw'>): boolean {
  if (raw.complete) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > mostDiscarded
}
