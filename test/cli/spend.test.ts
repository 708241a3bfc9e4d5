/** `llmgen spend reconcile` as a process, on the embedded database. */
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openEmbedded } from '../../src/gateway/store/embedded.js'
import { migrate } from '../../src/gateway/store/migrate.js'
import { recordSpend } from '../../src/gateway/store/record-spend.js'
import { spendRow } from '../gateway/spend/spend-rows.js'
import { useBundledCli } from './bundled-cli.js'
import { runProcess } from './cli-process.js'
import { folder } from './folder.js'

useBundledCli()

test('sums that agree, sums that do not, and what repairing them does', async () => {
  const { path: cwd } = folder()
  const open = () => openEmbedded(join(cwd, '.llmgen/db'))
  const first = await open()
  await migrate(first)
  await first.close()
  const reconcile = (...args: readonly string[]) => runProcess(['spend', 'reconcile', ...args], { cwd })
  expect(await reconcile()).toEqual({ code: 0, out: '', err: 'there is nothing to compare: no request was recorded\n' })

  const connection = await open()
  await recordSpend(connection, [spendRow(1), spendRow(2)])
  await connection.db.execute(sql`update daily_spend set spend = spend + 1`)
  const { rows } = await connection.db.execute<{ day: string; kept: string; counted: string }>(
    sql`select date::text as day, spend::text as kept, (spend - 1)::text as counted from daily_spend`,
  )
  await connection.close()
  const [row] = rows
  if (row === undefined) throw new Error('no row was recorded')

  const wrong = await reconcile()
  expect(wrong.code).toBe(1)
  expect(wrong.out).toMatch(/^table +of +column +kept +rows say\ndaily_spend +\S+ .*spend +\S+ +\S+\n$/)
  for (const word of [row.day, row.kept, row.counted]) expect(wrong.out).toContain(word)
  expect(wrong.err).toBe(`2 rows of ${row.day}, ${row.counted} US dollars: 1 sum differs; --repair makes those of days anew\n`)

  const told = JSON.parse((await reconcile('--json')).out)
  expect(told).toMatchObject({ from: row.day, to: row.day, rows: 2, found: 1, repaired: 0 })

  const repaired = await reconcile('--repair', '--from', row.day)
  expect([repaired.code, repaired.err]).toEqual([0, `2 rows of ${row.day}, ${row.counted} US dollars: 1 sum differs, 1 put right\n`])
  expect(await reconcile()).toEqual({ code: 0, out: '', err: `2 rows of ${row.day}, ${row.counted} US dollars: all sums agree\n` })
}, 180_000)

test.each([
  { args: ['--from', '2026-02-30'], code: 2, says: '--from needs a day such as 2026-02-14, not "2026-02-30"' },
  { args: ['--to', 'yesterday'], code: 2, says: '--to needs a day such as 2026-02-14, not "yesterday"' },
  { args: ['--from', '2026-02-02', '--to', '2026-02-01'], code: 2, says: '--from 2026-02-02 is after --to 2026-02-01' },
  { args: [], code: 3, says: 'there is no embedded database in ' },
  { args: ['--database-url', 'postgres://someone@127.0.0.1:9/app'], code: 3, says: 'PostgreSQL at 127.0.0.1:9/app cannot be used' },
])('$args is refused with what to do', async ({ args, code, says }) => {
  const ran = await runProcess(['spend', 'reconcile', ...args], { cwd: folder().path })
  expect([ran.code, ran.out]).toEqual([code, ''])
  expect(ran.err).toContain(says)
})
