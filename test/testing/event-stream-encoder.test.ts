import { EventStreamCodec } from '@smithy/eventstream-codec'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeAwsEvent, encodeAwsFrame } from '../../src/testing/event-stream-encoder.js'

const utf8 = (text: string) => new TextEncoder().encode(text)
const codec = new EventStreamCodec((bytes) => new TextDecoder().decode(bytes), utf8)

test('frames are byte for byte those of another encoder', () => {
  const name = fc.stringMatching(/^[a-z:-]{1,40}$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme', maxLength: 60 })), { selector: ([key]) => key }),
      fc.uint8Array(),
      (headers, body) => {
        const theirs = codec.encode({ headers: Object.fromEntries(headers.map(([key, value]) => [key, { type: 'string', value }])), body })
        expect(encodeAwsFrame(headers, body)).toEqual(theirs)
      },
    ),
    { seed: 20_250_601, numRuns: 200 },
  )
})

test.each([
  [false, { ':event-type': 'messageStart', ':content-type': 'application/json', ':message-type': 'event' }],
  [true, { ':exception-type': 'messageStart', ':content-type': 'application/json', ':message-type': 'exception' }],
])('an event that is an exception (%s) says so in its headers', (isException, headers) => {
  const { headers: found, body } = codec.decode(encodeAwsEvent({ event: 'messageStart', data: '{"role":"ä"}', isException }))
  expect(Object.fromEntries(Object.entries(found).map(([name, { value }]) => [name, value]))).toEqual(headers)
  expect(new TextDecoder().decode(body)).toBe('{"role":"ä"}')
})
