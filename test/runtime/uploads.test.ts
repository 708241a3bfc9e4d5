/** Files of a request: read once before the call, named and typed by what is known of them. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import { readUploads } from '../../src/runtime/uploads.js'

const bytes = new Uint8Array([1, 2, 3])
const read = async (file: unknown, member = 'file') => {
  const outcome = await readUploads<{ readonly [name: string]: unknown }>({ model: 'w', [member]: file }, [member])
  return isFault(outcome) ? [outcome.failure.kind, outcome.failure.param, outcome.failure.message] : outcome[member]
}

describe('a file', () => {
  test.each([
    { name: 'bytes with a name', file: { bytes, name: 'a.mp3' }, want: { bytes, name: 'a.mp3', type: 'audio/mpeg' } },
    { name: 'bytes with a type', file: { bytes, name: 'a', type: 'audio/wav' }, want: { bytes, name: 'a', type: 'audio/wav' } },
    { name: 'bytes that nothing is known of', file: { bytes, name: 'a' }, want: { bytes, name: 'a', type: 'application/octet-stream' } },
    { name: 'a File', file: new File([bytes], 'p.png', { type: 'image/png' }), want: { bytes, name: 'p.png', type: 'image/png' } },
    { name: 'a File without a type', file: new File([bytes], 'p.webp'), want: { bytes, name: 'p.webp', type: 'image/webp' } },
    { name: 'a Blob with a type', file: new Blob([bytes], { type: 'audio/mpeg' }), want: { bytes, name: 'file.mp3', type: 'audio/mpeg' } },
    { name: 'a Blob of an image', file: new Blob([bytes], { type: 'image/jpeg' }), want: { bytes, name: 'file.jpeg', type: 'image/jpeg' } },
    { name: 'a Blob that nothing is known of', file: new Blob([bytes]), want: { bytes, name: 'file', type: 'application/octet-stream' } },
  ])('as $name is read', async ({ file, want }) => expect(await read(file)).toEqual(want))

  test.each([{ file: 'a.mp3' }, { file: 7 }, { file: { path: 'a.mp3' } }, { file: new ArrayBuffer(2) }])(
    'that is $file is refused with the form it must have',
    async ({ file }) => {
      expect(await read(file)).toEqual([
        'bad-request',
        'file',
        expect.stringContaining('file is not a file: it must be a File or Blob, or { bytes, name }'),
      ])
    },
  )

  test('that cannot be read is refused with the reason', async () => {
    const broken = { arrayBuffer: () => Promise.reject(new Error('disk gone')), name: 'a.mp3' }
    expect(await read(broken)).toEqual(['bad-request', 'file', 'file cannot be read: disk gone'])
  })
})

describe('images of an edit', () => {
  test('are a list, also where one is given', async () => {
    const one = { bytes, name: 'a.png', type: 'image/png' }
    expect([await read({ bytes, name: 'a.png' }, 'image'), await read([one, one], 'image')]).toEqual([[one], [one, one]])
  })

  test('that are not given stay unset', async () => {
    expect(await readUploads({ model: 'i', prompt: 'p' }, ['image', 'mask'])).toEqual({ model: 'i', prompt: 'p' })
  })
})
