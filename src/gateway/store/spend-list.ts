/** Rows of the spend log, one by one. */
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { withRepeats } from './spend-attempts.js'
import { firstWholeDay } from './spend-horizon.js'
import type { SpendRow } from './spend-row.js'

/** A row as it was written. */
export type LoggedRow = Omit<SpendRow, 'windows' | 'bodies' | 'response_id'> & { readonly response_id: string | null }

/** Which rows are meant; absent is any. */
export type RowFilter = {
  /** From this moment to before that one, ISO 8601. */
  readonly from?: string | undefined
  readonly before?: string | undefined
  /** The id that was made here, the caller's own, or that of the answer. */
  readonly requestId?: string | undefined
  readonly sessionId?: string | undefined
  readonly apiKeys?: readonly string[] | undefined
  readonly userId?: string | undefined
  readonly teamId?: string | undefined
  readonly endUser?: string | undefined
  /** The public name of a model, or the upstream's. */
  readonly anyModel?: string | undefined
  readonly status?: 'success' | 'failure' | undefined
  /** US dollars, both included. */
  readonly minSpend?: number | undefined
  readonly maxSpend?: number | undefined
}

/** What rows are sorted by: the names that LiteLLM's interface uses, and what they stand for. */
export const rowOrders = {
  startTime: 'start_time',
  endTime: 'end_time',
  spend: 'spend',
  total_tokens: '(prompt_tokens + completion_tokens)',
  request_duration_ms: '(end_time - start_time)',
} as const
export type RowOrder = { readonly by: (typeof rowOrders)[keyof typeof rowOrders]; readonly direction: 'asc' | 'desc' }
export const newestFirst: RowOrder = { by: 'start_time', direction: 'desc' }

const millis = (name: string) => `(extract(epoch from ${name}) * 1000)::float8 as ${name}`
const columns = sql.raw(`request_id::text as request_id, ${millis('start_time')}, ${millis('end_time')},
  ${millis('completion_start_time')}, call_id, response_id, call_type, status, api_key, user_id, team_id, organization_id, end_user, model_group,
  model, model_id, provider, api_base, spend::text as spend, prompt_tokens::float8 as prompt_tokens,
  completion_tokens::float8 as completion_tokens, cache_read_tokens::float8 as cache_read_tokens,
  cache_write_tokens::float8 as cache_write_tokens, cache_hit, request_tags, requester_ip, session_id, metadata`)

/** Some rows. Those of one moment are in the order of their ids, so that pages fit together. */
export async function listSpend(
  db: Db,
  filter: RowFilter,
  asked: { readonly order?: RowOrder; readonly offset?: number; readonly size: number },
): Promise<readonly LoggedRow[]> {
  const order = orderText(asked.order ?? newestFirst)
  // few rows are of one request or session: `offset 0` keeps the planner from looking for them in the order of time
  const isOne = filter.requestId !== undefined || filter.sessionId !== undefined
  const where = rowsWhere(filter)
  const source = isOne ? sql`(select * from spend_logs where ${where} offset 0) as found` : sql`spend_logs where ${where}`
  // deployments are joined to the rows that are shown, not to those that are looked through
  const { rows } = await db.execute<LoggedRow>(sql`select ${columns} from (
      select * from ${source} order by ${order} limit ${asked.size} offset ${asked.offset ?? 0}
    ) as l join spend_deployments using (deployment) order by ${order}`)
  return rows.map((row) => ({ ...row, metadata: withRepeats(row.metadata, row.model_id) }))
}

/** Of the expressions above and nothing else. The index of the time has no nulls to be put anywhere. */
function orderText({ by, direction }: RowOrder): SQL {
  if (by === 'start_time') return sql.raw(`start_time ${direction}, request_id`)
  return sql.raw(`${by} ${direction === 'asc' ? 'asc nulls first' : 'desc nulls last'}, start_time desc, request_id`)
}

