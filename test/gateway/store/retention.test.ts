/** Partitions of days, and what is removed when it is old, on every database. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection } from '../../../src/gateway/store/connection.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { dayPartitions, daysToHave, ensurePartitions } from '../../../src/gateway/store/partitions.js'
import { reconcileSpend } from '../../../src/gateway/store/reconcile.js'
import { recordSpend } from '../../../src/gateway/store/record-spend.js'
import { planRetention, runRetention } from '../../../src/gateway/store/retention.js'
import { readRetention } from '../../../src/gateway/store/retention-terms.js'
import { spendRow } from '../spend/spend-rows.js'
import { databases, type Opened } from './databases.js'

const dayMs = 86_400_000
const noon = Date.UTC(2026, 1, 14, 12)

describe('what is to go', () => {
  const partitions = ['2026-02-10', '2026-02-11', '2026-02-12'].map((day) => ({ name: `spend_logs_${day.replaceAll('-', '')}`, day }))

  test.each([
    [{}, undefined, undefined, []],
    [{ maximum_spend_logs_retention_period: '3d' }, '2026-02-11', '2026-02-11T12:00:00.000Z', ['spend_logs_20260210']],
    [{ maximum_spend_logs_retention_period: '36h' }, '2026-02-13', '2026-02-13T00:00:00.000Z', partitions.map(({ name }) => name)],
    [{ maximum_spend_logs_retention_period: '1mo' }, '2026-01-14', '2026-01-14T12:00:00.000Z', []],
    [{ maximum_spend_logs_retention_period: '30days' }, '2026-01-15', '2026-01-15T12:00:00.000Z', []],
    [{ maximum_spend_bodies_retention_period: '1d' }, undefined, '2026-02-13T12:00:00.000Z', []],
    [
      { maximum_spend_logs_retention_period: '1w', maximum_spend_bodies_retention_period: '1d' },
      '2026-02-07',
      '2026-02-13T12:00:00.000Z',
      [],
    ],
    [{ maximum_spend_logs_retention_period: 'soon' }, undefined, undefined, []],
  ])('%j', (settings, rowsBefore, bodiesBefore, drop) => {
    expect(planRetention(readRetention(settings), partitions, noon)).toEqual({ rowsBefore, bodiesBefore, drop })
  })

  test('a month before the 31st is the last day of the month before', () => {
    const { rows } = readRetention({ maximum_spend_logs_retention_period: '1mo' })
    expect(planRetention({ rows, bodies: undefined }, [], Date.UTC(2026, 2, 31, 12)).rowsBefore).toBe('2026-02-28')
  })

  test.each([
    [{}, dayMs],
    [{ maximum_spend_logs_retention_interval: '6h' }, 6 * 3_600_000],
    [{ maximum_spend_logs_retention_interval: '1s' }, 60_000],
    [{ maximum_spend_logs_retention_interval: '12mo' }, 2 ** 31 - 1],
  ])('%j is looked at every %d ms', (settings, everyMs) => {
    expect(readRetention(settings).everyMs).toBe(everyMs)
  })
})

describe.each(databases)('$kind', ({ kind, isThere, open }) => {
  describe.skipIf(!isThere)('old rows', () => {
    let opened: Opened
    let connection: Connection
    beforeAll(async () => {
      opened = await open()
      connection = opened.connection
      await migrate(connection)
    })
    afterAll(async () => {
      await opened?.close()
    })

    const places = async () => {
      const { rows } = await connection.db.execute<{ place: string; count: number }>(
        sql`select tableoid::regclass::text as place, count(*)::int as count from spend_logs group by 1 order by 1`,
      )
      return Object.fromEntries(rows.map(({ place, count }) => [place, count]))
    }
    const dayText = (day: number) => new Date(Date.UTC(2026, 1, day)).toISOString().slice(0, 10)
    const rowsOf = (day: number, first: number) =>
      [0, 1, 2].map((nth) =>
        spendRow(first + nth, {
          start_time: Date.parse(`${dayText(day)}T0${nth}:00:00.000Z`),
          bodies: { messages: ['hello'], response: 'hi' },
        }),
      )

    test('go to the partition of their day where it was made ahead, and all others to one', async () => {
      await recordSpend(connection, rowsOf(10, 0))
      const made = await ensurePartitions(connection, Date.UTC(2026, 1, 10, 5))
      // the day that has rows already stays where they are
      expect(made).toEqual(kind === 'embedded' ? [] : ['spend_logs_20260211', 'spend_logs_20260212', 'spend_logs_20260213'])
      expect(await ensurePartitions(connection, Date.UTC(2026, 1, 10, 5))).toEqual([])
      expect((await dayPartitions(connection.db)).map(({ name }) => name)).toEqual(made)
      expect(daysToHave(Date.UTC(2026, 1, 27))).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'])
      for (const day of [11, 12, 13, 14]) await recordSpend(connection, rowsOf(day, day * 100))
      expect(await places()).toEqual(
        kind === 'embedded'
          ? { spend_logs_other: 15 }
          : { spend_logs_20260211: 3, spend_logs_20260212: 3, spend_logs_20260213: 3, spend_logs_other: 6 },
      )
      expect(await reconcileSpend(connection, { repair: 'nothing' })).toMatchObject({ rows: 15, found: 0 })
    })

    test('are removed by days, bodies by their own age; sums of days stay, and nothing is done twice', async () => {
      const terms = readRetention({ maximum_spend_logs_retention_period: '2d', maximum_spend_bodies_retention_period: '1d' })
      const removed = await runRetention(connection, terms, noon)
      expect(removed).toEqual(
        kind === 'embedded' ? { partitions: [], rows: 6, bodies: 12 } : { partitions: ['spend_logs_20260211'], rows: 3, bodies: 12 },
      )
      expect(Object.values(await places()).reduce((sum, count) => sum + count, 0)).toBe(9)
      const { rows } = await connection.db.execute(sql`select count(*)::int as bodies from spend_bodies`)
      expect(rows).toEqual([{ bodies: 3 }])
      const { rows: days } = await connection.db.execute(sql`select sum(api_requests)::int as requests from daily_spend`)
      expect(days).toEqual([{ requests: 15 }])
      expect(await reconcileSpend(connection, { repair: 'days' })).toMatchObject({ from: '2026-02-12', rows: 9, found: 0 })
      expect(await runRetention(connection, terms, noon + dayMs / 2)).toBeUndefined()
      expect(await runRetention(connection, terms, noon + dayMs)).toMatchObject({ bodies: 3 })
    })

    test('are removed by one instance at a time', async () => {
      await recordSpend(connection, rowsOf(1, 5_000))
      const terms = readRetention({ maximum_spend_logs_retention_period: '1d' })
      const runs = await Promise.all([1, 2].map(() => runRetention(connection, terms, noon + 3 * dayMs)))
      const removed = runs.reduce((sum, run) => sum + (run?.rows ?? 0), 0)
      expect(removed).toBeLessThanOrEqual(Object.values(await places()).length + 12)
      expect(await places()).toEqual({})
    })

    test('stay where nothing is said of them', async () => {
      expect(await runRetention(connection, readRetention({}), noon)).toBeUndefined()
    })
  })
})
