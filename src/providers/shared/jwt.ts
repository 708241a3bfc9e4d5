/** Signed JSON Web Tokens (RFC 7519, RS256) over the injected {@link Crypto}: how a private key asks for an access token. */
import type { Crypto } from '../../protocol/ports.js'
import { toBase64 } from './base64.js'
import type { JsonRecord } from './json.js'

/** Claims signed with a private key in PEM; `keyId` tells the reader which of its public keys to use. Rejects for a key that cannot be used. */
export async function signedJwt(claims: JsonRecord, privateKeyPem: string, crypto: Crypto, keyId?: string): Promise<string> {
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) }
  const text = `${encoded(header)}.${encoded(claims)}`
  return `${text}.${base64Url(await crypto.signRs256(privateKeyPem, text))}`
}

function encoded(value: JsonRecord): string {
  return base64Url(new TextEncoder().encode(JSON.stringify(value)))
}

/** Base64 in the alphabet of URLs, without padding. */
function base64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
