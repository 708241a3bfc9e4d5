/** AWS Signature Version 4 over the injected {@link Crypto}. Source: AWS's signing reference. */
import type { HttpHeaders, HttpRequest } from '../../protocol/http.js'
import type { Crypto } from '../../protocol/ports.js'

/** Keys and scope of a signature. */
export type Signer = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly region: string
  /** Service name of the scope, which is not always the host's: `bedrock` for bedrock-runtime. */
  readonly service: string
}

const algorithm = 'AWS4-HMAC-SHA256'

/** Headers that are signed where they are present, beside every `x-amz-` one; others may change on the way. */
const signable: ReadonlySet<string> = new Set(['host', 'content-type', 'content-md5'])

/** The request with `authorization` and what belongs to it; `now` in milliseconds since 1970. Sign the URL exactly as it is sent. */
export async function signed(request: HttpRequest, signer: Signer, crypto: Crypto, now: number): Promise<HttpRequest> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const url = splitUrl(request.url)
  const { authorization: _old, host: _host, ...given } = request.headers
  const headers: HttpHeaders = {
    ...given,
    'x-amz-date': time,
    ...(signer.sessionToken !== undefined && { 'x-amz-security-token': signer.sessionToken }),
  }
  const names = ['host', ...Object.keys(headers).filter((name) => signable.has(name) || name.startsWith('x-amz-'))].sort()
  const lines = names.map((name) => `${name}:${folded(name === 'host' ? url.host : (headers[name] ?? ''))}\n`)
  const canonical = [
    request.method,
    canonicalPath(url.path),
    canonicalQuery(url.query),
    lines.join(''),
    names.join(';'),
    hex(await crypto.sha256(request.body ?? '')),
  ].join('\n')
  const scope = `${time.slice(0, 8)}/${signer.region}/${signer.service}/aws4_request`
  const toSign = [algorithm, time, scope, hex(await crypto.sha256(canonical))].join('\n')
  const signature = hex(await crypto.hmacSha256(await signingKey(signer, time.slice(0, 8), crypto), toSign))
  const authorization = `${algorithm} Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { ...request, headers: { ...headers, authorization } }
}

async function signingKey(signer: Signer, date: string, crypto: Crypto): Promise<Uint8Array> {
  let key: Uint8Array = new TextEncoder().encode(`AWS4${signer.secretAccessKey}`)
  for (const part of [date, signer.region, signer.service, 'aws4_request']) key = await crypto.hmacSha256(key, part)
  return key
}

/** By hand: a URL parser would rewrite the path that is to be signed as it is sent. */
function splitUrl(url: string): { readonly host: string; readonly path: string; readonly query: string } {
  const match = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url)
  const usual = match?.[1]?.toLowerCase() === 'https' ? /:443$/ : /:80$/
  return { host: (match?.[2] ?? '').toLowerCase().replace(usual, ''), path: match?.[3] || '/', query: match?.[4] ?? '' }
}

/** Each segment as sent is encoded once more: `%3A` becomes `%253A`. Only S3 does without. */
function canonicalPath(path: string): string {
  return path.split('/').map(encoded).join('/')
}

function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [encoded(decoded(name)), encoded(decoded(value.join('=')))] as const
    })
  return pairs
    .sort(([a, x], [b, y]) => (a === b ? order(x, y) : order(a, b)))
    .map((pair) => pair.join('='))
    .join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Everything but letters, digits and `-_.~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray % stands for itself
  }
}

function folded(value: string): string {
  return value.trim().replace(/ +/g, ' ')
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
