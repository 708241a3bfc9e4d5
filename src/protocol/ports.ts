/** What the edges hand to everything else: clock, randomness, hashing. */

/** Milliseconds since 1970. */
export type Clock = () => number
/** Evenly spread in [0, 1). */
export type Random = () => number

/** Hashing for request signatures; from `node:crypto`, or Web Crypto. */
export type Crypto = {
  sha256(data: string | Uint8Array): Uint8Array | Promise<Uint8Array>
  hmacSha256(key: Uint8Array, data: string | Uint8Array): Uint8Array | Promise<Uint8Array>
  signRs256(privateKeyPem: string, data: string): Uint8Array | Promise<Uint8Array>
  crc32(data: Uint8Array): number
  randomId(bytes: number): string
}

/** Text of a file, for credentials that are given as a path. Rejects where it cannot be read. */
export type ReadFile = (path: string) => Promise<string>
