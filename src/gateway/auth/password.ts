/** Passwords: kept as scrypt with a salt of their own, compared in a time that tells nothing. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt's cost, block size, parallelism. Source: OWASP password storage cheat sheet. */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 128 * 1024 * 1024 }
const length = 32

/** `scrypt$SALT$HASH`, base64url: what is stored. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`
}

/** True for the password of this hash. A hash is no password: what is stored lets nobody in. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [kind, salt = '', hash = ''] = stored.split('$')
  const expected = Buffer.from(hash, 'base64url')
  if (kind !== 'scrypt' || expected.length !== length) return false
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url')), expected)
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, cost, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
