/** A text is replaced in bytes wherever they are cut. */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { renaming } from '../../../src/gateway/pass-through/renaming.js'

async function renamed(pieces: readonly Buffer[]): Promise<string> {
  return (await buffer(Readable.from(pieces, { objectMode: false }).pipe(renaming('resp_1', 'resp_lg1')))).toString('utf8')
}

test('every occurrence, in pieces of any size, and nothing else', async () => {
  const text = Buffer.from('resp_1 é resp_ resp_resp_1resp_1"resp_')
  const want = 'resp_lg1 é resp_ resp_resp_lg1resp_lg1"resp_'
  for (let size = 1; size <= text.length; size++) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.subarray(index * size, (index + 1) * size))
    expect([size, await renamed(pieces)]).toEqual([size, want])
  }
  expect(await renamed([])).toBe('')
})
