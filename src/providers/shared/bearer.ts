/** How hosts of OpenAI’s format take a key. */
import type { HttpRequest } from '../../protocol/http.js'
import type { Credentials } from '../adapter.js'

/** Schemes that are the name of a header. */
const headerSchemes: ReadonlySet<string> = new Set(['api-key', 'api_key', 'x-api-key', 'x-portkey-api-key'])

/** The key as the row's scheme says: in a header of its own, else as a bearer token. */
export function withKey(request: HttpRequest, credentials: Credentials, scheme: string): HttpRequest {
  if (credentials.kind !== 'key' || !headerSchemes.has(scheme)) return withBearer(request, credentials)
  return { ...request, headers: { ...request.headers, [scheme]: credentials.key } }
}

/** The key or token as a bearer token; nothing where there is none. */
export function withBearer(request: HttpRequest, credentials: Credentials): HttpRequest {
  const token = credentials.kind === 'key' ? credentials.key : credentials.kind === 'bearer' ? credentials.token : undefined
  return token === undefined ? request : { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
}
