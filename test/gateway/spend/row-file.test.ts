/** A batch of rows in memory and on disk, which agree line by line. */
import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RowFile } from '../../../src/gateway/spend/row-file.js'
import { listOfPart } from '../../../src/gateway/store/spend-lines.js'
import { hasCode } from '../../../src/gateway/system-error.js'
import { rowsIn, spendRow } from './spend-rows.js'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-rows-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const rowsOf = (count: number) => Array.from({ length: count }, (_, nth) => spendRow(nth))

test('every row is in the file when it was added, and the list is the file with its end', () => {
  const path = join(newFolder(), 'rows')
  const file = new RowFile(path)
  const rows = rowsOf(300)
  for (const [nth, row] of rows.entries()) {
    expect(file.add(row)).toBeUndefined()
    if (nth % 100 === 0) expect(rowsIn(readFileSync(path))).toEqual(rows.slice(0, nth + 1))
  }
  expect([file.count, file.offDisk, file.held]).toEqual([300, 0, 0])
  file.seal()
  expect(rowsIn(file.list())).toEqual(rows)
  expect(file.list()).toEqual(listOfPart(readFileSync(path, 'utf8')))
})

test('rows of any length and letters are what they were', () => {
  const file = new RowFile(join(newFolder(), 'rows'))
  const rows = ['a', 'ä€😀', '"\\\n\u0001', 'x'.repeat(200_000), '😀'.repeat(50_000)].map((text, nth) =>
    spendRow(nth, { end_user: text, metadata: { [text.slice(0, 50)]: text } }),
  )
  for (const row of rows) file.add(row)
  expect(rowsIn(file.list())).toEqual(rows)
})

test('a folder that was removed meanwhile is made again', () => {
  const folder = join(newFolder(), 'spend')
  const file = new RowFile(join(folder, 'rows'))
  expect(file.add(spendRow(1))).toBeUndefined()
  expect(rowsIn(readFileSync(join(folder, 'rows')))).toEqual([spendRow(1)])
})

test('what the disk says is returned; after it takes rows again, the file has all of them, each once', () => {
  const path = join(newFolder(), 'rows')
  const fault = Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' })
  const disk = { left: Number.POSITIVE_INFINITY }
  const file = new RowFile(path, (to, bytes, from, length) => {
    if (disk.left <= 0) throw fault
    const taken = writeSync(to, bytes, from, Math.min(length, disk.left))
    disk.left -= taken
    return taken
  })
  file.add(spendRow(0))
  disk.left = 10
  expect([file.add(spendRow(1)), file.add(spendRow(2)), file.offDisk]).toEqual([fault, fault, 2])
  expect(rowsIn(readFileSync(path))).toEqual([spendRow(0)])
  expect(rowsIn(file.list())).toEqual(rowsOf(3))
  disk.left = Number.POSITIVE_INFINITY
  file.seal()
  expect([file.secure(), file.offDisk, file.held]).toEqual([undefined, 0, 0])
  expect(rowsIn(readFileSync(path))).toEqual(rowsOf(3))
})

test.each([
  [Object.assign(new Error('no'), { code: 'ENOENT' }), true],
  [Object.assign(new Error('no'), { code: 'EIO' }), false],
  [new Error('ENOENT'), false],
  ['ENOENT', false],
])('%s has a code or has not', (error, has) => expect(hasCode(error, 'ENOENT', 'EACCES')).toBe(has))
