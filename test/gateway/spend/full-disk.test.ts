/** A disk without room: rows are held in memory until the database has them or there is room again, and nobody loses one in silence. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { WriteBytes } from '../../../src/gateway/spend/row-file.js'
import { SpendWriter } from '../../../src/gateway/spend/spend-writer.js'
import { WriteAhead } from '../../../src/gateway/spend/write-ahead.js'
import { SpendLines } from '../../../src/gateway/store/spend-lines.js'
import type { SpendRow } from '../../../src/gateway/store/spend-row.js'
import { rowsIn, spendRow } from './spend-rows.js'

const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

/** A disk with so many bytes left: as a real one, it takes what fits before it says no. */
function smallDisk(room: number) {
  const disk = { room }
  const write: WriteBytes = (file, bytes, from, length) => {
    if (disk.room <= 0) throw noSpace()
    const taken = writeSync(file, bytes, from, Math.min(length, disk.room))
    disk.room -= taken
    return taken
  }
  return { disk, write }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-full-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function writerOver(folder: string, write?: WriteBytes) {
  const taken: SpendRow[] = []
  const reports: string[] = []
  const database = { fails: false }
  const writer = new SpendWriter(new WriteAhead(folder, 'one', write), {
    record: async (list) => {
      if (database.fails) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      taken.push(...rowsIn(list))
    },
    // the test says when
    after: () => () => undefined,
    random: () => 1,
    report: (level, message) => reports.push(`${level}: ${message.split(':')[0]}`),
  })
  return { writer, taken, reports, database }
}

/** The end of this turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve))
const rows = (count: number) => Array.from({ length: count }, (_, nth) => spendRow(nth))
const lines = new SpendLines()
/** Bytes of the first row of a file, and of any other. */
const first = lines.of(spendRow(0)).length + 1
const length = lines.of(spendRow(1)).length
const linesIn = (folder: string) =>
  readdirSync(folder)
    .sort()
    .flatMap((file) => rowsIn(readFileSync(join(folder, file), 'utf8')))

const begins = 'error: the disk takes no spend rows'
const ends = 'info: the disk takes spend rows again'

describe('a disk that fills up', () => {
  test('in the middle of a row: the row is held, the file has whole rows alone, and the database gets all of them', async () => {
    const folder = newFolder()
    const { disk, write } = smallDisk(first + length + 40)
    const { writer, taken, reports } = writerOver(folder, write)
    for (const row of rows(5)) writer.add(row)
    expect([writer.waiting, writer.offDisk, reports]).toEqual([5, 3, [begins]])
    expect(linesIn(folder)).toEqual(rows(2))
    await writer.flush()
    expect([taken, writer.waiting, writer.offDisk]).toEqual([rows(5), 0, 0])
    disk.room = 100 * length
    writer.add(spendRow(5))
    expect([linesIn(folder), writer.offDisk, reports]).toEqual([[spendRow(5)], 0, [begins, ends]])
  })

  test('under rows that wait for the end of their turn: it is said once, and no row waits while nothing can be written', async () => {
    const folder = newFolder()
    const { disk, write } = smallDisk(first)
    const { writer, taken, reports } = writerOver(folder, write)
    for (const row of rows(3)) writer.add(row, true)
    expect(reports).toEqual([])
    await turn()
    expect([writer.offDisk, linesIn(folder), reports]).toEqual([2, [spendRow(0)], [begins]])
    writer.add(spendRow(3), true)
    expect([writer.offDisk, reports]).toEqual([3, [begins]])
    disk.room = 100 * length
    writer.add(spendRow(4), true)
    expect([writer.offDisk, linesIn(folder), reports]).toEqual([0, rows(5), [begins, ends]])
    await writer.flush()
    expect(taken).toEqual(rows(5))
  })

  test('and has room again while the database is away: what was held goes to disk, behind what is there', async () => {
    const folder = newFolder()
    const { disk, write } = smallDisk(first + 40)
    const { writer, taken, reports, database } = writerOver(folder, write)
    database.fails = true
    for (const row of rows(4)) writer.add(row)
    await writer.flush()
    await writer.flush()
    expect([writer.offDisk, linesIn(folder)]).toEqual([3, [spendRow(0)]])
    // room for one more
    disk.room = length + 10
    await writer.flush()
    expect([writer.offDisk, linesIn(folder)]).toEqual([2, rows(2)])
    disk.room = 100 * length
    await writer.flush()
    expect([writer.offDisk, linesIn(folder)]).toEqual([0, rows(4)])
    database.fails = false
    await writer.flush()
    expect([taken, readdirSync(folder)]).toEqual([rows(4), []])
    expect(reports.filter((line) => line === begins || line === ends)).toEqual([begins, ends])
  })

  test('while the database is away, until memory is full too: then the row is thrown back, and none before it', async () => {
    const { write } = smallDisk(0)
    const { writer, taken, database } = writerOver(newFolder(), write)
    database.fails = true
    let added = 0
    const fill = () => {
      for (; added < 100_000; added++) writer.add(spendRow(added))
    }
    expect(fill).toThrow('ENOSPC')
    expect([writer.isFull, writer.waiting, writer.offDisk]).toEqual([true, added, added])
    expect(added * length).toBeGreaterThan(7_900_000)
    database.fails = false
    await writer.flush()
    expect([taken.length, writer.isFull, writer.offDisk]).toEqual([added, false, 0])
  })

  test('and takes nothing until the end: what is lost is said, in a number', async () => {
    const { write } = smallDisk(0)
    const { writer, database, reports } = writerOver(newFolder(), write)
    database.fails = true
    for (const row of rows(3)) writer.add(row)
    await writer.close()
    expect(reports.at(-1)).toBe('error: 3 spend rows are lost')
  })
})

describe('a disk that really is full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-tiny-'))
  const isThere = succeeds('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  // also where the test itself is not asked for
  afterAll(() => {
    if (isThere) succeeds('umount', [folder])
    rmSync(folder, { recursive: true, force: true })
  })

  test.skipIf(!isThere)('takes no row, then some, and every one is in the database in the end', async () => {
    const { writer, taken, reports, database } = writerOver(join(folder, 'spend'))
    database.fails = true
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(48 * 1_024))
    for (const row of rows(600)) writer.add(row)
    expect([writer.waiting, writer.offDisk > 0, reports]).toEqual([600, true, [begins]])
    await writer.flush()
    rmSync(join(folder, 'ballast'))
    writer.add(spendRow(600))
    await writer.flush()
    await writer.flush()
    const told = reports.filter((line) => line === begins || line === ends)
    // 600 rows are more than 64 kB
    expect([writer.waiting, writer.offDisk > 0, told.slice(0, 1)]).toEqual([601, true, [begins]])
    database.fails = false
    await writer.flush()
    expect([taken, writer.offDisk, readdirSync(join(folder, 'spend'))]).toEqual([[...rows(600), spendRow(600)], 0, []])
  })
})

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, [...args], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
