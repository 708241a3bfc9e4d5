/** Hashing for request signatures by Node's own crypto. */
import { createHash, createHmac, createSign, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Crypto } from '../../protocol/ports.js'

/** The {@link Crypto} port on Node. */
export const nodeCrypto: Crypto = {
  sha256: (data) => createHash('sha256').update(data).digest(),
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  signRs256: (privateKeyPem, data) => createSign('RSA-SHA256').update(data).sign(privateKeyPem),
  crc32: (data) => crc32(data),
  randomId: (bytes) => randomBytes(bytes).toString('hex'),
}
