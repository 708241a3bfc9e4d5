/** The id under which a provider knows a request. */
import type { HttpHeaders } from '../../protocol/http.js'

const requestIdHeaders = ['x-request-id', 'request-id', 'apim-request-id', 'x-ms-request-id', 'x-amzn-requestid', 'cf-ray'] as const

/** The id to name when asking the provider about a request. */
export function requestIdOf(headers: HttpHeaders): string | null {
  for (const name of requestIdHeaders) if (headers[name] !== undefined) return headers[name]
  return null
}
