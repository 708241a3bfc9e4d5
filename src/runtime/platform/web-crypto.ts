/** The crypto of platforms that are not Node: Web Crypto, and a checksum of our own, which Web Crypto does not have. */
import type { Crypto } from '../../protocol/ports.js'

const load = async () => (await import('../sign-in/web-signing.js')).signing

/** The {@link Crypto} port where there is no `node:crypto`. */
export const webCrypto: Crypto = {
  sha256: async (data) => (await load()).sha256(data),
  hmacSha256: async (key, data) => (await load()).hmacSha256(key, data),
  signRs256: async (privateKeyPem, data) => (await load()).signRs256(privateKeyPem, data),
  crc32,
  randomId: (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
}

let table: Uint32Array | undefined

/** CRC-32 as in zlib: polynomial 0xEDB88320, reflected. */
function crc32(data: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
    return value
  })
  let sum = -1
  for (const byte of data) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 255] ?? 0)
  return ~sum >>> 0
}
