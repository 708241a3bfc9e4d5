/** How Vertex AI is asked: with the bearer token of a sign-in, or in express mode with an API key. */
import type { HttpRequest } from '../../protocol/http.js'
import type { Credentials, TokenSource } from '../adapter.js'
import { withBearer } from '../shared/bearer.js'

/** One function for every adapter of Vertex AI, so that deployments with the same credentials share one token. */
export async function googleSignIn(): Promise<TokenSource> {
  return (await import('./sign-in.js')).googleSignIn
}

/** A token is a bearer token; a key goes into `x-goog-api-key`, not into the URL, which ends up in logs. */
export function googleAuthorize(request: HttpRequest, credentials: Credentials): HttpRequest {
  if (credentials.kind !== 'key') return withBearer(request, credentials)
  return { ...request, headers: { ...request.headers, 'x-goog-api-key': credentials.key } }
}
