/** Keys as text: how they are made, hashed and shown. A key itself is kept nowhere. */
import { hash, randomBytes } from 'node:crypto'

/** What every key begins with, so that a hash that leaked is worth nothing. */
export const keyPrefix = 'sk-'

/** A new key: 128 bits, URL-safe. */
export function newKey(): string {
  return keyPrefix + randomBytes(16).toString('base64url')
}

/** SHA-256 of the whole key, lower-case hex: what is stored, and what rows, logs and metrics name a key by. LiteLLM's, so that its hashes can be taken over. */
export function hashKey(key: string): string {
  // in one call: 1 µs of each request, where an object that takes the key and gives the hash costs 4
  return hash('sha256', key)
}

/** The hash, of a key or of what is a hash already. */
export function toHash(keyOrHash: string): string {
  return keyOrHash.startsWith(keyPrefix) ? hashKey(keyOrHash) : keyOrHash
}

/** `sk-...last4`: enough to tell one's own keys apart. */
export function keyName(key: string): string {
  return `${keyPrefix}...${key.slice(-4)}`
}
