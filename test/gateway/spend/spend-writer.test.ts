/** Rows of the spend log on their way: on disk at once, in the database in the end, each once. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SpendWriter } from '../../../src/gateway/spend/spend-writer.js'
import { WriteAhead } from '../../../src/gateway/spend/write-ahead.js'
import { SpendLines } from '../../../src/gateway/store/spend-lines.js'
import type { SpendRow } from '../../../src/gateway/store/spend-row.js'
import { sendAtTurnEnd } from '../../../src/gateway/turn-end.js'
import { idOf, rowsIn, spendRow } from './spend-rows.js'

/** A writer whose database and clock are the test's. */
function setUp(folder = newFolder(), name = 'one', isAlive: (name: string) => boolean = () => false) {
  const taken = new Map<string, SpendRow>()
  const batches: number[] = []
  const reports: string[] = []
  const timers = new Set<{ readonly ms: number; readonly act: () => void }>()
  const database = { fails: undefined as Error | undefined, refuses: new Set<string>() }
  const ahead = new WriteAhead(folder, name)
  const writer = new SpendWriter(
    ahead,
    {
      record: async (list) => {
        const rows = rowsIn(list)
        if (database.fails !== undefined) throw database.fails
        if (rows.some(({ request_id }) => database.refuses.has(request_id)))
          throw Object.assign(new Error('query failed'), { cause: Object.assign(new Error('out of range'), { code: '22003' }) })
        batches.push(rows.length)
        for (const row of rows) taken.set(row.request_id, row)
      },
      after: (ms, act) => {
        const timer = { ms, act }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      random: () => 1,
      report: (level, message) => reports.push(`${level}: ${message}`),
    },
    ahead.adopt(isAlive),
  )
  /** Lets the timers go off that are set, and waits for what they do. */
  const pass = async () => {
    const due = [...timers]
    timers.clear()
    for (const { act } of due) act()
    await new Promise((resolve) => setImmediate(resolve))
    return due.map(({ ms }) => ms)
  }
  return { folder, writer, taken, batches, reports, database, pass, timers }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-spend-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const down = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
const files = (folder: string) => readdirSync(folder).sort()

describe('rows', () => {
  test('are on disk at once, in the database after a moment, and then no longer on disk', async () => {
    const { folder, writer, taken, pass } = setUp()
    writer.add(spendRow(1))
    writer.add(spendRow(2))
    expect(files(folder)).toEqual(['one-0.ndjson'])
    expect(rowsIn(readFileSync(join(folder, 'one-0.ndjson')))).toEqual([spendRow(1), spendRow(2)])
    expect([taken.size, writer.waiting]).toEqual([0, 2])
    expect(await pass()).toEqual([200])
    expect([...taken.values()]).toEqual([spendRow(1), spendRow(2)])
    expect([files(folder), writer.waiting]).toEqual([[], 0])
  })

  test('whose answers wait for the end of the turn are on disk together before these go out', async () => {
    const { folder, writer } = setUp()
    const onDisk = () => rowsIn(readFileSync(join(folder, 'one-0.ndjson')))
    const seen: (readonly SpendRow[])[] = []
    for (const nth of [1, 2]) {
      writer.add(spendRow(nth), true)
      sendAtTurnEnd({ send: () => seen.push(onDisk()) })
    }
    expect([files(folder), writer.waiting]).toEqual([[], 2])
    await new Promise((resolve) => setImmediate(resolve))
    const both = [spendRow(1), spendRow(2)]
    expect([seen, writer.waiting, writer.offDisk]).toEqual([[both, both], 2, 0])
  })

  test('that wait go to disk with one that does not, with many bytes of others, and with their batch', async () => {
    const { folder, writer, taken } = setUp()
    writer.add(spendRow(1), true)
    writer.add(spendRow(2))
    const onDisk = () => files(folder).flatMap((file) => rowsIn(readFileSync(join(folder, file))))
    expect(onDisk()).toEqual([spendRow(1), spendRow(2)])
    const large = spendRow(3, { bodies: { messages: 'm'.repeat(70_000), response: {} } })
    writer.add(large, true)
    expect(onDisk()).toEqual([spendRow(1), spendRow(2), large])
    writer.add(spendRow(4), true)
    await writer.flush()
    expect([[...taken.values()], files(folder), writer.offDisk]).toEqual([[spendRow(1), spendRow(2), large, spendRow(4)], [], 0])
  })

  test('come in batches of at most 1,000', async () => {
    const { writer, batches, taken } = setUp()
    for (let nth = 0; nth < 2_201; nth++) writer.add(spendRow(nth))
    await writer.flush()
    expect([batches, taken.size]).toEqual([[1_000, 1_000, 201], 2_201])
  })

  test('wait somewhat longer for others after many came, and not after few', async () => {
    const { writer, pass } = setUp()
    const waitsFor = async (count: number) => {
      for (let nth = 0; nth < count; nth++) writer.add(spendRow(nth))
      return pass()
    }
    expect([await waitsFor(1), await waitsFor(99), await waitsFor(100), await waitsFor(1), await waitsFor(1)].flat()).toEqual([
      200, 200, 200, 1_000, 200,
    ])
  })

  test('beyond what memory keeps are read from disk', async () => {
    const { writer, taken, database } = setUp()
    database.fails = down()
    const bodies = { messages: 'm'.repeat(20_000), response: {} }
    for (let nth = 0; nth < 1_000; nth++) writer.add(spendRow(nth, { bodies }))
    expect(writer.waiting).toBe(1_000)
    database.fails = undefined
    await writer.flush()
    expect([[...taken.values()].every(({ bodies: kept }) => kept?.messages === bodies.messages), taken.size, writer.waiting]).toEqual([
      true,
      1_000,
      0,
    ])
  })
})

describe('a database that is down', () => {
  test('is asked again, more and more seldom, and gets every row once it is back', async () => {
    const { writer, taken, reports, database, pass, folder } = setUp()
    database.fails = down()
    writer.add(spendRow(1))
    expect([await pass(), await pass(), await pass(), await pass()].flat()).toEqual([200, 250, 500, 1_000])
    writer.add(spendRow(2))
    expect([writer.waiting, writer.failures, taken.size]).toEqual([2, 4, 0])
    database.fails = undefined
    await pass()
    expect([[...taken.keys()], files(folder), writer.failures]).toEqual([[idOf(1), idOf(2)], [], 0])
    expect(reports).toEqual([
      'warn: spend rows cannot be written: connect ECONNREFUSED. They wait on disk, and are written when the database takes them',
      'info: the database takes spend rows again, after 4 failed writes',
    ])
  })

  test('at the end leaves rows on disk, which the next process takes over', async () => {
    const first = setUp()
    first.database.fails = down()
    first.writer.add(spendRow(1))
    first.writer.add(spendRow(2))
    await first.writer.close()
    expect(first.timers.size).toBe(0)
    const second = setUp(first.folder, 'two')
    expect(second.writer.waiting).toBe(2)
    await second.pass()
    expect([[...second.taken.keys()], files(first.folder)]).toEqual([[idOf(1), idOf(2)], []])
  })
})

test('a line that a kill has cut off is no row, and those before it are', async () => {
  const folder = newFolder()
  new WriteAhead(folder, 'killed').append(spendRow(1))
  appendFileSync(join(folder, 'killed-0.ndjson'), new SpendLines().of(spendRow(2)).slice(0, 40))
  const { taken, pass } = setUp(folder, 'next')
  await pass()
  expect([...taken.values()]).toEqual([spendRow(1)])
})

test('what a living process writes is left to it', () => {
  const folder = newFolder()
  new WriteAhead(folder, 'neighbour').append(spendRow(1))
  const { writer } = setUp(folder, 'next', (name) => name === 'neighbour')
  expect([writer.waiting, files(folder)]).toEqual([0, ['neighbour-0.ndjson']])
})

test('a row that the database refuses for what it is holds no other up, and is set aside', async () => {
  const { writer, taken, reports, database, folder } = setUp()
  database.refuses.add(idOf(3))
  for (let nth = 0; nth < 7; nth++) writer.add(spendRow(nth))
  await writer.flush()
  expect([...taken.keys()].sort()).toEqual([0, 1, 2, 4, 5, 6].map(idOf))
  const [aside = ''] = files(folder)
  expect(rowsIn(readFileSync(join(folder, aside)))).toEqual([spendRow(3)])
  expect(reports).toEqual([
    `error: the database refuses the spend row of request ${idOf(3)}: out of range. It was set aside in ${join(folder, aside)}`,
  ])
})
