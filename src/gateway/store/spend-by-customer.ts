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

/** Sums by day, customer, model and key, in this order. */
export async function sumsOfCustomers(db: Db, filter: SumFilter): Promise<readonly CustomerSums[]> {
  const where = conditionOf(filter)
  const terms = sql`date, model, api_key, call_type, provider, model_group, user_id, team_id`
  const { rows } = await db.execute<CustomerSums>(sql`
    select date::text as date, end_user, model, api_key, sum(spend)::numeric(30, 9)::text as spend,
      sum(prompt_tokens + completion_tokens)::float8 as total_tokens
    from (
      select ${terms}, end_user, spend, prompt_tokens, completion_tokens, api_requests from daily_end_user_spend where ${where}
      union all
      select ${terms}, '', spend, prompt_tokens, completion_tokens, api_requests from daily_spend where ${where}
      union all
      select ${terms}, '', -spend, -prompt_tokens, -completion_tokens, -api_requests from daily_end_user_spend where ${where}
    ) as parts
    group by 1, 2, 3, 4 having sum(api_requests) > 0 order by 1, 2, 3, 4`)
  return rows
}
