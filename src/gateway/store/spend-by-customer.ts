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
    order by parts.date, end_user collate "C"`)
  return rows
}
