/** Headers of a provider request: later ones win, names in lower case. */
import type { HttpHeaders } from '../../protocol/http.js'
import type { Call, Endpoint, Target } from '../adapter.js'

/** The format's own headers, then the deployment's, then the caller's. */
export function requestHeaders(call: Call<Endpoint>, target: Target, own: HttpHeaders): HttpHeaders {
  return { 'content-type': 'application/json', ...own, ...target.headers, ...call.headers }
}
