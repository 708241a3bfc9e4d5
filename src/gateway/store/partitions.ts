/**
 * A partition of the spend log for each day, made before the day begins: old rows then go as a whole, without a trace in the
 * others. PostgreSQL alone; the embedded database keeps its rows in the one partition that every day without its own has.
 */
import { sql } from 'drizzle-orm'
import type { Connection, Db } from './connection.js'
import { spendLockId } from './spend-sums.js'

/** The partition of a day of UTC, `YYYY-MM-DD`. */
export type DayPartition = { readonly name: string; readonly day: string }

/** Days after today that have their partition. */
const daysAhead = 3
const dayMs = 86_400_000

/** The day of a moment, `YYYY-MM-DD` of UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** Days from today on that are to have a partition. */
export function daysToHave(now: number): readonly string[] {
  return Array.from({ length: daysAhead + 1 }, (_, nth) => dayOf(now + nth * dayMs))
}

/** The partitions that are there, oldest first. */
export async function dayPartitions(db: Db): Promise<readonly DayPartition[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'spend_logs'::regclass order by 1`)
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = /^spend_logs_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? []
    return day === undefined ? [] : [{ name, day: `${year}-${month}-${day}` }]
  })
}

/**
 * Makes the partitions of today and the next days, where they are missing, and gives their names. A day that has rows already
 * stays where these are. Rejects where a long query keeps the table: it is for the next time.
 */
export async function ensurePartitions(connection: Connection, now: number): Promise<readonly string[]> {
  if (connection.kind === 'embedded') return []
  const wanted = daysToHave(now)
  const isMissing = (there: readonly DayPartition[]) => wanted.filter((day) => !there.some((each) => each.day === day))
  // in most runs there is nothing to do, and nobody waits for anything
  if (isMissing(await dayPartitions(connection.db)).length === 0) return []
  return connection.transaction(async (db) => {
    // whoever waits for us makes callers wait: rather not at all
    await db.execute(sql`set local lock_timeout = '3s'`)
    // nobody adds rows meanwhile, and no other instance is at it
    await db.execute(sql`select pg_advisory_xact_lock(${spendLockId})`)
    const made: string[] = []
    for (const day of isMissing(await dayPartitions(db))) if (!(await hasRows(db, day))) made.push(await makePartition(db, day))
    return made
  })
}

async function hasRows(db: Db, day: string): Promise<boolean> {
  const { rows } = await db.execute(sql`select 1 from spend_logs_other where start_time >= ${startOf(day)}::timestamptz
    and start_time < ${startOf(after(day))}::timestamptz limit 1`)
  return rows.length > 0
}

/** Attaching keeps readers and writers of other partitions going, as making it in its place would not. */
async function makePartition(db: Db, day: string): Promise<string> {
  const name = `spend_logs_${day.replaceAll('-', '')}`
  // digits of a date and nothing else: there is no parameter in such statements
  if (!/^spend_logs_\d{8}$/.test(name)) throw new Error(`llmgen bug: "${day}" is no day`)
  await db.execute(sql.raw(`create table ${name} (like spend_logs including defaults)`))
  await db.execute(
    sql.raw(`alter table spend_logs attach partition ${name} for values from ('${startOf(day)}') to ('${startOf(after(day))}')`),
  )
  return name
}

function startOf(day: string): string {
  return `${day}T00:00:00Z`
}

function after(day: string): string {
  return dayOf(Date.parse(startOf(day)) + dayMs)
}
