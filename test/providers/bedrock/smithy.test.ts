/** SigV4 and the event stream against AWS's own packages, on random input: model ids with `:`, ARNs, queries, every header type, every cut. */
import { createHash, createHmac } from 'node:crypto'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader, type Frame, type HeaderValue } from '../../../src/providers/bedrock/event-stream.js'
import { encodeSegment } from '../../../src/providers/bedrock/route.js'
import { signed } from '../../../src/providers/bedrock/sigv4.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'

/** The hash in the form the package asks for. */
class Sha256 {
  #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {
    this.#hash = createHash('sha256')
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/)
const modelId = fc.oneof(
  fc.tuple(word, word, fc.nat(9)).map(([vendor, name, n]) => `${vendor}.${name}-v${n}:0`),
  fc.tuple(word, word).map(([vendor, name]) => `us.${vendor}.${name}`),
  fc
    .tuple(fc.stringMatching(/^\d{12}$/), word)
    .map(([account, id]) => `arn:aws:bedrock:eu-west-1:${account}:application-inference-profile/${id}`),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
)
const request = fc.record({
  model: modelId,
  door: fc.constantFrom('converse', 'converse-stream', 'invoke', 'count-tokens'),
  query: fc.dictionary(word, word, { maxKeys: 3 }),
  body: fc.string({ unit: 'grapheme' }),
  token: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,60}$/), { nil: undefined }),
  region: fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1', 'cn-north-1'),
  service: fc.constantFrom('bedrock', 'sagemaker', 'sts'),
  key: fc.stringMatching(/^[A-Za-z0-9+/]{10,40}$/),
  seconds: fc.integer({ min: 1_000_000_000, max: 2_500_000_000 }),
})

test('a signature is the one that AWS’s package makes', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ model, door, query, body, token, region, service, key, seconds }) => {
      const hostname = `bedrock-runtime.${region}.amazonaws.com`
      const path = `/model/${encodeSegment(model)}/${door}`
      const text = new URLSearchParams(query).toString()
      const headers = { 'content-type': 'application/json', 'x-amz-meta-note': '  two   words ' }
      const theirs = await new SignatureV4({
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: key, ...(token !== undefined && { sessionToken: token }) },
        region,
        service,
        sha256: Sha256,
        uriEscapePath: true,
        applyChecksum: false,
      }).sign(
        { method: 'POST', protocol: 'https:', hostname, path, query, headers: { ...headers, host: hostname }, body },
        { signingDate: new Date(seconds * 1_000) },
      )
      const url = `https://${hostname}${path}${text === '' ? '' : `?${text}`}`
      const signer = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: key, sessionToken: token, region, service }
      const ours = await signed({ method: 'POST', url, headers, body }, signer, nodeCrypto, seconds * 1_000)
      expect(ours.headers.authorization).toBe(theirs.headers.authorization)
    }),
    { numRuns: 300 },
  )
})

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => new Uint8Array(Buffer.from(text, 'utf8')),
)
const headerName = fc.stringMatching(/^:?[a-z][a-z0-9-]{0,20}$/)
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
/** A header's value, as the package writes it and as the decoder here gives it back. */
const headerValue = fc.oneof(
  fc.boolean().map((value) => ({ theirs: { type: 'boolean' as const, value }, ours: value as HeaderValue })),
  fc.integer({ min: -128, max: 127 }).map((value) => ({ theirs: { type: 'byte' as const, value }, ours: value as HeaderValue })),
  fc.integer({ min: -32_768, max: 32_767 }).map((value) => ({ theirs: { type: 'short' as const, value }, ours: value as HeaderValue })),
  fc.integer().map((value) => ({ theirs: { type: 'integer' as const, value }, ours: value as HeaderValue })),
  int64.map((value) => ({ theirs: { type: 'long' as const, value: int64Of(value) }, ours: value as HeaderValue })),
  fc
    .string({ unit: 'grapheme', maxLength: 40 })

    .map((value) => ({
      theirs: { type: 'string' as const, value },
      ours: value as HeaderValue,
    })),
  fc.uint8Array({ maxLength: 40 }).map((value) => ({ theirs: { type: 'binary' as const, value }, ours: value as HeaderValue })),
)
const message = fc.record({
  headers: fc.uniqueArray(fc.tuple(headerName, headerValue), { selector: ([name]) => name, maxLength: 6 }),
  payload: fc.uint8Array({ maxLength: 300 }),
})

/** The package's 64-bit number. */
function int64Of(value: bigint) {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, value)
  return { bytes, valueOf: () => Number(value), toString: () => String(value) }
}

test('frames that AWS’s package writes are read as it reads them, wherever they are cut', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat({ max: 400 }), { maxLength: 12 }), (messages, cuts) => {
      const bytes = Buffer.concat(
        messages.map(({ headers, payload }) =>
          codec.encode({ headers: Object.fromEntries(headers.map(([name, value]) => [name, value.theirs])), body: payload }),
        ),
      )
      const reader = createFrameReader(nodeCrypto.crc32)
      const frames: Frame[] = []
      let at = 0
      for (const size of [...cuts, bytes.length]) {
        frames.push(...reader.push(new Uint8Array(bytes.subarray(at, at + size))))
        at += size
      }
      reader.end()
      expect(frames.map(({ headers, payload }) => ({ headers: [...headers], payload: [...payload] }))).toEqual(
        messages.map(({ headers, payload }) => ({ headers: headers.map(([name, value]) => [name, value.ours]), payload: [...payload] })),
      )
    }),
    { numRuns: 300 },
  )
})

test('a byte that changed on the way is refused here as it is there', () => {
  fc.assert(
    fc.property(message, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ headers, payload }, where, change) => {
      const frame = codec.encode({ headers: Object.fromEntries(headers.map(([name, value]) => [name, value.theirs])), body: payload })
      const at = where % frame.length
      frame[at] = (frame[at] ?? 0) ^ change
      expect(() => codec.decode(frame)).toThrow()
      const reader = createFrameReader(nodeCrypto.crc32)
      expect(() => {
        reader.push(frame)
        reader.end()
      }).toThrow()
    }),
    { numRuns: 300 },
  )
})
