/** A large spend log on PostgreSQL, 50,000 rows or, by `npm run soak`, a million: how large a row is, and how long reports take. */
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { spendRoutes } from '../../../src/gateway/admin/spend-routes.js'
import type { Connection } from '../../../src/gateway/store/connection.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { ensurePartitions } from '../../../src/gateway/store/partitions.js'
import { reconcileSpend } from '../../../src/gateway/store/reconcile.js'
import { recordSpend } from '../../../src/gateway/store/record-spend.js'
import { runRetention } from '../../../src/gateway/store/retention.js'
import { readRetention } from '../../../src/gateway/store/retention-terms.js'
import type { SpendRow } from '../../../src/gateway/store/spend-row.js'
import { seededRandom } from '../../../src/runtime/index.js'
import { runs } from '../../support/soak.js'
import { manyRows } from '../spend/many-rows.js'
import { databases } from '../store/databases.js'
import { openAdmin } from './admin-app.js'
import { timeRoutes } from './spend-load.js'

const count = runs(50_000, 1_000_000)
const times = runs(5, 40)
const days = 30
const dayMs = 86_400_000
const end = Date.UTC(2026, 2, 1)
/** Bytes of a row with its share of all indexes; few rows share the pages of each day's partition less well. */
const mostBytes = runs(850, 700)
/** Milliseconds. What runs beside other tests tells nothing; alone it does. */
const mostMs = runs(5_000, 200)

const postgres = databases.find(({ kind }) => kind === 'postgres')

test.skipIf(postgres?.isThere !== true)(
  'rows of a month stay small, are read quickly, agree with their sums, and go within seconds',
  async () => {
    const opened = await postgres?.open()
    if (opened === undefined) throw new Error('there is no PostgreSQL')
    try {
      const { connection } = opened
      await fill(connection)
      const bytes = await bytesOfRow(connection)
      const app = await openAdmin(connection, { routes: spendRoutes })
      app.clock.now = end - dayMs / 2
      const timed = await timeRoutes(app, { times, end, random: seededRandom(5) })
      const lines = timed.map(
        ({ name, p50, p95, bytes: size }) => `${name}: ${p50.toFixed(0)} / ${p95.toFixed(0)} ms, ${(size / 1_024).toFixed(0)} kB`,
      )
      process.stdout.write(`${count} rows, ${bytes.toFixed(0)} bytes each; p50 / p95, largest answer\n${lines.join('\n')}\n`)
      const startedAt = performance.now()
      const terms = readRetention({ maximum_spend_logs_retention_period: '10d' })
      expect(await reconcileSpend(connection, { repair: 'nothing' })).toMatchObject({ rows: count, found: 0 })
      const checkedAt = performance.now()
      const removed = await runRetention(connection, terms, end)
      const removedMs = performance.now() - checkedAt
      process.stdout.write(`reconciled in ${(checkedAt - startedAt).toFixed(0)} ms, 20 days removed in ${removedMs.toFixed(0)} ms\n`)
      expect([removed?.partitions.length, removed?.rows]).toEqual([20, 0])
      expect(removedMs).toBeLessThan(5_000)
      expect(bytes).toBeLessThan(mostBytes)
      expect(timed.filter(({ p95 }) => p95 > mostMs)).toEqual([])
    } finally {
      await opened.close()
    }
  },
  runs(300_000, 1_800_000),
)

async function fill(connection: Connection): Promise<void> {
  await migrate(connection)
  for (let day = -days; day <= 0; day++) await ensurePartitions(connection, end + day * dayMs)
  let batch: SpendRow[] = []
  for (const row of manyRows({ count, end, days })) {
    batch.push(row)
    if (batch.length < 4_000) continue
    await recordSpend(connection, batch)
    batch = []
  }
  await recordSpend(connection, batch)
  // as the database does by itself while it is running; each by itself, since a statement has half a minute
  const { rows } = await connection.db.execute<{ name: string }>(sql`
    select relid::text as name from pg_partition_tree('spend_logs') where isleaf
    union all select unnest(array['daily_spend', 'daily_end_user_spend', 'daily_tag_spend'])`)
  for (const { name } of rows) await connection.db.execute(sql`vacuum analyze ${sql.identifier(name)}`)
}

async function bytesOfRow({ db }: Connection): Promise<number> {
  const { rows } = await db.execute<{ bytes: number }>(sql`
    select (sum(pg_total_relation_size(relid)) / (select count(*) from spend_logs))::float8 as bytes
    from pg_partition_tree('spend_logs') where isleaf`)
  return rows[0]?.bytes ?? Number.NaN
}
