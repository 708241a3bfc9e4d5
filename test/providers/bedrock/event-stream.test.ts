/** Binary frames: every header type, any cut, checksums, and what becomes of exceptions. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TransportFault } from '../../../src/protocol/http.js'
import { createAwsEventDecoder, createFrameReader, type Frame } from '../../../src/providers/bedrock/event-stream.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { exchangesRoot, readExchanges, replyBytes } from '../../support/corpus.js'
import { concat, encodeFrame, eventFrame, exceptionFrame, lengthFirst, textHeader, type WireHeader } from './frames.js'

function read(...pieces: readonly Uint8Array[]): Frame[] {
  const reader = createFrameReader(nodeCrypto.crc32)
  const frames = pieces.flatMap((piece) => [...reader.push(piece)])
  reader.end()
  return frames
}

function number(bytes: number, write: (view: DataView) => void): Uint8Array {
  const out = new Uint8Array(bytes)
  write(new DataView(out.buffer))
  return out
}

const none = new Uint8Array(0)

describe('headers', () => {
  test.each([
    { name: 'true', type: 0, value: none, want: true },
    { name: 'false', type: 1, value: none, want: false },
    { name: 'byte', type: 2, value: number(1, (view) => view.setInt8(0, -7)), want: -7 },
    { name: 'short', type: 3, value: number(2, (view) => view.setInt16(0, -700)), want: -700 },
    { name: 'integer', type: 4, value: number(4, (view) => view.setInt32(0, -70_000)), want: -70_000 },
    { name: 'long', type: 5, value: number(8, (view) => view.setBigInt64(0, -(2n ** 60n))), want: -(2n ** 60n) },
    { name: 'bytes', type: 6, value: lengthFirst(new Uint8Array([1, 2, 3])), want: new Uint8Array([1, 2, 3]) },
    { name: 'text', type: 7, value: lengthFirst(new TextEncoder().encode('Zürich')), want: 'Zürich' },
    { name: 'timestamp', type: 8, value: number(8, (view) => view.setBigInt64(0, 1_748_736_000_000n)), want: 1_748_736_000_000 },
    { name: 'uuid', type: 9, value: Uint8Array.from({ length: 16 }, (_, i) => i), want: '00010203-0405-0607-0809-0a0b0c0d0e0f' },
  ])('a value of type $name, and the header behind it', ({ type, value, want }) => {
    const [frame] = read(encodeFrame([['one', type, value], textHeader('two', 'after')], none))
    expect([...(frame?.headers ?? [])]).toEqual([
      ['one', want],
      ['two', 'after'],
    ])
  })

  test.each([
    { name: 'an unknown type', headers: [['x', 10, none]] as WireHeader[] },
    { name: 'a text longer than the headers', headers: [['x', 7, new Uint8Array([1, 0, 65])]] as WireHeader[] },
    { name: 'a number cut short', headers: [['x', 5, new Uint8Array(3)]] as WireHeader[] },
    { name: 'a uuid cut short', headers: [['x', 9, new Uint8Array(3)]] as WireHeader[] },
  ])('$name is a fault', ({ headers }) => {
    expect(() => read(encodeFrame(headers, none))).toThrow(
      new TransportFault('truncated', 'the event stream is damaged: the headers of a frame cannot be read'),
    )
  })
})

describe('frames', () => {
  test('random frames come back whole, wherever their bytes are cut', () => {
    const frame = fc.record({
      name: fc.string({ minLength: 1, maxLength: 8, unit: 'binary-ascii' }),
      payload: fc.uint8Array({ maxLength: 300 }),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), fc.array(fc.nat(400), { maxLength: 40 }), (frames, sizes) => {
        const bytes = concat(...frames.map(({ name, payload }) => encodeFrame([textHeader(name, name)], payload)))
        const pieces: Uint8Array[] = []
        let at = 0
        for (const size of sizes) {
          pieces.push(bytes.subarray(at, at + size))
          at += size
        }
        const got = read(...pieces, bytes.subarray(at))
        expect(got.map(({ headers, payload }) => ({ name: [...headers.keys()][0], payload: [...payload] }))).toEqual(
          frames.map(({ name, payload }) => ({ name, payload: [...payload] })),
        )
      }),
      { seed: 20_250_601, numRuns: 300 },
    )
  })

  test('a flipped bit anywhere is noticed', () => {
    const bytes = eventFrame('contentBlockDelta', { delta: { text: 'Hello' } })
    for (let at = 0; at < bytes.length; at += 1) {
      const spoiled = bytes.slice()
      spoiled[at] = (spoiled[at] ?? 0) ^ 4
      expect(() => read(spoiled), `byte ${at}`).toThrow(TransportFault)
    }
  })

  test.each([
    { name: 'a head that ends early', bytes: eventFrame('a', {}).subarray(0, 7), want: '7 bytes after its start' },
    { name: 'a frame that ends early', bytes: eventFrame('a', {}).subarray(0, 40), want: '40 bytes after its start' },
  ])('$name is a fault at the end of the stream', ({ bytes, want }) => {
    expect(() => read(bytes)).toThrow(want)
  })

  test('a frame that claims more than AWS sends is refused before it is waited for', () => {
    const head = new Uint8Array(12)
    const view = new DataView(head.buffer)
    view.setUint32(0, 2 ** 31)
    view.setUint32(8, nodeCrypto.crc32(head.subarray(0, 8)))
    expect(() => createFrameReader(nodeCrypto.crc32).push(head)).toThrow('claims to be 2147483648 bytes long')
  })

  const recorded = readExchanges(exchangesRoot(), 'bedrock', 'converse-stream').filter(
    (exchange) => exchange.response_encoding === 'base64',
  )
  test.each(recorded.map((exchange) => [exchange.id, exchange] as const))(
    'the recorded stream %s is read to its last byte',
    (_id, exchange) => {
      const bytes = replyBytes(exchange)
      const frames = read(bytes)
      expect(frames.length).toBeGreaterThan(3)
      expect(new Set(frames.map(({ headers }) => headers.get(':message-type')))).toEqual(new Set(['event']))
      for (const { payload } of frames) expect(typeof JSON.parse(new TextDecoder().decode(payload))).toBe('object')
    },
  )
})

describe('events', () => {
  test.each([
    {
      name: 'an event',
      frame: eventFrame('messageStart', { role: 'assistant' }),
      want: { event: 'messageStart', data: '{"role":"assistant"}' },
    },
    {
      name: 'an exception',
      frame: exceptionFrame('throttlingException', { message: 'slow down' }),
      want: { event: 'exception', data: '{"message":"slow down","__type":"throttlingException"}' },
    },
    {
      name: 'an exception whose payload is text',
      frame: exceptionFrame('modelStreamErrorException', 'gone'),
      want: { event: 'exception', data: '{"message":"gone","__type":"modelStreamErrorException"}' },
    },
    {
      name: 'an error of the stream itself',
      frame: encodeFrame(
        [textHeader(':message-type', 'error'), textHeader(':error-code', 'InternalFailure'), textHeader(':error-message', 'oops')],
        none,
      ),
      want: { event: 'exception', data: '{"message":"oops","__type":"InternalFailure"}' },
    },
    { name: 'a frame without headers', frame: encodeFrame([], new TextEncoder().encode('{}')), want: { event: '', data: '{}' } },
  ])('$name', ({ frame, want }) => {
    const decoder = createAwsEventDecoder(nodeCrypto.crc32)
    expect([...decoder.push(frame), ...decoder.end()]).toEqual([want])
  })
})
