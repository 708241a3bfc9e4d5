/**
 * Removes what is older than the config keeps: rows of the spend log by whole days, partitions where days have their own, and
 * stored bodies. What was decided is a value; the sums of days stay.
 */
import { sql } from 'drizzle-orm'
import type { Duration } from '../budget-reset.js'
import type { Connection, Db } from './connection.js'
import { type DayPartition, dayOf, dayPartitions } from './partitions.js'
import type { RetentionTerms } from './retention-terms.js'
import { keepFrom } from './spend-horizon.js'

/** What is to go. */
export type RetentionPlan = {
  /** Rows of days before this one, `YYYY-MM-DD` of UTC; undefined removes none. */
  readonly rowsBefore: string | undefined
  /** Bodies of requests that began before, ISO 8601; undefined removes none. */
  readonly bodiesBefore: string | undefined
  /** Partitions that have nothing else. */
  readonly drop: readonly string[]
}

/** What is gone. */
export type Removed = {
  readonly partitions: readonly string[]
  /** Rows that were in no partition of their day, and bodies. */
  readonly rows: number
  readonly bodies: number
}

/** One instance removes at a time; the number is our own. */
const lockId = 7_170_115
const settingName = 'spend_retention'
/** Rows that go together: the embedded database does nothing else meanwhile. */
const batch = { postgres: 5_000, embedded: 1_000 } as const

/** Decides what is to go. A row is kept at least as long as the config says, and until the end of its day of UTC. */
export function planRetention(
  { rows, bodies }: Pick<RetentionTerms, 'rows' | 'bodies'>,
  partitions: readonly DayPartition[],
  now: number,
): RetentionPlan {
  const rowsBefore = rows === undefined ? undefined : dayOf(before(rows, now))
  // a body without its row is of no use
  const ages = [rows, bodies].flatMap((age) => (age === undefined ? [] : [before(age, now)]))
  return {
    rowsBefore,
    bodiesBefore: ages.length === 0 ? undefined : new Date(Math.max(...ages)).toISOString(),
    drop: rowsBefore === undefined ? [] : partitions.filter(({ day }) => day < rowsBefore).map(({ name }) => name),
  }
}

/** The moment so long before another, milliseconds. The 31st of a month less one is its last day. */
function before(age: Duration, now: number): number {
  if ('ms' in age) return now - age.ms
  const date = new Date(now)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() - age.months)
  // there is no such day in that month
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.getTime()
}

/** Removes what is due; undefined where nothing is, or another instance is at it, or was within the interval. */
export async function runRetention(connection: Connection, terms: RetentionTerms, now: number): Promise<Removed | undefined> {
  if (terms.rows === undefined && terms.bodies === undefined) return undefined
  if (!(await isDue(connection.db, terms, now))) return undefined
  const { rowsBefore, bodiesBefore, drop } = planRetention(terms, await dayPartitions(connection.db), now)
  if (rowsBefore !== undefined) await keepFrom(connection.db, rowsBefore)
  const partitions: string[] = []
  for (const name of drop) {
    const isGone = await alone(connection, (db) => dropPartition(db, name))
    if (isGone === undefined) return undefined
    partitions.push(name)
  }
  const rows = rowsBefore === undefined ? 0 : await inBatches(connection, 'spend_logs_other', `${rowsBefore}T00:00:00Z`)
  const bodies = bodiesBefore === undefined ? 0 : await inBatches(connection, 'spend_bodies', bodiesBefore)
  if (rows === undefined || bodies === undefined) return undefined
  await connection.db.execute(sql`insert into settings (name, value) values (${settingName}, ${JSON.stringify({ at: now })}::jsonb)
    on conflict (name) do update set value = excluded.value, updated_at = now()`)
  return { partitions, rows, bodies }
}

async function isDue(db: Db, { everyMs }: RetentionTerms, now: number): Promise<boolean> {
  const { rows } = await db.execute<{ at: number | null }>(
    sql`select (value ->> 'at')::float8 as at from settings where name = ${settingName}`,
  )
  const at = rows[0]?.at
  // timers are early at times, and a clock that was ahead is no reason to wait for it
  return at == null || now < at || now - at >= everyMs * 0.9
}

/** Does a step where no other instance is at one; undefined where one is. */
async function alone<T>(connection: Connection, step: (db: Db) => Promise<T>): Promise<T | undefined> {
  return connection.transaction(async (db) => {
    const { rows } = await db.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(${lockId}) as taken`)
    return rows[0]?.taken === true ? step(db) : undefined
  })
}

async function dropPartition(db: Db, name: string): Promise<true> {
  // whoever waits for us makes callers wait: rather the next time
  await db.execute(sql`set local lock_timeout = '3s'`)
  // a name out of `dayPartitions`: digits of a date behind the name of the table. Another instance may have been faster
  await db.execute(sql`drop table if exists ${sql.identifier(name)}`)
  return true
}

/** Removes what began before, some at a time; undefined where another instance came between. */
async function inBatches(connection: Connection, table: 'spend_logs_other' | 'spend_bodies', before: string): Promise<number | undefined> {
  const most = batch[connection.kind]
  const name = sql.identifier(table)
  for (let removed = 0; ; ) {
    const count = await alone(connection, async (db) => {
      const { rowCount } = await db.execute(sql`delete from ${name} where ctid = any (array(
        select ctid from ${name} where start_time < ${before}::timestamptz limit ${most}))`)
      return rowCount ?? 0
    })
    if (count === undefined) return undefined
    removed += count
    if (count < most) return removed
  }
}
