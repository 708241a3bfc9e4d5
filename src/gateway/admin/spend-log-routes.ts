/** `/spend/logs` and its kin: rows of the spend log, and what was spent day by day. */

import { toHash } from '../auth/key-text.js'
import { mayReadSpend } from '../identity.js'
import type { Route } from '../route.js'
import { bodiesOf } from '../store/spend-bodies.js'
import { countSpend, listSpend, type RowFilter, rowOrders } from '../store/spend-list.js'
import { keysCalled } from '../store/spend-names.js'
import { type SumRow, sumsBy } from '../store/spend-sums-by.js'
import { adminRoute, type Desk, noSuch } from './admin-route.js'
import { invalid, readQuery } from './body.js'
import { orderOf, pageOf, pagesOf } from './pages.js'
import { both, type Days, dayFields, dayParameters, eachDay, momentOf, momentsOf, optionalDays, ownOnly, ownRows } from './spend-query.js'
import { shownId, showRows } from './spend-shown.js'

const tags = ['spend']
/** Most rows of an answer that has no pages. */
const mostRows = 10_000

const who = [
  { name: 'api_key', about: 'Key, or its hash.', type: 'string' },
  { name: 'user_id', about: 'Rows of this user. Others than administrators see their own.', type: 'string' },
  { name: 'request_id', about: 'Id of the answer, or the x-litellm-call-id of the request.', type: 'string' },
] as const

export const spendLogs: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/logs'],
  access: 'key',
  summary: 'Shows what was spent each day, or the rows of requests, the newest first.',
  tags,
  query: [
    ...dayParameters,
    ...who,
    { name: 'summarize', about: 'With dates: sums of days instead of rows. Default true.', type: 'boolean' },
  ],
  answer: async (desk) => {
    const ids = { api_key: 'id', user_id: 'id', request_id: 'id' } as const
    const asked = readQuery(desk.call, { ...dayFields, ...ids, summarize: 'boolean' })
    const days = optionalDays(asked)
    const apiKey = asked.api_key == null ? undefined : toHash(asked.api_key)
    if (days !== undefined && asked.summarize !== false && asked.request_id == null)
      return summary(desk, days, { apiKey, userId: asked.user_id ?? undefined })
    const own = ownRows(desk.identity)
    return rowsUpTo(desk, {
      ...(days !== undefined && momentsOf(days)),
      requestId: asked.request_id ?? undefined,
      apiKeys: both(apiKey === undefined ? undefined : [apiKey], own.apiKeys),
      userId: own.userId ?? asked.user_id ?? undefined,
    })
  },
})

/** Differs: LiteLLM sends every row there is. Where there are more, a header of the answer says so: ask for fewer days. */
async function rowsUpTo({ db, call }: Desk, filter: RowFilter) {
  const rows = await listSpend(db, filter, { size: mostRows + 1 })
  if (rows.length > mostRows) call.reply.header('x-llmgen-more-rows', 'true')
  return showRows(db, rows.slice(0, mostRows))
}

/** One object for each day, with the days on which nothing was asked. */
async function summary(
  { db, identity }: Desk,
  days: Days,
  who: { readonly apiKey: string | undefined; readonly userId: string | undefined },
) {
  const own = ownOnly(identity)
  const is = {
    api_key: both(who.apiKey === undefined ? undefined : [who.apiKey], own.api_key),
    user_id: own.user_id ?? (who.userId === undefined ? undefined : [who.userId]),
  }
  const columns = ['user_id', 'model', 'api_key'] as const
  const spent = { table: 'daily_spend', columns: ['spend'], ...days, is } as const
  const [all, ...by] = await Promise.all([
    sumsBy(db, { ...spent, by: ['date'] }),
    ...columns.map((column) => sumsBy(db, { ...spent, by: ['date', column] })),
  ])
  const [users = new Map(), models = new Map(), keys = new Map()] = by.map((rows, at) => byDay(rows, columns[at] ?? 'model'))
  const totals = new Map(all.map(({ date, spend }) => [date, Number(spend)]))
  return eachDay(days).map((date) => ({
    ...keys.get(date),
    startTime: date,
    spend: totals.get(date) ?? 0,
    users: users.get(date) ?? {},
    models: models.get(date) ?? {},
  }))
}

type Amounts = { readonly [name: string]: number }

function byDay<K extends 'user_id' | 'model' | 'api_key'>(
  rows: readonly SumRow<'date' | K, 'spend'>[],
  column: K,
): ReadonlyMap<string, Amounts> {
  const days = new Map<string, [string, number][]>()
  for (const row of rows) {
    const list = days.get(row.date)
    // a member for nobody would be one without a name
    const entry: [string, number] = [row[column] === '' ? 'None' : row[column], Number(row.spend)]
    if (list === undefined) days.set(row.date, [entry])
    else list.push(entry)
  }
  return new Map([...days].map(([day, entries]) => [day, Object.fromEntries(entries)]))
}

const filters = { api_key: 'id', user_id: 'id', request_id: 'id', team_id: 'id', end_user: 'id', model: 'id', key_alias: 'id' } as const

