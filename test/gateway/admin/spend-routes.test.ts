/** Routes that read spend, on every database: sums to the last digit, shapes, who may read what, and what is refused. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { objectRoutes } from '../../../src/gateway/admin/object-routes.js'
import { spendRoutes } from '../../../src/gateway/admin/spend-routes.js'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { recordSpend } from '../../../src/gateway/store/record-spend.js'
import { type SpendRow, usdText } from '../../../src/gateway/store/spend-row.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { seededRandom } from '../../../src/runtime/index.js'
import { idOf, spendRow } from '../spend/spend-rows.js'
import { databases, type Opened } from '../store/databases.js'
import { type AdminApp, openAdmin } from './admin-app.js'

const secrets = { k1: 'sk-jane-key-1', k2: 'sk-jane-key-2', k3: 'sk-tom-key-3', reader: 'sk-reader-key-4', viewer: 'sk-viewer-key-5' }
const hashes = { k1: hashKey(secrets.k1), k2: hashKey(secrets.k2), k3: hashKey(secrets.k3) }
const range = 'start_date=2026-02-01&end_date=2026-02-14'

/** Random rows of two weeks, each with what it costs in nano-dollars. */
function randomRows(count: number) {
  const random = seededRandom(11)
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  return Array.from({ length: count }, (_, nth) => {
    const [key, user, team] = one([
      [hashes.k1, 'jane_smith', 't1'],
      [hashes.k2, 'jane_smith', 't2'],
      [hashes.k3, 'tom', 't1'],
      ['gone', '', ''],
    ] as const)
    const nano = random() < 0.05 ? undefined : Math.floor(random() * 5e9)
    const [model, provider] = one([
      ['gpt-4o-2024-08-06', 'openai'],
      ['claude-sonnet', 'anthropic'],
      ['', ''],
    ] as const)
    const row = spendRow(nth, {
      start_time: Date.UTC(2026, 1, 1 + Math.floor(random() * 14), Math.floor(random() * 24), 59, 59, nth % 1_000),
      status: one(['success', 'success', 'failure']),
      api_key: key,
      user_id: user,
      team_id: team,
      organization_id: team === 't1' ? 'o1' : '',
      end_user: one(['acme', 'umbrella', '', '']),
      model_group: model === '' ? 'misspelt' : model,
      model,
      provider,
      spend: nano === undefined ? null : usdText(nano),
      prompt_tokens: Math.floor(random() * 900),
      completion_tokens: Math.floor(random() * 90),
      cache_read_tokens: Math.floor(random() * 9),
      cache_hit: random() < 0.1,
      request_tags: one([[], ['red'], ['red', 'blue'], ['blue', 'blue']]),
      session_id: one(['s1', '']),
      call_id: nth % 9 === 0 ? `mine-${nth}` : null,
    })
    return { row, nano: nano ?? 0 }
  })
}

