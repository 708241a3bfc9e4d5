/** Node's hashing against published test values. */
import { createVerify, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'

const hex = async (bytes: Uint8Array | Promise<Uint8Array>) => Buffer.from(await bytes).toString('hex')

test('SHA-256 of "abc" (FIPS 180-2)', async () => {
  expect(await hex(nodeCrypto.sha256('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('HMAC-SHA-256 (RFC 4231, case 2)', async () => {
  expect(await hex(nodeCrypto.hmacSha256(Buffer.from('Jefe'), 'what do ya want for nothing?'))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test('CRC-32 of "123456789"', () => {
  expect(nodeCrypto.crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
})

test('RS256 verifies with the public key', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signature = await nodeCrypto.signRs256(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'data')
  expect(createVerify('RSA-SHA256').update('data').verify(publicKey, signature)).toBe(true)
})

test('random ids have two letters a byte and differ', () => {
  expect(nodeCrypto.randomId(8)).toMatch(/^[0-9a-f]{16}$/)
  expect(nodeCrypto.randomId(8)).not.toBe(nodeCrypto.randomId(8))
})