export const spendLogPages: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/logs/ui', '/spend/logs/v2'],
  access: 'key',
  summary: 'Shows rows of requests page by page.',
  tags,
  query: [
    { name: 'start_date', about: 'From this time on, YYYY-MM-DD HH:MM:SS, UTC.', type: 'string' },
    { name: 'end_date', about: 'Up to this time.', type: 'string' },
    ...who,
    { name: 'team_id', about: 'Rows of this team.', type: 'string' },
    { name: 'end_user', about: 'Rows of this customer.', type: 'string' },
    { name: 'model', about: 'Rows of this model, by its public or its own name.', type: 'string' },
    { name: 'key_alias', about: 'Rows of keys whose alias has this in it.', type: 'string' },
    { name: 'min_spend', about: 'Rows of at least so many US dollars.', type: 'string' },
    { name: 'max_spend', about: 'Rows of at most so many US dollars.', type: 'string' },
    { name: 'status_filter', about: 'How requests ended.', type: 'string', values: ['success', 'failure'] },
    { name: 'page', about: 'From 1.', type: 'integer' },
    { name: 'page_size', about: 'Rows of a page, at most 100. Default 50.', type: 'integer' },
    { name: 'sort_by', about: 'What to sort by. Default startTime.', type: 'string', values: Object.keys(rowOrders) },
    { name: 'sort_order', about: 'Default desc.', type: 'string', values: ['asc', 'desc'] },
  ],
  answer: async (desk) => {
    const numbers = { min_spend: 'money', max_spend: 'money', page: 'integer', page_size: 'integer' } as const
    const texts = { sort_by: 'text', sort_order: 'text' } as const
    const asked = readQuery(desk.call, { ...dayFields, ...filters, ...numbers, ...texts, status_filter: ['success', 'failure'] })
    const from = momentOf(asked.start_date, 'start_date')
    // the second that is named, or the day, is part of the range
    const lastMs = /^\d{4}-\d\d-\d\d$/.test(asked.end_date ?? '') ? 86_400_000 : 1_000
    const before = new Date(Date.parse(momentOf(asked.end_date, 'end_date')) + lastMs).toISOString()
    if (from >= before) throw invalid('start_date', 'must not be after end_date', 400)
    const page = pageOf(asked.page, asked.page_size, 50, 'page_size')
    const order = orderOf(rowOrders, asked.sort_by, asked.sort_order, { by: 'start_time', direction: 'desc' })
    const own = ownRows(desk.identity)
    const called = asked.key_alias == null ? undefined : await keysCalled(desk.db, asked.key_alias)
    const filter: RowFilter = {
      from,
      before,
      requestId: asked.request_id ?? undefined,
      apiKeys: both(both(asked.api_key == null ? undefined : [toHash(asked.api_key)], called), own.apiKeys),
      userId: own.userId ?? asked.user_id ?? undefined,
      teamId: asked.team_id ?? undefined,
      endUser: asked.end_user ?? undefined,
      anyModel: asked.model ?? undefined,
      status: asked.status_filter === 'success' || asked.status_filter === 'failure' ? asked.status_filter : undefined,
      minSpend: asked.min_spend ?? undefined,
      maxSpend: asked.max_spend ?? undefined,
    }
    const [total, rows] = await Promise.all([
      countSpend(desk.db, filter),
      listSpend(desk.db, filter, { order, offset: page.offset, size: page.size }),
    ])
    return {
      data: await showRows(desk.db, rows),
      total,
      page: page.page,
      page_size: page.size,
      total_pages: pagesOf(total, page),
    }
  },
})

export const spendLogBodies: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/logs/ui/:request_id'],
  access: 'key',
  summary: 'Shows the request and the answer of a row, where they are kept (store_prompts_in_spend_logs).',
  tags,
  answer: async ({ call, db, identity }) => {
    const { request_id: id } = paramsOf(call.request.params)
    const [row] = await listSpend(db, { requestId: id, ...ownRows(identity) }, { size: 1 })
    if (row === undefined) throw noSuch('request', id, 'request_id')
    const bodies = await bodiesOf(db, row.request_id)
    return { request_id: shownId(row), messages: bodies?.messages ?? {}, response: bodies?.response ?? {}, proxy_server_request: {} }
  },
})

/** Fastify gives the parts of a path that a route names. */
function paramsOf(params: unknown): { readonly request_id: string } {
  const id = typeof params === 'object' && params !== null && 'request_id' in params ? params.request_id : undefined
  if (typeof id !== 'string' || id === '' || id.length > 400) throw invalid('request_id', 'must name a request')
  return { request_id: id }
}

export const sessionLogs: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/logs/session/ui'],
  access: 'key',
  summary: 'Shows the rows of one session, the first request first.',
  tags,
  query: [
    { name: 'session_id', about: 'The session.', type: 'string' },
    { name: 'page', about: 'From 1.', type: 'integer' },
    { name: 'page_size', about: 'Rows of a page, at most 100. Default 50.', type: 'integer' },
  ],
  answer: async (desk) => {
    const asked = readQuery(desk.call, { session_id: { is: 'id', required: true }, page: 'integer', page_size: 'integer' })
    const page = pageOf(asked.page, asked.page_size, 50, 'page_size')
    const filter = { sessionId: asked.session_id, ...(mayReadSpend(desk.identity) ? {} : ownRows(desk.identity)) }
    const [total, rows] = await Promise.all([
      countSpend(desk.db, filter),
      listSpend(desk.db, filter, { order: { by: 'start_time', direction: 'asc' }, offset: page.offset, size: page.size }),
    ])
    return { data: await showRows(desk.db, rows), total, page: page.page, page_size: page.size, total_pages: pagesOf(total, page) }
  },
})