/** How many rows there are: by the sums of whole days, and by the rows themselves where sums do not tell them apart. */
export async function countSpend(db: Db, filter: RowFilter): Promise<number> {
  const { requestId, sessionId, endUser, minSpend, maxSpend, from, before } = filter
  const isSummed = [requestId, sessionId, endUser, minSpend, maxSpend].every((each) => each === undefined)
  if (!isSummed || from === undefined || before === undefined) return counted(db, sql`spend_logs where ${rowsWhere(filter)}`)
  const whole = await firstWholeDay(db)
  const days = wholeDays(from, before, whole)
  if (days === undefined) return counted(db, sql`spend_logs where ${rowsWhere(filter)}`)
  const { apiKeys, userId, teamId, anyModel, status } = filter
  const terms = [sql`date >= ${days.first}::date and date < ${days.end}::date`]
  if (apiKeys !== undefined) terms.push(sql`api_key = any (${sql.param([...apiKeys])}::text[])`)
  if (userId !== undefined) terms.push(sql`user_id = ${userId}`)
  if (teamId !== undefined) terms.push(sql`team_id = ${teamId}`)
  if (anyModel !== undefined) terms.push(sql`(model = ${anyModel} or model_group = ${anyModel})`)
  const count = sql.raw(status === undefined ? 'api_requests' : status === 'success' ? 'successful_requests' : 'failed_requests')
  const { rows } = await db.execute<{ count: number }>(sql`select (
    (select coalesce(sum(${count}), 0) from daily_spend where ${sql.join(terms, sql` and `)})
    + (select count(*) from spend_logs where ${rowsWhere({ ...filter, before: `${days.first}T00:00:00Z` })})
    + (select count(*) from spend_logs where ${rowsWhere({ ...filter, from: `${days.end}T00:00:00Z` })}))::float8 as count`)
  return rows[0]?.count ?? 0
}

async function counted(db: Db, what: SQL): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`select count(*)::int as count from ${what}`)
  return rows[0]?.count ?? 0
}

/** The days of UTC that lie within, from `first` to before `end`; undefined where none does. Days whose rows were removed have none. */
function wholeDays(from: string, before: string, whole: string | undefined): { readonly first: string; readonly end: string } | undefined {
  const dayMs = 86_400_000
  const text = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10)
  const first = Math.max(Math.ceil(Date.parse(from) / dayMs), whole === undefined ? 0 : Date.parse(whole) / dayMs)
  const end = Math.floor(Date.parse(before) / dayMs)
  return first < end ? { first: text(first), end: text(end) } : undefined
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** What stands after `where`. Values are parameters. */
function rowsWhere(filter: RowFilter): SQL {
  const { from, before, requestId, sessionId, apiKeys, userId, teamId, endUser, anyModel, status, minSpend, maxSpend } = filter
  const terms: SQL[] = [sql`true`]
  if (from !== undefined) terms.push(sql`start_time >= ${from}::timestamptz`)
  if (before !== undefined) terms.push(sql`start_time < ${before}::timestamptz`)
  if (requestId !== undefined) {
    const own = sql`(call_id is not null and hashtext(call_id) = hashtext(${requestId}) and call_id = ${requestId})
      or (response_id is not null and (hashtext(response_id) & 4095) = (hashtext(${requestId}) & 4095) and response_id = ${requestId})`
    terms.push(isUuid(requestId) ? sql`(request_id = ${requestId}::uuid or ${own})` : sql`(${own})`)
  }
  // indexes are partial: the planner must see that nobody asks for what is in none
  if (sessionId !== undefined)
    terms.push(sql`session_id <> '' and hashtext(session_id) = hashtext(${sessionId}) and session_id = ${sessionId}`)
  if (apiKeys !== undefined) terms.push(sql`api_key = any (${sql.param([...apiKeys])}::text[])`)
  if (userId !== undefined) terms.push(userId === '' ? sql`user_id = ''` : sql`user_id <> '' and user_id = ${userId}`)
  if (teamId !== undefined) terms.push(teamId === '' ? sql`team_id = ''` : sql`team_id <> '' and team_id = ${teamId}`)
  if (endUser !== undefined) terms.push(endUser === '' ? sql`end_user = ''` : sql`end_user <> '' and end_user = ${endUser}`)
  if (anyModel !== undefined)
    terms.push(sql`(model_group = ${anyModel} or deployment in (select deployment from spend_deployments where model = ${anyModel}))`)
  if (status !== undefined) terms.push(sql`status = ${status}`)
  if (minSpend !== undefined) terms.push(sql`spend >= ${minSpend}::numeric`)
  if (maxSpend !== undefined) terms.push(sql`spend <= ${maxSpend}::numeric`)
  return sql.join(terms, sql` and `)
}
