/**
 * What the spend log is summed up by, day by day, as text of SQL: one for whoever writes sums along with rows, and for whoever
 * checks or makes them anew. Nothing in it comes from outside.
 */

/** Instances write one after the other: two that touched the same keys in different orders would wait for each other. */
export const spendLockId = 7_170_114

/** The columns of sums, and what each sums up. */
const measures = {
  spend: 'coalesce(sum(spend), 0)',
  prompt_tokens: 'sum(prompt_tokens)',
  completion_tokens: 'sum(completion_tokens)',
  cache_read_tokens: 'sum(cache_read_tokens)',
  cache_write_tokens: 'sum(cache_write_tokens)',
  api_requests: 'count(*)',
  successful_requests: `count(*) filter (where status = 'success')`,
  failed_requests: `count(*) filter (where status <> 'success')`,
  cache_hits: 'count(*) filter (where cache_hit)',
  cache_hit_completion_tokens: 'coalesce(sum(completion_tokens) filter (where cache_hit), 0)',
} as const

/** A column of sums. */
export type SumColumn = keyof typeof measures
// the names of the table above
export const sumColumns = Object.keys(measures) as readonly SumColumn[]

/** Columns of sums, each with what it sums up of rows. */
export const sumTerms: string = sumColumns.map((name) => `${measures[name]} as ${name}`).join(', ')

/** A table of sums: what it tells apart beside the day, and the rows that it sums up. */
export type DailyTable = {
  readonly name: 'daily_spend' | 'daily_end_user_spend' | 'daily_tag_spend'
  readonly columns: readonly string[]
  /** The rows, as what stands after `from`, of a relation with the columns of `spend_logs`. */
  readonly source: (rows: string) => string
}

export const dailyTables: readonly DailyTable[] = [
  {
    name: 'daily_spend',
    columns: ['api_key', 'user_id', 'team_id', 'organization_id', 'model_group', 'model', 'provider', 'call_type'],
    source: (rows) => rows,
  },
  {
    name: 'daily_end_user_spend',
    columns: ['end_user', 'api_key', 'user_id', 'team_id', 'model_group', 'model', 'provider', 'call_type'],
    source: (rows) => `(select * from ${rows} where end_user <> '') as of_end_users`,
  },
  {
    name: 'daily_tag_spend',
    columns: ['tag', 'api_key', 'user_id', 'model_group', 'model', 'provider', 'call_type'],
    // a tag that is given twice counts once
    source: (rows) => `${rows}, lateral (select distinct unnest(request_tags)) as of_tags (tag)`,
  },
]

/** The sums of the rows, one line for each day and set of columns. */
export function sumsOf({ columns, source }: DailyTable, rows: string): string {
  return `select (start_time at time zone 'UTC')::date as date, ${columns.join(', ')}, ${sumTerms}
  from ${source(rows)} group by 1, ${columns.map((_, at) => at + 2).join(', ')}`
}

/** Puts sums of rows into the table, where there are none of theirs yet. */
export function insertSums(table: DailyTable, rows: string): string {
  return `${intoSums(table)}
  ${sumsOf(table, rows)}`
}

/** Adds sums to those that are there, from finer ones: a relation with a date, the columns of the table and those of sums. */
export function addSums(table: DailyTable, finer: string): string {
  const { name: into, columns, source } = table
  const grown = sumColumns.map((name) => `${name} = ${into}.${name} + excluded.${name}`)
  return `${intoSums(table)}
  select date, ${columns.join(', ')}, ${sumColumns.map((name) => `sum(${name})`).join(', ')}
  from ${source(finer)} group by 1, ${columns.map((_, at) => at + 2).join(', ')}
  on conflict (date, ${columns.join(', ')}) do update set ${grown.join(', ')}`
}

function intoSums({ name, columns }: DailyTable): string {
  return `insert into ${name} (date, ${columns.join(', ')}, ${sumColumns.join(', ')})`
}
