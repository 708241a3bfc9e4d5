/** Reports that would be too large, and sums that are larger than numbers can tell apart. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spendRoutes } from '../../../src/gateway/admin/spend-routes.js'
import { newTally, spendOf } from '../../../src/gateway/admin/spend-tally.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { sumsOfCustomers, sumsOfSome, totalsOfCustomers } from '../../../src/gateway/store/spend-by-customer.js'
import { databases, type Opened } from '../store/databases.js'
import { openAdmin } from './admin-app.js'

type Part = { readonly customer: string; readonly total_spend: number; readonly metadata: readonly { readonly spend: number }[] }

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('a report of customers', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
      // 4,000 customers, each with three keys on each of two days; customer n has spent n nano-dollars with each; nobody's is 7 USD a day
      const lines = sql`select '2026-02-01'::date + day as date, 'c' || lpad(nth::text, 4, '0') as end_user, 'k' || key as api_key, nth
        from generate_series(0, 1) as day, generate_series(1, 4000) as nth, generate_series(1, 3) as key`
      const names = sql.raw(`'' as user_id, '' as team_id, 'm' as model_group, 'm' as model, 'p' as provider, 'acompletion' as call_type`)
      const places = sql.raw('api_key, user_id, team_id, model_group, model, provider, call_type, spend, prompt_tokens, api_requests')
      const { db } = opened.connection
      await db.execute(sql`insert into daily_end_user_spend (date, end_user, ${places})
        select date, end_user, api_key, ${names}, nth / 1e9, 2, 1 from (${lines}) as l`)
      await db.execute(sql`insert into daily_spend (date, organization_id, ${places})
        select date, '', api_key, ${names}, sum(nth) / 1e9 + case api_key when 'k1' then 7 else 0 end, 2 * count(*), count(*) + case api_key when 'k1' then 1 else 0 end
        from (${lines}) as l group by date, api_key`)
    })
    afterAll(async () => {
      await opened?.close()
    })
    const days = (last: number) => `start_date=2026-02-01&end_date=2026-02-0${last}&group_by=customer`

    test('has every total, and tells what the dearest are made of, as a header says', async () => {
      const { ask } = await openAdmin(opened.connection, { routes: spendRoutes })
      const { status, body, headers } = await ask('GET', `/global/spend/report?${days(2)}`, undefined)
      expect([status, headers['x-llmgen-more-rows'], body.length]).toEqual([200, 'true', 2])
      for (const day of body) {
        const parts: readonly Part[] = day.customers
        expect(parts.map(({ customer, total_spend: total }) => [customer, total])).toEqual([
          ['Unassigned Customer', 7],
          ...Array.from({ length: 4_000 }, (_, nth) => [`c${String(nth + 1).padStart(4, '0')}`, (3 * (nth + 1)) / 1e9]),
        ])
        // 5,000 lines at most: three of each of the dearest 833 customers of each day
        const told = parts.filter(({ metadata }) => metadata.length > 0)
        expect(told.map(({ customer }) => customer)).toEqual(
          Array.from({ length: 833 }, (_, nth) => `c${String(nth + 3_168).padStart(4, '0')}`),
        )
        expect(told[0]?.metadata).toEqual(
          ['k1', 'k2', 'k3'].map((key) => ({ model: 'm', api_key: key, spend: 3_168 / 1e9, total_tokens: 2 })),
        )
      }
    })

    test('is whole where it is not too large', async () => {
      const { ask } = await openAdmin(opened.connection, { routes: spendRoutes })
      await opened.connection.db.execute(sql`delete from daily_end_user_spend where end_user > 'c2000' and date = '2026-02-02'`)
      const { body, headers } = await ask('GET', `/global/spend/report?${days(2).replace('02-01', '02-02')}`, undefined)
      expect(headers['x-llmgen-more-rows']).toBeUndefined()
      const [{ customers }]: readonly [{ readonly customers: readonly Part[] }] = body
      expect(customers.length).toBe(2_001)
      expect(customers.every(({ metadata }) => metadata.length === 3)).toBe(true)
    })

    test('totals are the sums of their lines, and some of them are those lines', async () => {
      const { db } = opened.connection
      const filter = { from: '2026-02-02', to: '2026-02-02' }
      const lines = await sumsOfCustomers(db, filter)
      const totals = await totalsOfCustomers(db, filter)
      const nano = (usd: string) => Math.round(Number(usd) * 1e9)
      for (const total of totals) {
        const own = lines.filter(({ end_user: id }) => id === total.end_user)
        expect([total.end_user, nano(total.spend)]).toEqual([total.end_user, own.reduce((sum, { spend }) => sum + nano(spend), 0)])
      }
      const some = totals.filter(({ end_user: id }) => id === 'c0007' || id === 'c0009')
      expect(await sumsOfSome(db, filter, some)).toEqual(lines.filter(({ end_user: id }) => id === 'c0007' || id === 'c0009'))
      expect(await sumsOfSome(db, filter, [])).toEqual([])
    })
  })
})

test.each([
  [0, 0, 0],
  [0, 1, 0.000000001],
  [3, 999_999_999_999, 1_002.999999999],
  [-1, -500_000_000, -1.5],
  [9_007_199, 254_740_993, 9_007_199.254740993],
  [123_456_789_012, 345_678_901, 123_456_789_012.34567],
])('%d dollars and %d nano-dollars are %d', (usd, nano, want) => {
  expect(spendOf({ ...newTally(), usd, nano })).toBe(want)
})
