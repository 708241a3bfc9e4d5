/** Newline-delimited JSON. */
import { expect, test } from 'vitest'
import { createJsonLinesDecoder } from '../../../src/runtime/transport/json-lines.js'

test.each([1, 3, 1_000])('each line that is not empty is one event, cut every %i bytes', (size) => {
  const all = new TextEncoder().encode('{"a":"ü"}\n\n  \r\n{"b":2}\r\n{"c":3}')
  const decoder = createJsonLinesDecoder()
  const events = []
  for (let at = 0; at < all.length; at += size) events.push(...decoder.push(all.subarray(at, at + size)))
  events.push(...decoder.end())
  expect(events.map((event) => event.data)).toEqual(['{"a":"ü"}', '{"b":2}', '{"c":3}'])
})
