/** Server-sent events, also held against `eventsource-parser` on random text cut at random bytes. */
import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TransportFault } from '../../../src/protocol/http.js'
import { createSseDecoder } from '../../../src/runtime/transport/sse.js'

const bytes = (text: string) => new TextEncoder().encode(text)

/** All events of a text that comes in pieces of `size` bytes. */
function decode(text: string, size = Number.POSITIVE_INFINITY) {
  const decoder = createSseDecoder()
  const all = bytes(text)
  const events = []
  for (let at = 0; at < all.length; at += size) events.push(...decoder.push(all.subarray(at, at + Math.min(size, all.length))))
  return [...events, ...decoder.end()]
}

describe('events', () => {
  test.each([
    { name: 'one line', text: 'data: a\n\n', want: [{ event: '', data: 'a' }] },
    { name: 'CRLF', text: 'event: x\r\ndata: a\r\n\r\n', want: [{ event: 'x', data: 'a' }] },
    {
      name: 'CR',
      text: 'data: a\r\rdata: b\r\r',
      want: [
        { event: '', data: 'a' },
        { event: '', data: 'b' },
      ],
    },
    { name: 'several data lines', text: 'data: a\ndata: b\n\n', want: [{ event: '', data: 'a\nb' }] },
    { name: 'no space after the colon', text: 'data:{"a":1}\n\n', want: [{ event: '', data: '{"a":1}' }] },
    { name: 'one space is removed, no more', text: 'data:  a\n\n', want: [{ event: '', data: ' a' }] },
    { name: 'comments and other fields', text: ': ping\nid: 7\nretry: 3\ndatum: x\ndata: a\n\n', want: [{ event: '', data: 'a' }] },
    { name: 'the event name after the data', text: 'data: a\nevent: late\n\n', want: [{ event: 'late', data: 'a' }] },
    { name: 'a name does not outlive its event', text: 'event: x\n\ndata: a\n\n', want: [{ event: '', data: 'a' }] },
    {
      name: 'empty data',
      text: 'data\n\ndata:\n\n',
      want: [
        { event: '', data: '' },
        { event: '', data: '' },
      ],
    },
    { name: 'a byte order mark', text: '\ufeffdata: a\n\n', want: [{ event: '', data: 'a' }] },
    {
      name: 'no blank line at the end',
      text: 'data: a\n\ndata: [DONE]',
      want: [
        { event: '', data: 'a' },
        { event: '', data: '[DONE]' },
      ],
    },
    { name: 'nothing', text: '', want: [] },
  ])('$name', ({ text, want }) => {
    expect(decode(text)).toEqual(want)
    expect(decode(text, 1)).toEqual(want)
  })

  test('a character may be cut', () => {
    for (let size = 1; size < 6; size++) expect(decode('data: ☃ü🙂\n\n', size)).toEqual([{ event: '', data: '☃ü🙂' }])
  })

  test('an event that does not end is refused at the limit', () => {
    const line = createSseDecoder(100)
    expect(() => line.push(bytes(`data: ${'x'.repeat(200)}`))).toThrow(TransportFault)
    const lines = createSseDecoder(100)
    expect(() => lines.push(bytes(`data: ${'x'.repeat(60)}\n`.repeat(2)))).toThrow('larger than 100 bytes')
  })
})

test('a line feed that comes after other bytes of its line is not taken for the end of a carriage return', () => {
  const decoder = createSseDecoder()
  expect([...decoder.push(bytes('data: a\rdata')), ...decoder.push(bytes('\n\n'))]).toEqual([{ event: '', data: 'a\n' }])
})

test('random streams cut anywhere give what eventsource-parser gives', () => {
  const piece = fc.constantFrom(
    'data',
    'data:',
    'data: ',
    'event: ',
    'event',
    ':',
    'id: 1',
    ' ',
    'x',
    'ü',
    '🙂',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    'retry: 1',
    '{"a":1}',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(200), { maxLength: 6 }), (pieces, cuts) => {
      const text = pieces.join('')
      const want: { event: string; data: string }[] = []
      const parser = createParser({ onEvent: (event) => want.push({ event: event.event ?? '', data: event.data }) })
      // The parser cannot know that a CR at the very end stands alone; a comment line settles it for both.
      parser.feed(`${text}\n:\n`)
      const all = bytes(`${text}\n:\n`)
      const decoder = createSseDecoder()
      const got = []
      const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length]
      for (let at = 1; at < places.length; at++) got.push(...decoder.push(all.subarray(places[at - 1], places[at])))
      expect(got).toEqual(want)
    }),
    { numRuns: 2_000 },
  )
})
