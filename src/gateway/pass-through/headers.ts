/** Headers of what is passed through: all go on but those of one hop, those that hold a key, and those that bind a browser to a host. */
import type { IncomingHttpHeaders } from 'node:http'

type Headers = { readonly [name: string]: string }

/** Of one connection. Source: RFC 9110, section 7.6.1. */
const ofOneHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
/** Where callers put their key, and what is the gateway's own. */
const ofTheCaller: ReadonlySet<string> = new Set([
  'authorization',
  'api-key',
  'api_key',
  'x-api-key',
  'x-goog-api-key',
  'ocp-apim-subscription-key',
  'cookie',
  'host',
  'expect',
  'content-length',
  // parts of a signature with keys that are the caller's
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'x-amz-user-agent',
  // whose account pays: the operator's key may reach more of them than is lent
  'openai-organization',
  'openai-project',
  'x-goog-user-project',
])
/** A provider's that would speak for the gateway's own host. */
const ofTheHost: ReadonlySet<string> = new Set([
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
  'content-security-policy',
  'clear-site-data',
])

/** What a caller's request sends on. `key` is the key that it presented, which no header takes along. */
export function sentHeaders(given: IncomingHttpHeaders, key: string | undefined, keyHeaders: readonly (string | undefined)[]): Headers {
  const named = namedByConnection(given.connection)
  const headers: { [name: string]: string } = Object.create(null)
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || ofOneHop.has(name) || ofTheCaller.has(name) || named.has(name)) continue
    if (name.startsWith('x-litellm-') || keyHeaders.includes(name)) continue
    const text = typeof value === 'string' ? value : value.join(', ')
    if (key === undefined || !text.includes(key)) headers[name] = text
  }
  return headers
}

/** What an answer hands back. */
export function returnedHeaders(given: { readonly [name: string]: string | readonly string[] | undefined }): {
  [name: string]: string | string[]
} {
  const named = namedByConnection(given.connection)
  const headers: { [name: string]: string | string[] } = Object.create(null)
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || ofOneHop.has(name) || ofTheHost.has(name) || named.has(name)) continue
    // which pages may call here is not the provider's to say
    if (name.startsWith('access-control-')) continue
    headers[name] = typeof value === 'string' ? value : [...value]
  }
  return headers
}

/** `Connection` may name further headers of its hop. */
function namedByConnection(header: string | readonly string[] | undefined): ReadonlySet<string> {
  return new Set(
    String(header ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase()),
  )
}