const logged = randomRows(400)
type Fits = (row: SpendRow) => boolean
const total = (fits: Fits = () => true) => Number(usdText(logged.filter(({ row }) => fits(row)).reduce((sum, { nano }) => sum + nano, 0)))
const many = (fits: Fits = () => true) => logged.filter(({ row }) => fits(row)).length
const timeOf = ({ start_time }: SpendRow) => new Date(start_time).toISOString()
const dayOf = (row: SpendRow) => timeOf(row).slice(0, 10)
/** Adds numbers that stand for whole nano-dollars, without the error of doing so in binary. */
const exactly = (amounts: readonly number[]) => Number(usdText(amounts.reduce((sum, usd) => sum + Math.round(usd * 1e9), 0)))

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('reading spend', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
      const { db } = opened.connection
      await db.insert(tables.organizations).values({ organizationId: 'o1', organizationAlias: 'Research' })
      await db.insert(tables.teams).values([{ teamId: 't1', teamAlias: 'Blue team', organizationId: 'o1' }, { teamId: 't2' }])
      await db
        .insert(tables.users)
        .values([
          { userId: 'jane_smith', userEmail: 'jane@company.example' },
          { userId: 'tom' },
          { userId: 'vic', userRole: 'proxy_admin_viewer' },
        ])
      await db.insert(tables.teamMembers).values([
        { teamId: 't1', userId: 'jane_smith' },
        { teamId: 't2', userId: 'jane_smith' },
        { teamId: 't1', userId: 'tom' },
      ])
      const key = (secret: string, more: object) => ({ token: hashKey(secret), keyName: 'sk-...', ...more })
      await db
        .insert(tables.keys)
        .values([
          key(secrets.k1, { keyAlias: 'one', userId: 'jane_smith', teamId: 't1' }),
          key(secrets.k2, { keyAlias: 'two', userId: 'jane_smith', teamId: 't2' }),
          key(secrets.k3, { keyAlias: 'three', userId: 'tom', teamId: 't1' }),
          key(secrets.reader, { keyAlias: 'reader', permissions: { get_spend_routes: true } }),
          key(secrets.viewer, { keyAlias: 'viewer', userId: 'vic' }),
        ])
      await recordSpend(
        opened.connection,
        logged.map(({ row }) => row),
      )
    })
    afterAll(async () => {
      await opened?.close()
    })
    const start = (): Promise<AdminApp> => openAdmin(opened.connection, { routes: [...objectRoutes, ...spendRoutes] })

    test('every report and list comes to the same sums as the rows, the keys, the teams and the users', async () => {
      const { get, post } = await start()
      const ask = async (path: string) => (await get(path)).body
      const all = total()
      expect((await ask('/global/spend')).spend).toBe(all)
      const activity = await ask(`/user/daily/activity?${range}`)
      expect(activity.metadata).toMatchObject({
        total_spend: all,
        total_api_requests: 400,
        total_failed_requests: many(({ status }) => status === 'failure'),
        page: 1,
        total_pages: 1,
        has_more: false,
      })
      expect((await ask(`/user/daily/activity/aggregated?${range}`)).metadata.total_spend).toBe(all)
      for (const day of activity.results) expect([day.date, day.metrics.spend]).toEqual([day.date, total((row) => dayOf(row) === day.date)])
      const paged = await Promise.all([1, 2, 3].map((page) => ask(`/user/daily/activity?${range}&page_size=5&page=${page}`)))
      expect(paged.map(({ results }) => results.length)).toEqual([5, 5, 4])
      expect(paged.flatMap(({ results }) => results)).toEqual(activity.results)
      const summary = await ask(`/spend/logs?${range}`)
      expect(exactly(summary.map(({ spend }: { spend: number }) => spend))).toBe(all)
      const rows = await ask(`/spend/logs?${range}&summarize=false`)
      expect(exactly(rows.map(({ spend }: { spend: number | null }) => spend ?? 0))).toBe(all)
      for (const [id, team] of [
        ['t1', 'Blue team'],
        ['t2', 't2'],
        ['', 'Unassigned Team'],
      ] as const) {
        const spent = total(({ team_id }) => team_id === id)
        const report = await ask(`/global/spend/report?${range}&group_by=team`)
        type Part = { team_name: string; total_spend: number; metadata: { spend: number }[] }
        const parts: readonly Part[] = report
          .flatMap(({ teams }: { teams: Part[] }) => teams)
          .filter((each: Part) => each.team_name === team)
        expect(exactly(parts.map((part) => part.total_spend))).toBe(spent)
        expect(exactly(parts.flatMap(({ metadata }) => metadata.map(({ spend }) => spend)))).toBe(spent)
        if (id === '') continue
        expect((await ask(`/team/daily/activity?${range}&team_ids=${id}`)).metadata.total_spend).toBe(spent)
        expect((await ask(`/team/info?team_id=${id}`)).team_info.spend).toBe(spent)
      }
      expect((await ask('/user/info?user_id=jane_smith')).user_info.spend).toBe(total(({ user_id }) => user_id === 'jane_smith'))
      expect((await ask(`/user/daily/activity?${range}&user_id=tom`)).metadata.total_spend).toBe(total(({ user_id }) => user_id === 'tom'))
      const keys: readonly { token: string; spend: number }[] = await ask('/spend/keys')
      for (const token of Object.values(hashes)) {
        const spent = total((row) => row.api_key === token)
        expect(keys.find((key) => key.token === token)?.spend).toBe(spent)
        const [report] = await ask(`/global/spend/report?${range}&api_key=${token}`)
        expect([report.api_key, report.total_cost]).toEqual([token, spent])
      }
      for (const [id, name] of [
        ['acme', 'acme'],
        ['', 'Unassigned Customer'],
      ]) {
        const report = await ask(`/global/spend/report?${range}&group_by=customer`)
        type Part = { customer: string; total_spend: number }
        const parts: readonly Part[] = report.flatMap(({ customers }: { customers: Part[] }) => customers)
        const spent = total(({ end_user: user }) => user === id)
        expect(exactly(parts.filter(({ customer }) => customer === name).map((part) => part.total_spend))).toBe(spent)
      }
      expect((await ask(`/customer/daily/activity?${range}&end_user_ids=acme`)).metadata.total_spend).toBe(
        total(({ end_user: user }) => user === 'acme'),
      )
      expect((await ask(`/organization/daily/activity?${range}&organization_ids=o1`)).metadata.total_spend).toBe(
        total(({ organization_id: id }) => id === 'o1'),
      )
      const red = total(({ request_tags: tags }) => tags.includes('red'))
      expect((await ask(`/tag/daily/activity?${range}&tags=red`)).metadata.total_spend).toBe(red)
      expect(
        (await ask(`/spend/tags?${range}`)).find((tag: { individual_request_tag: string }) => tag.individual_request_tag === 'red'),
      ).toEqual({
        individual_request_tag: 'red',
        log_count: many(({ request_tags: tags }) => tags.includes('red')),
        total_spend: red,
      })
      expect((await ask(`/global/spend/tags?${range}&tags=red`)).spend_per_tag).toEqual([
        { name: 'red', spend: red, log_count: many(({ request_tags: tags }) => tags.includes('red')) },
      ])
      const providers: readonly { spend: number }[] = await ask(`/global/spend/provider?${range}`)
      expect(exactly(providers.map(({ spend }) => spend))).toBe(all)
      const customers = await post('/global/spend/end_users', { startTime: '2026-02-01', endTime: '2026-02-14 23:59:59' })
      expect(customers.body.find((each: { end_user: string }) => each.end_user === 'acme')).toEqual({
        end_user: 'acme',
        total_count: many(({ end_user: user }) => user === 'acme'),
        total_spend: total(({ end_user: user }) => user === 'acme'),
      })
    })

    test('days without a request are shown where LiteLLM shows them, and the last day belongs to the range', async () => {
      const { get } = await start()
      const { body } = await get('/spend/logs?start_date=2026-01-30&end_date=2026-02-02')
      expect(body.map(({ startTime }: { startTime: string }) => startTime)).toEqual([
        '2026-01-30',
        '2026-01-31',
        '2026-02-01',
        '2026-02-02',
      ])
      expect(body[0]).toEqual({ startTime: '2026-01-30', spend: 0, users: {}, models: {} })
      expect(body[3].spend).toBe(total((row) => dayOf(row) === '2026-02-02'))
      expect(body[3][hashes.k1]).toBe(total((row) => dayOf(row) === '2026-02-02' && row.api_key === hashes.k1))
    })

    test('a row has the names of LiteLLM, and is found by its id or the one that the caller gave it', async () => {
      const { get } = await start()
      const { row } = logged[0] ?? {}
      const { body } = await get(`/spend/logs?request_id=${row?.request_id}`)
      expect(body).toHaveLength(1)
      expect(body[0]).toMatchObject({
        request_id: row?.request_id,
        startTime: row && timeOf(row),
        user: row?.user_id,
        request_tags: row?.request_tags,
        custom_llm_provider: row?.provider,
        team_id: row?.team_id,
        model: row?.model,
        api_base: '',
        session_id: row?.session_id,
        metadata: { user_api_key: row?.api_key, attempted_retries: 0 },
      })
      expect(['True', 'False', '']).toContain(body[0].cache_hit)
      expect((await get('/spend/logs?request_id=mine-0')).body).toEqual(body)
      expect((await get('/spend/logs?request_id=nobodys')).body).toEqual([])
    })

    test('pages fit together, whatever they are sorted by, and say how many rows there are', async () => {
      const { get } = await start()
      const times = 'start_date=2026-02-01%2000:00:00&end_date=2026-02-14%2023:59:59'
      const page = async (more: string) => (await get(`/spend/logs/ui?${times}&${more}`)).body
      for (const order of ['startTime', 'endTime', 'spend', 'total_tokens', 'request_duration_ms']) {
        const pages = await Promise.all([1, 2, 3, 4].map((nth) => page(`page=${nth}&page_size=100&sort_by=${order}`)))
        expect(pages.map(({ total: count, total_pages }) => [count, total_pages])).toEqual(Array(4).fill([400, 4]))
        const ids = pages.flatMap(({ data }) => data.map((row: { request_id: string }) => row.request_id))
        expect(new Set(ids).size).toBe(400)
      }
      const counts: readonly (readonly [string, Fits])[] = [
        [`api_key=${hashes.k1}`, (row) => row.api_key === hashes.k1],
        [`api_key=${secrets.k1}`, (row) => row.api_key === hashes.k1],
        ['key_alias=one', (row) => row.api_key === hashes.k1],
        ['user_id=tom', (row) => row.user_id === 'tom'],
        ['team_id=t2', (row) => row.team_id === 't2'],
        ['end_user=acme', (row) => row.end_user === 'acme'],
        ['status_filter=failure', (row) => row.status === 'failure'],
        ['model=claude-sonnet', (row) => row.model === 'claude-sonnet'],
        ['min_spend=2.5', (row) => Number(row.spend) >= 2.5],
        ['max_spend=1&user_id=tom', (row) => row.spend !== null && Number(row.spend) <= 1 && row.user_id === 'tom'],
      ]
      for (const [query, fits] of counts) expect([query, (await page(query)).total]).toEqual([query, many(fits)])
      // parts of days are counted by their rows
      const part = await get('/spend/logs/ui?start_date=2026-02-02%2012:00:00&end_date=2026-02-04%2011:59:58')
      expect(part.body.total).toBe(many((row) => timeOf(row) >= '2026-02-02T12:00:00' && timeOf(row) < '2026-02-04T11:59:59'))
      const session = await get('/spend/logs/session/ui?session_id=s1&page_size=100')
      expect(session.body.total).toBe(many(({ session_id: id }) => id === 's1'))
    })

    test('days of another zone are counted from the rows', async () => {
      const { get } = await start()
      const { body } = await get('/user/daily/activity?start_date=2026-02-03&end_date=2026-02-03&timezone=480')
      const inZone: Fits = (row) => timeOf(row) >= '2026-02-03T08:00:00' && timeOf(row) < '2026-02-04T08:00:00'
      expect(body.results.map(({ date }: { date: string }) => date)).toEqual(['2026-02-03'])
      expect(body.metadata).toMatchObject({ total_spend: total(inZone), total_api_requests: many(inZone) })
    })

    test('others than administrators get their own, and what is nobody else’s business is refused', async () => {
      const { get, post } = await start()
      const jane: Fits = ({ user_id: id }) => id === 'jane_smith'
      expect((await get('/global/spend', secrets.k1)).body.spend).toBe(total(jane))
      expect((await get(`/user/daily/activity?${range}`, secrets.k1)).body.metadata.total_spend).toBe(total(jane))
      expect((await get(`/user/daily/activity?${range}&user_id=tom`, secrets.k1)).error).toEqual([403, 'auth_error', null])
      // the user is forced
      const rows = (await get(`/spend/logs?${range}&summarize=false&user_id=tom`, secrets.k1)).body
      expect(rows.map(({ user }: { user: string }) => user)).toEqual(Array(many(jane)).fill('jane_smith'))
      expect((await get(`/spend/logs?request_id=${logged.find(({ row }) => !jane(row))?.row.request_id}`, secrets.k1)).body).toEqual([])
      expect((await get(`/global/spend/report?${range}&internal_user_id=tom`, secrets.k1)).body).toEqual([])
      expect((await get(`/team/daily/activity?${range}`, secrets.k3)).body.metadata.total_spend).toBe(
        total(({ team_id: id }) => id === 't1'),
      )
      expect((await get(`/team/daily/activity?${range}&team_ids=t2`, secrets.k3)).error).toEqual([403, 'auth_error', null])
      expect((await get(`/customer/daily/activity?${range}`, secrets.k1)).error).toEqual([403, 'auth_error', null])
      expect((await get(`/organization/daily/activity?${range}`, secrets.k1)).error).toEqual([403, 'auth_error', null])
      expect((await get('/spend/users', secrets.k1)).body.map((user: { user_id: string }) => user.user_id)).toEqual(['jane_smith'])
      expect((await get('/spend/keys', secrets.k3)).body.map((key: { token: string }) => key.token)).toEqual([hashes.k3])
      for (const secret of [secrets.reader, secrets.viewer]) {
        expect((await get('/global/spend', secret)).body.spend).toBe(total())
        expect((await get(`/customer/daily/activity?${range}`, secret)).status).toBe(200)
        expect((await post('/global/spend/reset', {}, secret)).error).toEqual([403, 'auth_error', null])
      }
    })

    test.each([
      ['/spend/logs?start_date=2026-02-01', [400, 'bad_request_error', 'end_date']],
      ['/spend/logs?start_date=2026-02-30&end_date=2026-03-01', [400, 'bad_request_error', 'start_date']],
      ["/spend/logs?start_date=2026-02-01&end_date=x'--", [400, 'bad_request_error', 'end_date']],
      ['/spend/logs/ui?page=1', [400, 'bad_request_error', 'start_date']],
      [`/spend/logs/ui?${range}&page_size=101`, [422, 'validation_error', 'page_size']],
      [`/spend/logs/ui?${range}&sort_by=spend;drop`, [400, 'invalid_request_error', 'sort_by']],
      [`/spend/logs/ui?${range}&min_spend=-1`, [400, 'bad_request_error', 'min_spend']],
      ['/spend/logs/ui/nobodys', [404, 'not_found_error', 'request_id']],
      ['/spend/logs/session/ui', [422, 'validation_error', 'session_id']],
      ['/spend/users?user_id=nobody', [404, 'not_found_error', 'user_id']],
      ['/global/spend/keys?limit=0', [422, 'validation_error', 'limit']],
      ['/global/spend/models?limit=-1', [422, 'validation_error', 'limit']],
      ['/global/spend/report?end_date=2026-02-01', [400, 'bad_request_error', 'start_date']],
      [`/global/spend/report?${range}&group_by=moon`, [400, 'bad_request_error', 'group_by']],
      [`/global/spend/report?${range}&team_id=t1`, [400, 'bad_request_error', 'customer_id']],
      ['/global/activity', [400, 'bad_request_error', 'start_date']],
      ['/user/daily/activity', [400, 'bad_request_error', 'start_date']],
      ['/user/daily/activity?start_date=2026-02-14&end_date=2026-02-01', [400, 'bad_request_error', 'start_date']],
      [`/user/daily/activity?${range}&page=0`, [422, 'validation_error', 'page']],
      [`/user/daily/activity?${range}&timezone=9999`, [422, 'validation_error', 'timezone']],
    ])('%s is refused', async (path, error) => {
      const { get } = await start()
      expect((await get(path)).error).toEqual(error)
    })

    test('stored bodies are shown to whoever may see the row', async () => {
      const { get } = await start()
      const bodies = { messages: [{ role: 'user', content: 'hello' }], response: { id: 'r1' } }
      const row = spendRow(9_000, { api_key: hashes.k1, user_id: 'jane_smith', start_time: Date.UTC(2026, 2, 1), spend: '0', bodies })
      await recordSpend(opened.connection, [row, row])
      const path = `/spend/logs/ui/${idOf(9_000)}`
      expect((await get(path, secrets.k1)).body).toEqual({ request_id: idOf(9_000), ...bodies, proxy_server_request: {} })
      expect((await get(path, secrets.k3)).error).toEqual([404, 'not_found_error', 'request_id'])
      expect((await get(`/spend/logs/ui/${idOf(0)}`)).body).toMatchObject({ messages: {}, response: {} })
    })

    test('the master key lets all keys and teams begin anew; the log stays', async () => {
      const { get, post, told } = await start()
      expect((await post('/global/spend/reset', {})).body).toEqual({
        message: 'Spend for all API Keys and Teams reset successfully',
        status: 'success',
      })
      expect(told).toEqual([{ kind: 'all', id: '' }])
      expect((await get('/spend/keys')).body.map(({ spend }: { spend: number }) => spend)).toEqual([0, 0, 0, 0, 0])
      const { rows } = await opened.connection.db.execute(sql`select distinct spend_epoch as epoch from keys`)
      expect(rows).toEqual([{ epoch: 1 }])
      expect((await get('/team/info?team_id=t1')).body.team_info.spend).toBe(0)
      expect((await get('/global/spend')).body.spend).toBe(total())
    })
  })
})
