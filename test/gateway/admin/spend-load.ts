/** Every route that reads spend, asked again and again with other values, over a log of `many-rows.ts`. */
import { company } from '../spend/many-rows.js'
import type { AdminApp } from './admin-app.js'

/** Milliseconds of the requests of one route, in order. */
export type Timed = { readonly name: string; readonly p50: number; readonly p95: number; readonly bytes: number }

/** Asks each route `times` times as an administrator; `end` is the midnight after the last day of the log. */
export async function timeRoutes(app: AdminApp, { times, end, random }: { times: number; end: number; random: () => number }) {
  const below = (most: number) => Math.floor(random() * most)
  const one = (list: readonly string[]) => encodeURIComponent(list[below(list.length)] ?? '')
  const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const days = (most = 30) => {
    const length = 1 + below(most)
    const first = below(31 - length)
    return `start_date=${dayText(end - (first + length) * 86_400_000)}&end_date=${dayText(end - (first + 1) * 86_400_000)}`
  }
  const times2 = () => {
    const from = end - (1 + below(29)) * 86_400_000 - below(86_400_000)
    const text = (ms: number) => encodeURIComponent(new Date(ms).toISOString().slice(0, 19).replace('T', ' '))
    return `start_date=${text(from)}&end_date=${text(from + (1 + below(7)) * 86_400_000)}`
  }
  const { body: first } = await app.get(`/spend/logs/ui?${times2()}&page_size=100`)
  const ids: readonly string[] = first.data.map(({ request_id }: { request_id: string }) => request_id)
  const sessions: readonly string[] = first.data.flatMap(({ session_id }: { session_id: string }) =>
    session_id === '' ? [] : [session_id],
  )
  const routes: { readonly [name: string]: () => string } = {
    '/spend/logs by days': () => `/spend/logs?${days()}`,
    '/spend/logs by days of a key': () => `/spend/logs?${days()}&api_key=${one(company.keys)}`,
    '/spend/logs rows of a key in a day': () => `/spend/logs?${days(1)}&api_key=${one(company.keys)}&summarize=false`,
    '/spend/logs rows of a user in a day': () => `/spend/logs?${days(1)}&user_id=${one(company.users)}&summarize=false`,
    '/spend/logs by request': () => `/spend/logs?request_id=${one(ids)}`,
    '/spend/logs/ui': () => `/spend/logs/ui?${times2()}&page=${1 + below(20)}`,
    '/spend/logs/ui 30 days': () =>
      `/spend/logs/ui?start_date=${dayText(end - 30 * 86_400_000)}&end_date=${dayText(end)}&page=${1 + below(5)}`,
    '/spend/logs/ui of a key': () => `/spend/logs/ui?${times2()}&api_key=${one(company.keys)}`,
    '/spend/logs/ui of a user': () => `/spend/logs/ui?${times2()}&user_id=${one(company.users)}`,
    '/spend/logs/ui of a team': () => `/spend/logs/ui?${times2()}&team_id=${one(company.teams)}`,
    '/spend/logs/ui of a customer': () => `/spend/logs/ui?${times2()}&end_user=${one(company.customers)}`,
    '/spend/logs/ui of a model': () => `/spend/logs/ui?${times2()}&model=${one(company.models)}`,
    '/spend/logs/ui failures': () => `/spend/logs/ui?${times2()}&status_filter=failure`,
    '/spend/logs/ui by spend': () => `/spend/logs/ui?${times2()}&min_spend=0.0${below(9)}`,
    '/spend/logs/ui dearest of a day': () => `/spend/logs/ui?${days(1)}&sort_by=spend`,
    '/spend/logs/ui one request': () => `/spend/logs/ui?${times2()}&request_id=${one(ids)}`,
    '/spend/logs/ui/{request_id}': () => `/spend/logs/ui/${one(ids)}`,
    '/spend/logs/session/ui': () => `/spend/logs/session/ui?session_id=${one(sessions)}`,
    '/spend/keys': () => '/spend/keys',
    '/spend/users': () => '/spend/users',
    '/spend/tags': () => `/spend/tags?${days()}`,
    '/global/spend': () => '/global/spend',
    '/global/spend/logs': () => `/global/spend/logs?api_key=${one(company.keys)}`,
    '/global/spend/keys': () => `/global/spend/keys?limit=${1 + below(50)}`,
    '/global/spend/models': () => `/global/spend/models?limit=${1 + below(50)}`,
    '/global/spend/teams': () => '/global/spend/teams',
    '/global/spend/provider': () => `/global/spend/provider?${days()}`,
    '/global/spend/tags': () => `/global/spend/tags?${days()}&tags=${one(company.tags)}`,
    '/global/spend/all_tag_names': () => '/global/spend/all_tag_names',
    '/global/spend/report by teams': () => `/global/spend/report?${days()}&group_by=team`,
    '/global/spend/report by customers': () => `/global/spend/report?${days()}&group_by=customer`,
    '/global/spend/report by keys': () => `/global/spend/report?${days()}&group_by=api_key`,
    '/global/spend/report of a user': () => `/global/spend/report?${days()}&internal_user_id=${one(company.users)}`,
    '/global/spend/report of team and customer': () =>
      `/global/spend/report?${days()}&team_id=${one(company.teams)}&customer_id=${one(company.customers)}`,
    '/global/activity': () => `/global/activity?${days()}`,
    '/global/activity/model': () => `/global/activity/model?${days()}`,
    '/global/activity/cache_hits': () => `/global/activity/cache_hits?${days()}`,
    '/user/daily/activity': () => `/user/daily/activity?${days()}`,
    '/user/daily/activity of a user': () => `/user/daily/activity?${days()}&user_id=${one(company.users)}`,
    '/user/daily/activity in a zone': () => `/user/daily/activity?${days(7)}&user_id=${one(company.users)}&timezone=480`,
    '/user/daily/activity/aggregated': () => `/user/daily/activity/aggregated?${days()}`,
    '/team/daily/activity': () => `/team/daily/activity?${days()}&team_ids=${one(company.teams)}`,
    '/tag/daily/activity': () => `/tag/daily/activity?${days()}&tags=${one(company.tags)}`,
    '/customer/daily/activity': () => `/customer/daily/activity?${days()}&end_user_ids=${one(company.customers)}`,
    '/organization/daily/activity': () => `/organization/daily/activity?${days()}&organization_ids=${one(company.organizations)}`,
  }
  const found: Timed[] = []
  for (const [name, url] of Object.entries(routes)) found.push(await timed(name, times, () => app.raw('GET', url())))
  const body = () => ({ startTime: dayText(end - (1 + below(30)) * 86_400_000), endTime: dayText(end) })
  found.push(await timed('/global/spend/end_users', times, () => app.raw('POST', '/global/spend/end_users', body())))
  return found
}

async function timed(name: string, times: number, ask: () => Promise<{ readonly status: number; readonly bytes: number }>): Promise<Timed> {
  const took: number[] = []
  let most = 0
  for (let nth = 0; nth <= times; nth++) {
    const startedAt = performance.now()
    const { status, bytes } = await ask()
    if (status !== 200) throw new Error(`${name} answered ${status}`)
    most = Math.max(most, bytes)
    // the first reads what is on disk
    if (nth > 0) took.push(performance.now() - startedAt)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { name, p50: at(0.5), p95: at(0.95), bytes: most }
}
