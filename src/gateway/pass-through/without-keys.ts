/** Errors that are handed back as they are: the operator's key is taken out of those that repeat it, as hosts and proxies do. */
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { hideInJson } from '../../runtime/sign-in/hide-keys.js'
import { readWhole } from './read-body.js'
import { toGatewayError, tooLong, type UpstreamAnswer } from './upstream.js'

/** Longest error, bytes, packed and unpacked. */
const longest = 1_048_576

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

const unpackers: ReadonlyMap<unknown, Unpack> = new Map<unknown, Unpack>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/** Words of headers that may be keys: shorter ones (`Bearer`, types, versions) may stand in any text. */
export function keysIn(headers: readonly string[]): readonly string[] {
  return headers.flatMap((header) => header.split(/[\s,;]+/)).filter((word) => word.length >= 12)
}

/** The error, byte for byte where none of the keys is in it. Rejects with a 502 where it breaks off or is longer than 1 MB. */
export async function withoutKeys(answer: UpstreamAnswer, keys: readonly string[], name: string): Promise<UpstreamAnswer> {
  const bytes = await readWhole(answer.body, longest, () => tooLong(name)).catch((error: unknown) => {
    throw toGatewayError(error, name)
  })
  const packed = answer.headers['content-encoding']
  const unpack = unpackers.get(packed)
  // what cannot be unpacked is damaged: nobody reads a key in it
  const plain = unpack === undefined ? bytes : await unpack(bytes, { maxOutputLength: longest }).catch(() => bytes)
  // each byte is one character, whatever it means; keys are ASCII
  const text = plain.toString('latin1')
  const shown = hideInJson(text, keys)
  if (shown === text) return { ...answer, body: Readable.from([bytes], { objectMode: false }) }
  const { 'content-length': _length, 'content-encoding': _packed, ...headers } = answer.headers
  return { ...answer, headers, body: Readable.from([Buffer.from(shown, 'latin1')], { objectMode: false }) }
}
