/** Oracle Cloud's request signature, version 1, over the injected {@link Crypto}. Source: Oracle's "Request Signatures". */
import type { HttpRequest } from '../../protocol/http.js'
import type { Crypto } from '../../protocol/ports.js'
import type { Credentials, Target } from '../adapter.js'
import { toBase64 } from '../shared/base64.js'

/** In the order in which they are signed. `x-date` stands for `date`, which not every HTTP client lets a caller set. */
const signedNames = ['x-date', '(request-target)', 'host', 'content-length', 'content-type', 'x-content-sha256'] as const

/** Secrets of a signature, by LiteLLM's names. */
export const ociFields = ['oci_user', 'oci_fingerprint', 'oci_tenancy', 'oci_key'] as const

/** The request with `authorization` and what belongs to it; unsigned where a secret is missing. `now` in milliseconds since 1970. */
export async function signedForOracle(
  request: HttpRequest,
  credentials: Credentials,
  _target: Target,
  crypto: Crypto,
  now: number,
): Promise<HttpRequest> {
  if (credentials.kind !== 'fields') return request
  const { oci_user: user, oci_fingerprint: fingerprint, oci_tenancy: tenancy, oci_key: key } = credentials.fields
  if (!user || !fingerprint || !tenancy || !key) return request
  const body = typeof request.body === 'string' ? new TextEncoder().encode(request.body) : (request.body ?? new Uint8Array())
  const [, host = '', path = '/'] = /^https?:\/\/([^/?#]+)([^#]*)/i.exec(request.url) ?? []
  const own = {
    'content-type': request.headers['content-type'] ?? 'application/json',
    'x-date': new Date(now).toUTCString(),
    'x-content-sha256': toBase64(await crypto.sha256(body)),
  }
  const values: { readonly [name in (typeof signedNames)[number]]: string } = {
    ...own,
    '(request-target)': `${request.method.toLowerCase()} ${path === '' ? '/' : path}`,
    host: host.toLowerCase(),
    'content-length': String(body.length),
  }
  const toSign = signedNames.map((name) => `${name}: ${values[name]}`).join('\n')
  const signature = toBase64(await crypto.signRs256(pem(key), toSign))
  const parts = [
    'version="1"',
    `keyId="${tenancy}/${user}/${fingerprint}"`,
    'algorithm="rsa-sha256"',
    `headers="${signedNames.join(' ')}"`,
    `signature="${signature}"`,
  ]
  return { ...request, headers: { ...request.headers, ...own, authorization: `Signature ${parts.join(',')}` } }
}

/** Keys in variables are often written with `\n` for a line break. */
export function pem(key: string): string {
  return key.replaceAll('\\n', '\n').replaceAll('\r\n', '\n')
}
