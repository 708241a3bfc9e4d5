/** What the endpoints beyond chat share: forms, base64, WAV, queries, sizes, types of files. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../../src/providers/shared/base64.js'
import { aspectRatio, imageSize, joinImages, splitImages } from '../../../src/providers/shared/image-terms.js'
import { formParts, multipart } from '../../../src/providers/shared/multipart.js'
import { queryOf } from '../../../src/providers/shared/query.js'
import { speechReply } from '../../../src/providers/shared/speech-reply.js'
import { uploadType } from '../../../src/providers/shared/upload-type.js'
import { wavOf } from '../../../src/providers/shared/wav.js'
import { seededRandom } from '../../support/codec.js'
import { callOf, fileOf } from '../../support/endpoint-call.js'

describe('forms', () => {
  test('fields, lists and files stand one behind the other', () => {
    const file = fileOf('a "b"\r\nc.png', [0, 255], 'image/png')
    const form = multipart(
      [...formParts({ a: 1, b: ['x', true], c: { d: 2 }, e: null, f: undefined }), { name: 'file', value: file }],
      seededRandom(1),
    )
    const boundary = /^multipart\/form-data; boundary=(llmgen-[0-9a-f]{24})$/.exec(form.contentType)?.[1]
    const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    expect(Buffer.from(form.body).toString('latin1')).toBe(
      field('a', '1') +
        field('b[]', 'x') +
        field('b[]', 'true') +
        field('c', '{"d":2}') +
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a %22b%22%0D%0Ac.png"\r\ncontent-type: image/png\r\n\r\n\u0000\u00ff\r\n--${boundary}--\r\n`,
    )
  })

  test('Node reads every form as it was written', async () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/[\r\n"%]/.test(text) && text !== 'file')
    await fc.assert(
      fc.asyncProperty(name, fc.string(), fc.uint8Array(), fc.string(), async (field, value, bytes, type) => {
        const form = multipart(
          [
            { name: field, value },
            { name: 'file', value: { name: 'x.bin', type, bytes } },
          ],
          seededRandom(3),
        )
        const read = await new Response(Buffer.from(form.body), { headers: { 'content-type': form.contentType } }).formData()
        expect([...read.keys()]).toEqual([field, 'file'])
        expect(read.get(field)).toBe(value)
        const file = read.get('file')
        expect(new Uint8Array(await (file as File).arrayBuffer())).toEqual(bytes) // a part with a file name is a file
      }),
    )
  })
})

test('base64 goes there and back, also of large files', () => {
  const large = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)
  expect(toBase64(large)).toBe(Buffer.from(large).toString('base64'))
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }),
  )
  expect(fromBase64('***')).toBeUndefined()
})

test('a WAV file says how long it is', () => {
  const file = Buffer.from(wavOf(Uint8Array.of(1, 2, 3, 4), 24_000))
  expect([
    file.toString('latin1', 0, 4),
    file.readUInt32LE(4),
    file.toString('latin1', 8, 16),
    file.readUInt32LE(24),
    file.readUInt32LE(40),
  ]).toEqual(['RIFF', 40, 'WAVEfmt ', 24_000, 4])
})

test('speech is read like a response', async () => {
  const reply = speechReply(Uint8Array.of(7, 8).subarray(1), 'audio/wav')
  expect([reply.contentType, new Uint8Array(await reply.arrayBuffer())]).toEqual(['audio/wav', Uint8Array.of(8)])
})

test.each([
  [{}, ''],
  [{ a: undefined, b: null }, ''],
  [{ a: 'x y', b: [1, true], c: { d: 1 } }, '?a=x%20y&b=1&b=true&c=%7B%22d%22%3A1%7D'],
])('the query of %o', (members, want) => {
  expect(queryOf(members)).toBe(want)
})

test.each([
  ['1024x768', { width: 1024, height: 768 }],
  ['auto', undefined],
  ['0x10', undefined],
  ['1024 x 768', undefined],
  [undefined, undefined],
])('the size %s', (size, want) => {
  expect(imageSize(size)).toEqual(want)
})

test.each([
  ['1024x1024', '1:1'],
  ['1536x1024', '16:9'],
  ['1x99', '9:16'],
  ['3:2', '3:2'],
  ['auto', undefined],
])('the ratio of %s', (size, want) => {
  expect(aspectRatio(size, ['1:1', '16:9', '9:16'])).toBe(want)
})

test.each([1, 0, 11, 2.5, null, undefined, '3'])('%s images are one request', (n) => {
  expect(splitImages(callOf('images', { prompt: 'x', n }))).toBeUndefined()
})

test.each([
  ['x.png', '', 'image/png'],
  ['x.MP3', 'application/octet-stream', 'audio/mpeg'],
  ['x.png', 'image/webp; q=1', 'image/webp'],
  ['x', '', 'other/type'],
])('a file %s of type "%s" is %s', (name, type, want) => {
  expect(uploadType({ name, type, bytes: new Uint8Array() }, 'other/type')).toBe(want)
})

describe('images of several replies', () => {
  const usage = {
    input_tokens: 10,
    output_tokens: 5,
    total_tokens: 15,
    input_tokens_details: { image_tokens: 2, text_tokens: 8, cached_tokens: 4 },
  }
  const one = { created: 1, data: [{ url: 'a' }] }
  const call = callOf('images', { prompt: 'p' })

  test('are one list, and their counts are added, cached ones too', () => {
    expect(
      joinImages(
        [
          { ...one, usage },
          { ...one, usage },
        ],
        call,
      ),
    ).toEqual({
      created: 1,
      data: [{ url: 'a' }, { url: 'a' }],
      usage: {
        input_tokens: 20,
        output_tokens: 10,
        total_tokens: 30,
        input_tokens_details: { image_tokens: 4, text_tokens: 16, cached_tokens: 8 },
        output_tokens_details: { image_tokens: 0, text_tokens: 0 },
      },
    })
  })

  test('have no counts where one reply has none', () => {
    const joined = joinImages([{ ...one, usage }, one], call)
    expect([joined.data.length, joined.usage]).toEqual([2, undefined])
  })
})
