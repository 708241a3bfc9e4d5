/**
 * Holds the sums of the spend log against its rows, and makes those of days anew from them. Rows that retention has removed
 * cannot be counted any more: the days before are left as they are.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Connection, Db } from './connection.js'
import { objectSums } from './reconcile-objects.js'
import { firstWholeDay } from './spend-horizon.js'
import { type DailyTable, dailyTables, insertSums, spendLockId, sumColumns, sumsOf } from './spend-sums.js'

/** What is compared. Days are `YYYY-MM-DD` of UTC, both included; absent is from the first to the last. */
export type ReconcileTerms = {
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** `days`: the sums of days are made anew where they differ. Those of keys and their kin are only told. */
  readonly repair: 'nothing' | 'days'
}

/** Sums by their columns, as decimal text: `{ spend: '0.250000000', api_requests: '3', … }`. */
export type Sums = { readonly [column: string]: string }

/** A sum that is not what the rows say. */
export type SpendDifference = {
  /** `daily_spend`, `daily_end_user_spend`, `daily_tag_spend`, `keys`, `users`, `teams`, … */
  readonly table: string
  /** Which sum: its date and the other columns of a day, or the id of an object. */
  readonly of: { readonly [column: string]: string }
  /** What the table says; null where it has no such sum. */
  readonly kept: Sums | null
  /** What the rows say; null where there are none. */
  readonly counted: Sums | null
}

export type Reconciled = {
  /** Days that were compared; null where there is nothing to compare. */
  readonly from: string | null
  readonly to: string | null
  /** Rows of these days, and what they come to in US dollars. */
  readonly rows: number
  readonly spend: string
  /** Sums that differ: how many, and the first {@link mostListed} of them. */
  readonly found: number
  readonly differences: readonly SpendDifference[]
  /** Sums of days that were put right. */
  readonly repaired: number
}

/** Most differences that are listed of one table. */
export const mostListed = 1_000

/** Compares, and repairs where `repair` says so: all or nothing, while nobody writes rows. */
export async function reconcileSpend(connection: Connection, terms: ReconcileTerms): Promise<Reconciled> {
  return connection.transaction(async (db) => {
    // a million rows take longer than a request may
    await db.execute(sql`set local statement_timeout = 0`)
    if (terms.repair !== 'nothing') await db.execute(sql`select pg_advisory_xact_lock(${spendLockId})`)
    const days = await daysOf(db, terms)
    if (days === undefined) return { from: null, to: null, rows: 0, spend: '0', found: 0, differences: [], repaired: 0 }
    const inDays: (Counted & { readonly table: DailyTable })[] = []
    for (const table of dailyTables) inDays.push({ table, ...(await differencesOf(db, table, days)) })
    const objects = days.areAll ? await objectSums(db, mostListed) : { found: 0, differences: [] }
    const wrong = inDays.filter(({ found }) => found > 0)
    if (terms.repair !== 'nothing') for (const { table } of wrong) await makeAnew(db, table, days)
    const all = [...inDays, objects]
    return {
      from: days.from,
      to: days.to,
      ...(await totalOf(db, days)),
      found: sumOf(all),
      differences: all.flatMap(({ differences }) => differences),
      repaired: terms.repair === 'nothing' ? 0 : sumOf(wrong),
    }
  })
}

type Counted = { readonly found: number; readonly differences: readonly SpendDifference[] }
/** `areAll`: nothing was removed and nothing left out, so that what was ever spent can be counted. */
type Days = { readonly from: string; readonly to: string; readonly areAll: boolean }

function sumOf(counts: readonly Counted[]): number {
  return counts.reduce((sum, { found }) => sum + found, 0)
}

async function daysOf(db: Db, { from, to }: ReconcileTerms): Promise<Days | undefined> {
  const whole = await firstWholeDay(db)
  const { rows } = await db.execute<{ first: string | null; last: string | null }>(sql`
    select min(day)::text as first, max(day)::text as last from (
      select (min(start_time) at time zone 'UTC')::date as day from spend_logs
      union all select (max(start_time) at time zone 'UTC')::date from spend_logs
      union all select min(date) from daily_spend union all select max(date) from daily_spend) as days`)
  const { first = null, last = null } = rows[0] ?? {}
  if (first === null || last === null) return undefined
  const start = latest(first, from, whole)
  const end = to === undefined || to > last ? last : to
  return start > end ? undefined : { from: start, to: end, areAll: whole === undefined && start === first && end === last }
}

function latest(first: string, ...days: readonly (string | undefined)[]): string {
  return days.reduce<string>((last, day) => (day !== undefined && day > last ? day : last), first)
}

/** The rows of the days, as a relation. The days are ours: they were read as dates by the database or by who asks. */
function rowsOf({ from, to }: Days): SQL {
  return sql`select * from spend_rows where start_time >= ${from}::date::timestamp at time zone 'UTC'
    and start_time < (${to}::date + 1)::timestamp at time zone 'UTC'`
}

async function differencesOf(db: Db, table: DailyTable, days: Days): Promise<Counted> {
  const names = ['date', ...table.columns]
  const of = names.map((name) => `'${name}', coalesce(k.${name}, r.${name})::text`).join(', ')
  const sums = (side: 'k' | 'r') => sumColumns.map((name) => `'${name}', ${side}.${name}::text`).join(', ')
  const row = (side: 'k' | 'r') => sumColumns.map((name) => `${side}.${name}`).join(', ')
  const { rows } = await db.execute<{ found: number; of: Sums; kept: Sums | null; counted: Sums | null }>(sql`
    with logged as materialized (${rowsOf(days)}),
    k as (select * from ${sql.raw(table.name)} where date between ${days.from}::date and ${days.to}::date),
    r as (${sql.raw(sumsOf(table, 'logged'))})
    ${sql.raw(`select count(*) over ()::int as found, jsonb_build_object(${of}) as of,
      case when k.date is not null then jsonb_build_object(${sums('k')}) end as kept,
      case when r.date is not null then jsonb_build_object(${sums('r')}) end as counted
    from k full join r on ${names.map((name) => `k.${name} = r.${name}`).join(' and ')}
    where (${row('k')}) is distinct from (${row('r')}) order by ${names.map((_, at) => `coalesce(k.${names[at]}, r.${names[at]})`).join(', ')}`)}
    limit ${mostListed}`)
  return {
    found: rows[0]?.found ?? 0,
    differences: rows.map(({ of: which, kept, counted }) => ({ table: table.name, of: which, kept, counted })),
  }
}

async function makeAnew(db: Db, table: DailyTable, days: Days): Promise<void> {
  await db.execute(sql`delete from ${sql.raw(table.name)} where date between ${days.from}::date and ${days.to}::date`)
  await db.execute(sql`with logged as materialized (${rowsOf(days)}) ${sql.raw(insertSums(table, 'logged'))}`)
}

async function totalOf(db: Db, days: Days): Promise<{ readonly rows: number; readonly spend: string }> {
  const { rows } = await db.execute<{ rows: number; spend: string }>(sql`
    select count(*)::int as rows, coalesce(sum(spend), 0)::text as spend from (${rowsOf(days)}) as logged`)
  return rows[0] ?? { rows: 0, spend: '0' }
}
