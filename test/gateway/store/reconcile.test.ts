/** The sums of the spend log against its rows, on every database. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { reconcileSpend } from '../../../src/gateway/store/reconcile.js'
import { recordSpend } from '../../../src/gateway/store/record-spend.js'
import { keepFrom } from '../../../src/gateway/store/spend-horizon.js'
import { type SpendRow, usdText } from '../../../src/gateway/store/spend-row.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { idOf, spendRow } from '../spend/spend-rows.js'
import { databases, type Opened } from './databases.js'

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, nth) =>
    spendRow(nth, {
      start_time: Date.UTC(2026, 1, 10 + (nth % 3), 23, 59, 59, nth),
      status: nth % 7 === 0 ? 'failure' : 'success',
      cache_hit: nth % 5 === 0,
      spend: nth % 11 === 0 ? null : `0.00000000${nth % 9}`,
      end_user: nth % 2 === 0 ? 'customer' : '',
      request_tags: nth % 3 === 0 ? ['red', 'red', 'blue'] : [],
    }),
  )

/** What rows come to in US dollars, counted here. */
const spentBy = (fits: (row: SpendRow) => boolean) =>
  usdText(
    rowsOf(120)
      .filter(fits)
      .reduce((sum, { spend }) => sum + Math.round(Number(spend ?? 0) * 1e9), 0),
  )
const all = spentBy(() => true)
const isOn = (day: string, { start_time }: SpendRow) => new Date(start_time).toISOString().startsWith(day)
const onDay = (day: string) => spentBy((row) => isOn(day, row))

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('sums and rows', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
      const { db } = opened.connection
      await db.insert(tables.users).values({ userId: 'u1' })
      await db.insert(tables.teams).values({ teamId: 't1' })
      await db.insert(tables.teamMembers).values({ teamId: 't1', userId: 'u1' })
      await db.insert(tables.keys).values({ token: 'k1', keyName: 'sk-...' })
      await db.insert(tables.tags).values({ tagName: 'red' })
      await recordSpend(opened.connection, rowsOf(120))
    })
    afterAll(async () => {
      await opened?.close()
    })

    const check = (more: object = {}) => reconcileSpend(opened.connection, { repair: 'nothing', ...more })

    test('agree where nobody has touched them', async () => {
      expect(await check()).toEqual({
        from: '2026-02-10',
        to: '2026-02-12',
        rows: 120,
        spend: all,
        found: 0,
        differences: [],
        repaired: 0,
      })
      expect(await check({ from: '2026-02-11', to: '2026-02-11' })).toMatchObject({ from: '2026-02-11', to: '2026-02-11', rows: 40 })
      expect(await check({ from: '2026-03-01' })).toMatchObject({ from: null, rows: 0, found: 0 })
    })

    test('what was spoilt is found, told, put right, and then agrees', async () => {
      const { db } = opened.connection
      await db.execute(sql`update daily_spend set spend = spend + 1 where date = '2026-02-10' and model = 'gpt-4o-2024-08-06'`)
      await db.execute(sql`delete from daily_end_user_spend where date = '2026-02-11'`)
      await db.execute(sql`insert into daily_tag_spend (date, tag, api_key, user_id, model_group, model, provider, call_type, api_requests)
        values ('2026-02-12', 'green', 'k1', 'u1', '', '', '', '', 5)`)
      const found = await check()
      expect(found.found).toBe(3)
      expect(found.differences.map(({ table, of, kept, counted }) => [table, of.date, kept?.spend, counted?.spend])).toEqual([
        ['daily_spend', '2026-02-10', `1${onDay('2026-02-10').slice(1)}`, onDay('2026-02-10')],
        ['daily_end_user_spend', '2026-02-11', undefined, spentBy((row) => isOn('2026-02-11', row) && row.end_user !== '')],
        ['daily_tag_spend', '2026-02-12', '0.000000000', undefined],
      ])
      // a day beside is not looked at
      expect(await check({ from: '2026-02-11' })).toMatchObject({ found: 2 })
      expect(await check({ repair: 'days' })).toMatchObject({ found: 3, repaired: 3 })
      expect(await check({ repair: 'days' })).toMatchObject({ found: 0, repaired: 0 })
    })

    test('a key that does not have what its rows come to is told, and not touched', async () => {
      const { db } = opened.connection
      const change = (by: string) => db.execute(sql`update keys set spend = spend + ${by}::numeric where token = 'k1'`)
      await change('0.5')
      expect((await check({ repair: 'days' })).differences).toEqual([
        { table: 'keys', of: { token: 'k1' }, kept: { spend: `0.5${all.slice(3)}` }, counted: { spend: all } },
      ])
      expect((await check()).found).toBe(1)
      await change('-0.5')
      expect((await check()).found).toBe(0)
    })

    test('days whose rows were removed keep their sums', async () => {
      const { db } = opened.connection
      await keepFrom(db, '2026-02-11')
      await keepFrom(db, '2026-02-09')
      await db.execute(sql`delete from spend_logs where start_time < '2026-02-11T00:00:00Z'`)
      expect(await check({ repair: 'days' })).toMatchObject({ from: '2026-02-11', rows: 80, found: 0, repaired: 0 })
      const { rows } = await db.execute(sql`select sum(api_requests)::int as count from daily_spend`)
      expect(rows).toEqual([{ count: 120 }])
    })

    test('rows that come during a repair are counted once', async () => {
      const { connection } = opened
      await connection.db.execute(sql`update daily_spend set api_requests = 0`)
      const late = Array.from({ length: 5 }, (_, nth) => [spendRow(1_000 + nth, { request_id: idOf(1_000 + nth) })])
      await Promise.all([check({ repair: 'days' }), ...late.map((rows) => recordSpend(connection, rows)), check({ repair: 'days' })])
      expect(await check()).toMatchObject({ to: '2026-02-14', rows: 85, found: 0 })
    })
  })
})
