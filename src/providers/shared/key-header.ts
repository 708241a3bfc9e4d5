/** Keys in headers of a host's own. */
import type { HttpRequest } from '../../protocol/http.js'
import type { Credentials } from '../adapter.js'

/** The key or token under this header, behind the word the host wants before it; nothing where there is none. */
export function withKeyHeader(request: HttpRequest, credentials: Credentials, header: string, word = ''): HttpRequest {
  const key = credentials.kind === 'key' ? credentials.key : credentials.kind === 'bearer' ? credentials.token : undefined
  return key === undefined ? request : { ...request, headers: { ...request.headers, [header]: `${word}${key}` } }
}
