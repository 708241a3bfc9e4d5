/** Hashing for request signatures by Web Crypto. Imported when a request is first signed. */
import type { Crypto } from '../../protocol/ports.js'

/** The part of the {@link Crypto} port that Web Crypto has, and that may wait. */
export const signing: Pick<Crypto, 'sha256' | 'hmacSha256' | 'signRs256'> = {
  sha256: async (data) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(data))),
  hmacSha256: async (key, data) => {
    const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytesOf(data)))
  },
  signRs256: async (privateKeyPem, data) => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const imported = await crypto.subtle.importKey('pkcs8', pkcs8Of(privateKeyPem), algorithm, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign(algorithm, imported, bytesOf(data)))
  },
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data
}

/** The key of a PEM text in PKCS #8, the one form that Web Crypto imports; the older PKCS #1 is wrapped into it. */
function pkcs8Of(pem: string): Uint8Array {
  const [, kind, body] = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END/.exec(pem) ?? []
  if (body === undefined) throw new Error('the private key is not a PEM text of an unencrypted RSA key')
  const key = Uint8Array.from(atob(body.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0))
  return kind === 'PRIVATE KEY' ? key : der(0x30, [...pkcs8Head, ...der(0x04, key)])
}

/** PrivateKeyInfo, RFC 5208: version 0, and the algorithm rsaEncryption (1.2.840.113549.1.1.1) without parameters. */
const pkcs8Head = [0x02, 1, 0, 0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0]

/** A value in DER: tag, length, content. */
function der(tag: number, content: ArrayLike<number>): Uint8Array {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Uint8Array.from([tag, ...size, ...Array.from(content)])
}
