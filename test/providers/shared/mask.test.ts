import { expect, test } from 'vitest'
import { excerpt, htmlText, maskSecrets } from '../../../src/providers/shared/mask.js'

test.each([
  ['Incorrect API key provided: sk-proj-abc123DEF456ghi.', 'Incorrect API key provided: …ghi.'],
  ['Authorization: Bearer abcdef1234567890', 'Authorization: Bearer …7890'],
  ['api_key="0123456789abcdef"', 'api_key="…cdef"'],
  ['key AIzaSyA1234567890abcdefghij is bad', 'key …ghij is bad'],
  ['AKIAABCDEFGHIJKLMNOP', '…MNOP'],
  ['Incorrect API key provided: sk-ab***********cdef.', 'Incorrect API key provided: sk-ab***********cdef.'],
  ['key-1a2b3c4d5e6f is bad', '…5e6f is bad'],
  ["In context=('properties', 'key_takeaways')", "In context=('properties', 'key_takeaways')"],
  ['the task-force on risk-assessment', 'the task-force on risk-assessment'],
  ['max_tokens must be below 4096', 'max_tokens must be below 4096'],
])('%s', (text, want) => expect(maskSecrets(text)).toBe(want))

test('an excerpt is one line of at most 300 characters', () => {
  expect(excerpt(`a\n\n b ${'x'.repeat(900)}`)).toBe(`a b ${'x'.repeat(295)}…`)
})

test('a page without title is told by its text', () =>
  expect(htmlText('<html><script>bad()</script><p>Down for <b>now</b></p></html>').replace(/\s+/g, ' ').trim()).toBe('Down for now'))
