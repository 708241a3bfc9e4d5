/** Forms as bytes, read back by the platform's own parser. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FormPart, formParts, multipart } from '../../../src/providers/shared/multipart.js'
import { seededRandom } from '../../support/codec.js'
import { formEntries } from '../openai/endpoint-call.js'

async function readBack(parts: readonly FormPart[]) {
  const { contentType, body } = multipart(parts, seededRandom(1))
  return formEntries(body, contentType)
}
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

test.each([
  { name: 'no part at all', parts: [], want: [] },
  { name: 'text of any script, and line ends as they are', parts: [{ name: 'a', value: 'ü\n\r\n🌉' }], want: [['a', 'ü\n\r\n🌉']] },
  {
    name: 'the same name twice, in order',
    parts: [
      { name: 'a[]', value: '1' },
      { name: 'a[]', value: '2' },
    ],
    want: [
      ['a[]', '1'],
      ['a[]', '2'],
    ],
  },
  {
    name: 'bytes as they are',
    parts: [{ name: 'f', value: { name: 'a.bin', type: 'image/png', bytes: bytes('\x00\xff\r\n--llmgen-') } }],
    want: [['f', { name: 'a.bin', type: 'image/png', text: '\x00\xff\r\n--llmgen-' }]],
  },
  {
    name: 'an empty file',
    parts: [{ name: 'f', value: { name: 'a', type: 'text/plain', bytes: bytes('') } }],
    want: [['f', { name: 'a', type: 'text/plain', text: '' }]],
  },
  {
    name: 'a file name that would end its header',
    parts: [{ name: 'f', value: { name: 'a"\r\nx-evil: 1.png', type: 'image/png', bytes: bytes('a') } }],
    want: [['f', { name: 'a"\r\nx-evil: 1.png', type: 'image/png', text: 'a' }]],
  },
  {
    name: 'a type that would end its header',
    parts: [{ name: 'f', value: { name: 'a', type: 'image/png\r\nx-evil: 1', bytes: bytes('a') } }],
    want: [['f', { name: 'a', type: 'application/octet-stream', text: 'a' }]],
  },
  {
    name: 'a type that would end its header before a parameter',
    parts: [{ name: 'f', value: { name: 'a', type: 'image/png\r\n;x-evil: 1', bytes: bytes('a') } }],
    want: [['f', { name: 'a', type: 'application/octet-stream', text: 'a' }]],
  },
])('$name', async ({ parts, want }) => expect(await readBack(parts)).toEqual(want))

test('members become parts: lists under one name, objects as JSON, nothing of what is not there', () => {
  expect(formParts({ a: 1, b: [true, 'x'], c: { d: 1 }, e: null, f: undefined, g: '' })).toEqual([
    { name: 'a', value: '1' },
    { name: 'b[]', value: 'true' },
    { name: 'b[]', value: 'x' },
    { name: 'c', value: '{"d":1}' },
    { name: 'g', value: '' },
  ])
})

test('any bytes under any name arrive', async () => {
  const part = fc.record({ name: fc.string({ minLength: 1, unit: 'grapheme' }), content: fc.uint8Array() })
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 3 }), async (files) => {
      const parts = files.map(({ name, content }) => ({ name: 'f', value: { name, type: 'a/b', bytes: content } }))
      const seen = files.map(({ name, content }) => ['f', { name, type: 'a/b', text: Buffer.from(content).toString('latin1') }])
      expect(await readBack(parts)).toEqual(seen)
    }),
    { numRuns: 100, seed: 7 },
  )
})
