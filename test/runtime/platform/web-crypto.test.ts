/** Web Crypto and our checksum against Node's own. */
import { createVerify, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { webCrypto } from '../../../src/runtime/platform/web-crypto.js'

const data = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 300 }))

test('hashes agree with those of Node', async () => {
  await fc.assert(
    fc.asyncProperty(data, fc.uint8Array({ minLength: 1, maxLength: 100 }), async (text, key) => {
      expect(Buffer.from(await webCrypto.sha256(text))).toEqual(await nodeCrypto.sha256(text))
      expect(Buffer.from(await webCrypto.hmacSha256(key, text))).toEqual(await nodeCrypto.hmacSha256(key, text))
    }),
  )
})

test('the checksum agrees with zlib', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => webCrypto.crc32(bytes) === nodeCrypto.crc32(bytes)))
  expect(webCrypto.crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
})

describe('RS256', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  test.each(['pkcs8', 'pkcs1'] as const)('verifies with the public key of a key in %s', async (type) => {
    const signature = await webCrypto.signRs256(privateKey.export({ type, format: 'pem' }).toString(), 'dätä')
    expect(createVerify('RSA-SHA256').update('dätä').verify(publicKey, signature)).toBe(true)
  })

  test('what is no key is said to be none', async () => {
    await expect(webCrypto.signRs256('hush', 'data')).rejects.toThrow('the private key is not a PEM text of an unencrypted RSA key')
  })
})

test('random ids have two letters a byte and differ', () => {
  expect(webCrypto.randomId(8)).toMatch(/^[0-9a-f]{16}$/)
  expect(webCrypto.randomId(8)).not.toBe(webCrypto.randomId(8))
})
