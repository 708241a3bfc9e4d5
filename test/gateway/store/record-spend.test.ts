/** Rows of the spend log and their sums, on every database. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { recordSpend, recordSpendList } from '../../../src/gateway/store/record-spend.js'
import { lineEnd, SpendLines } from '../../../src/gateway/store/spend-lines.js'
import { listSpend } from '../../../src/gateway/store/spend-list.js'
import { type SpendRow, usdText } from '../../../src/gateway/store/spend-row.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { seededRandom } from '../../../src/runtime/index.js'
import { idOf, spendRow } from '../spend/spend-rows.js'
import { databases, type Opened } from './databases.js'

const plain = spendRow(0)

test.each([
  [0, '0.000000000'],
  [1, '0.000000001'],
  [1_500_000_000, '1.500000000'],
  [12_345_678_901_234, '12345.678901234'],
  [-2_000_000_001, '-2.000000001'],
])('%d nano-dollars are %s', (nano, text) => {
  expect(usdText(nano)).toBe(text)
})

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('spend', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      const { db } = opened.connection
      await migrate(opened.connection)
      await db.insert(tables.organizations).values({ organizationId: 'o1' })
      await db.insert(tables.teams).values([{ teamId: 't1' }, { teamId: 't2' }])
      await db.insert(tables.users).values([{ userId: 'u1' }, { userId: 'u2' }])
      await db.insert(tables.teamMembers).values([
        { teamId: 't1', userId: 'u1' },
        { teamId: 't1', userId: 'u2' },
      ])
      await db.insert(tables.keys).values(['k1', 'k2', 'k3'].map((token) => ({ token, keyName: 'sk-...' })))
      await db.insert(tables.tags).values([{ tagName: 'red' }, { tagName: 'blue' }])
    })
    afterAll(async () => {
      await opened?.close()
    })

    const sums = async () => {
      const { rows } = await opened.connection.db.execute<{ what: string; sum: string }>(sql`
        select 'key ' || token as what, spend::text as sum from keys
        union all select 'user ' || user_id, spend::text from users
        union all select 'team ' || team_id, spend::text from teams
        union all select 'member ' || team_id || ' ' || user_id, total_spend::text from team_members
        union all select 'end user ' || user_id, spend::text from end_users
        union all select 'tag ' || tag_name, spend::text from tags
        union all select 'rows', coalesce(sum(spend), 0)::text from spend_logs
        union all select 'days', coalesce(sum(spend), 0)::text from daily_spend
        union all select 'requests', sum(api_requests)::text from daily_spend
        union all select 'failed', sum(failed_requests)::text from daily_spend
        union all select 'day of tag ' || tag, sum(spend)::text from daily_tag_spend group by tag`)
      return new Map(rows.map(({ what, sum }) => [what, sum]))
    }

    test('sums are those of the rows to the last digit, whatever comes twice and side by side', async () => {
      const random = seededRandom(7)
      const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
      const nanos = new Map<string, number>()
      const rows = Array.from({ length: 400 }, (_, nth): SpendRow => {
        const nano = Math.floor(random() * 5e9)
        nanos.set(idOf(nth), nano)
        return {
          ...plain,
          request_id: idOf(nth),
          start_time: Date.UTC(2026, 1, 10 + Math.floor(random() * 5), 23, 59, 59, nth),
          status: one(['success', 'success', 'failure']),
          api_key: one(['k1', 'k2', 'k3', 'gone']),
          user_id: one(['u1', 'u2', '']),
          team_id: one(['t1', 't2', '']),
          end_user: one(['customer', '']),
          spend: usdText(nano),
          request_tags: one([[], ['red'], ['red', 'red'], ['red', 'blue']]),
        }
      })
      const batches = Array.from({ length: 12 }, () => Array.from({ length: 120 }, () => one(rows)))
      const added = await Promise.all([...batches, rows].map((batch) => recordSpend(opened.connection, batch)))
      expect(added.reduce((all, count) => all + count, 0)).toBe(rows.length)
      const found = await sums()
      const sumOf = (fits: (row: SpendRow) => boolean) =>
        usdText(rows.filter(fits).reduce((sum, { request_id }) => sum + (nanos.get(request_id) ?? 0), 0))
      expect(Object.fromEntries(found)).toEqual({
        rows: sumOf(() => true),
        days: sumOf(() => true),
        requests: '400',
        failed: String(rows.filter(({ status }) => status === 'failure').length),
        ...Object.fromEntries(['k1', 'k2', 'k3'].map((key) => [`key ${key}`, sumOf((row) => row.api_key === key)])),
        ...Object.fromEntries(['u1', 'u2'].map((user) => [`user ${user}`, sumOf((row) => row.user_id === user)])),
        ...Object.fromEntries(['t1', 't2'].map((team) => [`team ${team}`, sumOf((row) => row.team_id === team)])),
        ...Object.fromEntries(
          ['u1', 'u2'].map((user) => [`member t1 ${user}`, sumOf((row) => row.team_id === 't1' && row.user_id === user)]),
        ),
        'end user customer': sumOf((row) => row.end_user === 'customer'),
        ...Object.fromEntries(
          ['red', 'blue'].flatMap((tag) => {
            const sum = sumOf((row) => row.request_tags.includes(tag))
            return [
              [`tag ${tag}`, sum],
              [`day of tag ${tag}`, sum],
            ]
          }),
        ),
      })
    })

    test('a window begins anew when its time has come, and counts on until then', async () => {
      const { connection } = opened
      const spent = (nth: number, resets_at: string | null, spend: string) =>
        recordSpend(connection, [
          { ...plain, request_id: idOf(10_000 + nth), spend, windows: [{ kind: 'key', id: 'k1', window: '1d', resets_at }] },
        ])
      const now = async () =>
        (await connection.db.select().from(tables.spendWindows)).map(({ spend, resetsAt }) => [spend, resetsAt?.toISOString()])
      await spent(1, '2026-02-15T00:00:00.000Z', '1')
      await spent(2, '2026-02-15T00:00:00.000Z', '0.5')
      expect(await now()).toEqual([['1.500000000', '2026-02-15T00:00:00.000Z']])
      await spent(2, '2026-02-15T00:00:00.000Z', '0.5')
      expect(await now()).toEqual([['1.500000000', '2026-02-15T00:00:00.000Z']])
      await spent(3, '2026-02-16T00:00:00.000Z', '0.25')
      expect(await now()).toEqual([['0.250000000', '2026-02-16T00:00:00.000Z']])
    })

    test('a row that is twice in one batch counts once, with all that stands beside it', async () => {
      const { connection } = opened
      const windows = [{ kind: 'team', id: 't1', window: '7d', resets_at: null }] as const
      const row = { ...plain, request_id: idOf(15_000), spend: '0.5', windows, bodies: { messages: ['hello'], response: 'hi' } }
      expect(await recordSpend(connection, [row, row])).toBe(1)
      expect(await recordSpend(connection, [row])).toBe(0)
      const { rows: spent } = await connection.db.execute(sql`select spend from spend_windows where kind = 'team' and id = 't1'`)
      const { rows: bodies } = await connection.db.execute(
        sql`select messages, response from spend_bodies where request_id = ${idOf(15_000)}`,
      )
      expect([spent, bodies]).toEqual([[{ spend: '0.500000000' }], [{ messages: ['hello'], response: 'hi' }]])
    })

    test('batches are as right by a plan that was made anew as by the first', async () => {
      const { connection } = opened
      const before = Number((await sums()).get('requests'))
      for (let nth = 0; nth < 110; nth++) expect(await recordSpend(connection, [{ ...plain, request_id: idOf(50_000 + nth) }])).toBe(1)
      expect(Number((await sums()).get('requests'))).toBe(before + 110)
    })

    test('a row whose line does not say who asked is refused, and with it its batch', async () => {
      const { connection } = opened
      const [, line = ''] = new SpendLines().of({ ...plain, request_id: idOf(16_000) }).split(lineEnd)
      await expect(recordSpendList(connection, Buffer.from(`[${line}]`))).rejects.toMatchObject({ code: '23502' })
    })

    test('a price that is not known is null in the row and nothing in the sums', async () => {
      const { connection } = opened
      const before = (await sums()).get('days')
      await recordSpend(connection, [{ ...plain, request_id: idOf(20_000), spend: null }])
      expect((await sums()).get('days')).toBe(before)
      const { rows } = await connection.db.execute(sql`select spend from spend_logs where request_id = ${idOf(20_000)}`)
      expect(rows).toEqual([{ spend: null }])
    })

    test('a row is found by the id that was made here, by the caller’s own and by that of its answer', async () => {
      const { connection } = opened
      const ids = { request_id: idOf(25_000), call_id: 'mine', response_id: 'chatcmpl-1' }
      await recordSpend(connection, [
        { ...plain, ...ids },
        { ...plain, request_id: idOf(25_001), response_id: idOf(25_000) },
      ])
      const found = async (requestId: string) => (await listSpend(connection.db, { requestId }, { size: 9 })).map((row) => row.response_id)
      expect([await found('mine'), await found('chatcmpl-1'), await found('chatcmpl-2')]).toEqual([['chatcmpl-1'], ['chatcmpl-1'], []])
      expect(await found(idOf(25_000))).toEqual(['chatcmpl-1', idOf(25_000)])
    })

    test('text that looks like SQL is text', async () => {
      const evil = `'); drop table keys; -- \\ " $1 \u2028`
      await recordSpend(opened.connection, [
        { ...plain, request_id: idOf(30_000), model: evil, request_tags: [evil], metadata: { [evil]: evil } },
      ])
      const { rows } = await opened.connection.db.execute(sql`select model, request_tags, metadata from spend_rows where model = ${evil}`)
      expect(rows).toEqual([{ model: evil, request_tags: [evil], metadata: { [evil]: evil } }])
    })

    test('characters that the database cannot hold keep no row out', async () => {
      const odd = 'a\u0000b\ud800c\\u0000\\\u0000'
      await recordSpend(opened.connection, [{ ...plain, request_id: idOf(40_000), end_user: odd, metadata: { [odd]: odd } }])
      const { rows } = await opened.connection.db.execute(sql`select end_user, metadata from spend_logs where request_id = ${idOf(40_000)}`)
      const kept = 'a\ufffdb\ufffdc\\u0000\\\ufffd'
      expect(rows).toEqual([{ end_user: kept, metadata: { [kept]: kept } }])
    })
  })
})
