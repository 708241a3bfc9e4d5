/** The one way most hosts take a key. */
import type { HttpRequest } from '../../protocol/http.js'
import type { Credentials } from '../adapter.js'

/** The key or token as a bearer token; nothing where there is none. */
export function withBearer(request: HttpRequest, credentials: Credentials): HttpRequest {
  const token = credentials.kind === 'key' ? credentials.key : credentials.kind === 'bearer' ? credentials.token : undefined
  return token === undefined ? request : { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
}
