/** What of a caller's request goes on: its body, and headers and query without the key by which it was let in. */
import type { Readable } from 'node:stream'
import { readKey } from '../read-key.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { sentHeaders } from './headers.js'
import { sentQuery } from './location.js'
import { bodyOf, limited } from './read-body.js'

/** The body as it comes, unread. */
export function streamed(call: GatewayCall): Readable | null {
  const body = bodyOf(call.request)
  return body === undefined ? null : limited(body, call.serving.settings.maxStreamBytes)
}

/** A body that is not touched is as long as its sender said. */
export function lengthOf({ request }: GatewayCall, body: Uint8Array | Readable | null): { readonly [name: string]: string } {
  const length = request.headers['content-length']
  return body === null || body instanceof Uint8Array || length === undefined ? {} : { 'content-length': length }
}

/** The caller's headers without its key. */
export function callerHeaders(call: GatewayCall, more?: string): { readonly [name: string]: string } {
  const { keyHeader } = call.serving.settings
  return sentHeaders(call.request.headers, presentedKey(call, more), [keyHeader, more])
}

/** The caller's query without its key: Google's clients send it as `key`. */
export function callerQuery(
  call: GatewayCall,
  query: string,
  { keyHeader, defaults = {} }: { readonly keyHeader?: string | undefined; readonly defaults?: { readonly [name: string]: string } } = {},
): string {
  const key = presentedKey(call, keyHeader)
  const isGoogle = isGoogles(call)
  return sentQuery(query, (name, value) => (isGoogle && name === 'key') || (key !== undefined && value.includes(key)), defaults)
}

/** Shorter words may stand anywhere: where no key is needed, clients present one like `x`. */
const leastLength = 8

/** The key by which the caller was let in, or would have been; `own` is a header beside the usual ones. */
function presentedKey(call: GatewayCall, own?: string): string | undefined {
  const { request, serving, identity } = call
  const query = isGoogles(call) && isObject(request.query) && typeof request.query.key === 'string' ? request.query.key : undefined
  const key = readKey(request.headers, { only: serving.settings.keyHeader, query, own })
  return identity.kind === 'open' && key !== undefined && key.length < leastLength ? undefined : key
}

/** True on routes that Google's clients call, whatever spelling of them was asked for. */
function isGoogles({ request }: GatewayCall): boolean {
  return /^\/(gemini|vertex)/.test(request.routeOptions.url ?? '')
}
