/** What was spent for each customer, and for none: the requests of a day that no customer is named in are its rest. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { conditionOf, type SumFilter } from './spend-sums-by.js'

export type CustomerSums = {
  readonly date: string
  /** Empty for requests that name none. */
  readonly end_user: string
  readonly model: string
  readonly api_key: string
  readonly spend: string
  readonly total_tokens: number
}

/** Sums by day, customer, model and key, in the order of days and customers. */
export async function sumsOfCustomers(db: Db, filter: SumFilter): Promise<readonly CustomerSums[]> {
  const where = conditionOf(filter)
  const sums = sql`sum(spend)::numeric(30, 9) as spend, sum(prompt_tokens + completion_tokens) as tokens, sum(api_requests) as requests`
  const { rows } = await db.execute<CustomerSums>(sql`
    with named as (
      select date, end_user, model, api_key, ${sums} from daily_end_user_spend where ${where} group by 1, 2, 3, 4
    ),
    every as (
      select date, model, api_key, ${sums} from daily_spend where ${where} group by 1, 2, 3
    ),
    nobody as (
      select date, '' as end_user, model, api_key, every.spend - coalesce(n.spend, 0) as spend, every.tokens - coalesce(n.tokens, 0) as tokens
      from every left join (
        select date, model, api_key, sum(spend) as spend, sum(tokens) as tokens, sum(requests) as requests from named group by 1, 2, 3
      ) as n using (date, model, api_key)
      where every.requests > coalesce(n.requests, 0)
    )
    select date::text as date, end_user, model, api_key, spend::text as spend, tokens::float8 as total_tokens
    from (select date, end_user, model, api_key, spend, tokens from named union all select * from nobody) as parts
    order by parts.date, end_user collate "C", model collate "C", api_key collate "C"`)
  return rows
}

/** How many lines of sums there are behind what customers, and nobody, have spent. */
export async function countOfCustomers(db: Db, filter: SumFilter): Promise<number> {
  const where = conditionOf(filter)
  const { rows } = await db.execute<{ lines: number }>(sql`select
    ((select count(*) from daily_end_user_spend where ${where}) + (select count(*) from daily_spend where ${where}))::float8 as lines`)
  return rows[0]?.lines ?? 0
}

/** What a customer has spent in a day, and how many lines of sums that comes from. */
export type CustomerTotal = Pick<CustomerSums, 'date' | 'end_user' | 'spend'> & { readonly lines: number }

/** Totals by day and customer, in this order; requests of a day that name none are its rest, without lines. */
export async function totalsOfCustomers(db: Db, filter: SumFilter): Promise<readonly CustomerTotal[]> {
  const where = conditionOf(filter)
  const { rows } = await db.execute<CustomerTotal>(sql`
    with named as (
      select date, end_user, sum(spend) as spend, sum(api_requests) as requests, count(*) as lines
      from daily_end_user_spend where ${where} group by 1, 2
    ),
    nobody as (
      select date, '' as end_user, every.spend - coalesce(n.spend, 0) as spend, 0 as lines
      from (select date, sum(spend) as spend, sum(api_requests) as requests from daily_spend where ${where} group by 1) as every
        left join (select date, sum(spend) as spend, sum(requests) as requests from named group by 1) as n using (date)
      where every.requests > coalesce(n.requests, 0)
    )
    select date::text as date, end_user, spend::text as spend, lines::float8 as lines
    from (select date, end_user, spend, lines from named union all select * from nobody) as parts
    order by parts.date, end_user collate "C"`)
  return rows
}

/** Sums by day, customer, model and key of some customers of some days. */
export async function sumsOfSome(
  db: Db,
  filter: SumFilter,
  which: readonly Pick<CustomerTotal, 'date' | 'end_user'>[],
): Promise<readonly CustomerSums[]> {
  const dates = sql.param(which.map(({ date }) => date))
  const customers = sql.param(which.map(({ end_user: id }) => id))
  const { rows } = await db.execute<CustomerSums>(sql`
    select date::text as date, end_user, model, api_key, sum(spend)::numeric(30, 9)::text as spend,
      sum(prompt_tokens + completion_tokens)::float8 as total_tokens
    from daily_end_user_spend join unnest(${dates}::date[], ${customers}::text[]) as chosen (date, end_user) using (date, end_user)
    where ${conditionOf(filter)} group by daily_end_user_spend.date, end_user, model, api_key
    order by daily_end_user_spend.date, end_user collate "C", model collate "C", api_key collate "C"`)
  return rows
}
