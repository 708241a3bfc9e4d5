/** Finds the key in a request: the places where LiteLLM's clients put it, in LiteLLM's order. */

type Headers = { readonly [name: string]: string | readonly string[] | undefined }

/** Where a route and the config look for keys. */
export type KeyPlaces = {
  /** The header that alone counts, lower case; undefined is the usual places. */
  readonly only: string | undefined
  /** `?key=` of the address, on routes that Google's clients call. */
  readonly query: string | undefined
  /** A header that the config names for these callers, lower case; looked at last. */
  readonly own?: string | undefined
}

/** Headers that hold nothing but the key, after `Authorization`. */
const bareHeaders = ['api-key', 'x-api-key', 'x-goog-api-key', 'ocp-apim-subscription-key'] as const

/** The key that a request presents, or undefined. */
export function readKey(headers: Headers, { only, query, own: named }: KeyPlaces): string | undefined {
  if (only !== undefined) return withoutBearer(one(headers[only]))
  const own = withoutBearer(one(headers['x-litellm-api-key']))
  if (own !== undefined) return own
  const authorised = fromAuthorization(one(headers.authorization))
  if (authorised !== undefined) return authorised
  for (const name of bareHeaders) {
    const key = withoutBearer(one(headers[name]))
    if (key !== undefined) return key
  }
  if (query !== undefined && query !== '') return query
  return named === undefined ? undefined : withoutBearer(one(headers[named]))
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header.trim() : undefined
}

function withoutBearer(text: string | undefined): string | undefined {
  const key = text?.replace(/^bearer\s+/i, '')
  return key === '' ? undefined : key
}

/** `Bearer`, `Basic` (Langfuse's clients) and AWS's signature carry a key; any other scheme counts as none. */
function fromAuthorization(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  // as nearly everybody writes it: the expression costs three times as much
  if (text.startsWith('Bearer ')) return text.slice(7).trimStart()
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(text) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return rest === '' ? undefined : rest
    case 'basic':
      return fromBasic(rest)
    case 'aws4-hmac-sha256':
      return withoutBearer(/Credential=((?:Bearer )?[^/,\s]+)/i.exec(rest)?.[1])
    default:
      return undefined
  }
}

/** The key as it is, or as user or password in base64. */
function fromBasic(text: string): string | undefined {
  if (text.startsWith('sk-')) return text
  const [user = '', password = ''] = Buffer.from(text, 'base64').toString('utf8').split(':')
  return [user, password].find((part) => part.startsWith('sk-')) ?? (text === '' ? undefined : text)
}
