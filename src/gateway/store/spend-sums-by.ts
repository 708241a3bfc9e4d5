/** Sums of the spend log by whatever columns are asked for, out of the sums of days: one query behind every report. */
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { type DailyTable, dailyTables, type SumColumn, sumColumns, sumsOf } from './spend-sums.js'

/** What sums tell apart. Not every table has all of them. */
export type SumKey =
  | 'date'
  | 'api_key'
  | 'user_id'
  | 'team_id'
  | 'organization_id'
  | 'end_user'
  | 'tag'
  | 'model_group'
  | 'model'
  | 'provider'
  | 'call_type'

/** Sums of some requests. */
export type DaySums = {
  /** US dollars as decimal text with nine places. */
  readonly spend: string
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cache_read_tokens: number
  readonly cache_write_tokens: number
  readonly api_requests: number
  readonly successful_requests: number
  readonly failed_requests: number
  readonly cache_hits: number
  readonly cache_hit_completion_tokens: number
}
export type SumRow<K extends SumKey, C extends SumColumn = SumColumn> = Pick<DaySums, C> & { readonly [N in K]: string }

/** Lists of values of columns. */
export type Matches = { readonly [K in SumKey]?: readonly string[] | undefined }

/** Which requests are meant. Days are `YYYY-MM-DD`, both included; what is absent is any. */
export type SumFilter = {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly is?: Matches | undefined
  readonly isNot?: Matches | undefined
  /** The public name of a model, or the upstream's. */
  readonly anyModel?: string | undefined
}

export type SumsAsked<K extends SumKey, C extends SumColumn = SumColumn> = SumFilter & {
  readonly table: DailyTable['name']
  readonly by: readonly K[]
  /** What is summed up; each takes its time. Default: everything. */
  readonly columns?: readonly C[]
  /** The dearest first, and no more than so many; default all, in the order of `by`. */
  readonly dearest?: number | undefined
  /** Days of a zone so many minutes west of UTC, as JavaScript's `getTimezoneOffset` says it: these come from the rows, which take longer. */
  readonly offsetMinutes?: number | undefined
}

/** Sums by columns. Without columns there is one line, of nothing but zeros where there is no request. */
export async function sumsBy<K extends SumKey, C extends SumColumn = SumColumn>(
  db: Db,
  asked: SumsAsked<K, C>,
): Promise<readonly SumRow<K, C>[]> {
  const { by, dearest, columns = sumColumns } = asked
  const names = by.map((name) => (name === 'date' ? sql`date::text as date` : sql`${sql.identifier(name)}`))
  const sums = columns.map((name) =>
    name === 'spend'
      ? sql`coalesce(sum(spend), 0)::numeric(30, 9)::text as spend`
      : // exact up to 2^53, and a good deal faster than by way of numeric
        sql`coalesce(sum(${sql.identifier(name)}::float8), 0) as ${sql.identifier(name)}`,
  )
  const groups = sql.join(
    by.map((name) => sql`${sql.identifier(name)}`),
    sql`, `,
  )
  // byte by byte: by the rules of a language it takes longer than the sums do
  const places = sql.join(
    by.map((name) => sql`${sql.identifier(name)}::text collate "C"`),
    sql`, `,
  )
  const order = dearest === undefined ? places : sql`sum(spend) desc, ${places}`
  const { rows } = await db.execute<{ [name in SumColumn | SumKey]?: unknown }>(sql`select ${sql.join([...names, ...sums], sql`, `)}
    from ${relationOf(asked)} where ${conditionOf(asked)}
    ${by.length === 0 ? sql`` : sql`group by ${groups} order by ${order}`}
    ${dearest === undefined ? sql`` : sql`limit ${dearest}`}`)
  // each has the columns that were asked for
  return rows as unknown as readonly SumRow<K, C>[]
}

/** How many lines of sums each day has, the last day first. */
export async function linesOfDays(
  db: Db,
  table: DailyTable['name'],
  filter: SumFilter,
): Promise<readonly { readonly date: string; readonly lines: number }[]> {
  const { rows } = await db.execute<{ date: string; lines: number }>(sql`select date::text as date, count(*)::int as lines
    from ${sql.identifier(table)} where ${conditionOf(filter)} group by 1 order by 1 desc`)
  return rows
}

function relationOf({ table: name, offsetMinutes = 0, from, to }: SumFilter & Pick<SumsAsked<SumKey>, 'table' | 'offsetMinutes'>): SQL {
  const table = dailyTables.find((each) => each.name === name)
  if (table === undefined) throw new Error(`llmgen bug: there are no sums called ${name}`)
  if (offsetMinutes === 0) return sql`${sql.identifier(name)}`
  const shift = sql`make_interval(mins => ${offsetMinutes}::int)`
  const columns = sql.raw(
    `status, cache_hit, spend, prompt_tokens, completion_tokens, cache_read_tokens, cache_write_tokens, api_key, user_id, team_id,
    organization_id, end_user, model_group, model, provider, call_type, request_tags`,
  )
  return sql`(with logged as (
    select start_time - ${shift} as start_time, ${columns} from spend_rows
    where start_time >= ${from ?? '-infinity'}::timestamp at time zone 'UTC' + ${shift}
      and start_time < (${to ?? 'infinity'}::timestamp + interval '1 day') at time zone 'UTC' + ${shift})
    ${sql.raw(sumsOf(table, 'logged'))}) as of_zone`
}

/** What stands after `where`. Values are parameters, names are those of the types above. */
export function conditionOf({ from, to, is = {}, isNot = {}, anyModel }: SumFilter): SQL {
  const terms: SQL[] = [sql`true`]
  if (from !== undefined) terms.push(sql`date >= ${from}::date`)
  if (to !== undefined) terms.push(sql`date <= ${to}::date`)
  for (const [name, values] of Object.entries(is))
    if (values !== undefined) terms.push(sql`${sql.identifier(name)} = any (${sql.param([...values])}::text[])`)
  for (const [name, values] of Object.entries(isNot))
    if (values !== undefined) terms.push(sql`${sql.identifier(name)} <> all (${sql.param([...values])}::text[])`)
  if (anyModel !== undefined) terms.push(sql`(model = ${anyModel} or model_group = ${anyModel})`)
  return sql.join(terms, sql` and `)
}
