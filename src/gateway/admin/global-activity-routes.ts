/** `/global/activity` and its kin: requests and tokens by days, for charts. */
import type { Route } from '../route.js'
import { keyNames } from '../store/spend-names.js'
import { type SumRow, sumsBy } from '../store/spend-sums-by.js'
import { adminRoute, type Desk } from './admin-route.js'
import { readQuery } from './body.js'
import { dayFields, dayParameters, ownOnly, requiredDays } from './spend-query.js'

const tags = ['spend']
const mostModels = 10

const columns = ['api_requests', 'prompt_tokens', 'completion_tokens'] as const

type Activity = SumRow<'date', (typeof columns)[number]>

function asked({ call, identity }: Desk) {
  return { table: 'daily_spend', ...requiredDays(readQuery(call, dayFields)), is: ownOnly(identity) } as const
}

/** `Jan 22`. */
function shortDay(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-US', { month: 'short', day: '2-digit', timeZone: 'UTC' })
}

function shown(days: readonly Activity[]) {
  const list = days.map((day) => ({
    date: shortDay(day.date),
    api_requests: day.api_requests,
    total_tokens: day.prompt_tokens + day.completion_tokens,
  }))
  return {
    daily_data: list,
    sum_api_requests: list.reduce((sum, day) => sum + day.api_requests, 0),
    sum_total_tokens: list.reduce((sum, day) => sum + day.total_tokens, 0),
  }
}

export const globalActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/global/activity'],
  access: 'key',
  summary: 'Shows requests and tokens of each day.',
  tags,
  query: dayParameters,
  answer: async (desk) => shown(await sumsBy(desk.db, { ...asked(desk), by: ['date'], columns })),
})

export const globalModelActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/global/activity/model'],
  access: 'key',
  summary: 'Shows requests and tokens of each day for the ten models that most is spent on.',
  tags,
  query: dayParameters,
  answer: async (desk) => {
    const terms = asked(desk)
    const top = await sumsBy(desk.db, { ...terms, by: ['model'], columns: ['spend'], dearest: mostModels })
    const models = top.map(({ model }) => model)
    const rows = await sumsBy(desk.db, { ...terms, by: ['model', 'date'], columns, is: { ...terms.is, model: models } })
    return models.map((model) => ({ model, ...shown(rows.filter((row) => row.model === model)) }))
  },
})

export const cacheHits: Route = adminRoute({
  method: 'GET',
  paths: ['/global/activity/cache_hits'],
  access: 'key',
  summary: 'Shows how many requests of each key and model were answered from the cache.',
  tags,
  query: dayParameters,
  answer: async (desk) => {
    const rows = await sumsBy(desk.db, { ...asked(desk), by: ['api_key', 'call_type', 'model'] })
    const names = await keyNames(
      desk.db,
      rows.map((row) => row.api_key),
    )
    return rows.map((row) => ({
      api_key: names.get(row.api_key)?.alias ?? row.api_key,
      call_type: row.call_type,
      model: row.model,
      total_rows: row.api_requests,
      cache_hit_true_rows: row.cache_hits,
      cached_completion_tokens: row.cache_hit_completion_tokens,
      generated_completion_tokens: row.completion_tokens - row.cache_hit_completion_tokens,
    }))
  },
})
