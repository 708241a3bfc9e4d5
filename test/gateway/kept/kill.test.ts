/** A gateway that is killed under load, again and again: every answer that came whole has its row, and all sums are those of the rows. */
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createMockProvider } from '../../../src/testing/index.js'
import { useBundledCli } from '../../cli/bundled-cli.js'
import { folder } from '../../cli/folder.js'
import { configOf, type ServeProcess, serving } from '../../cli/serve-process.js'
import { createDatabase, testDatabase } from '../../support/postgres.js'
import { runs } from '../../support/soak.js'
import { callsTo, places } from './kept-gateway.js'
import { startLoad } from './load.js'

useBundledCli()

const kills = runs(3, 20)
/** Answers between two kills. */
const leastBefore = 20
/** As `serve-process` gives it. */
const master = 'sk-own'

type Row = { readonly litellm_call_id: string; readonly spend: number; readonly status: string }

describe.each(places)('$kind', { timeout: 60_000 + kills * 40_000 }, ({ kind, isThere }) => {
  test.skipIf(!isThere)(`killed ${kills} times, it loses no row and doubles none`, async () => {
    const numbers = new Set<string>()
    const mock = await createMockProvider({ onRequest: ({ body }) => void numbers.add(/number \d+/.exec(JSON.stringify(body))?.[0] ?? '') })
    onTestFinished(() => mock.close())
    const database = kind === 'postgres' ? await createDatabase(process.env[testDatabase] ?? '') : undefined
    onTestFinished(() => database?.drop())
    const place = folder({ 'litellm_config.yaml': configOf(mock.url) })
    const env = { ...(database !== undefined && { DATABASE_URL: database.url }) }
    let server: ServeProcess = await serving('', { place, env })
    const admin = () => callsTo(server.url)
    await admin().post('/team/new', { team_id: 't' }, master)
    await admin().post('/user/new', { user_id: 'u', auto_create_key: false }, master)
    const { body } = await admin().post('/key/generate', { team_id: 't', user_id: 'u', key_alias: 'loaded' }, master)
    const load = startLoad({ url: () => server.url, key: body.key, clients: 8 })
    const whole = () => load.asked.filter((each) => each.whole)
    /** Once so many more have come: under a load that goes on, that is in the middle of others. */
    const answers = async (more: number) => {
      const enough = whole().length + more
      await expect.poll(() => whole().length, { timeout: 30_000, interval: 1 }).toBeGreaterThanOrEqual(enough)
    }
    for (let kill = 0; kill < kills; kill++) {
      await answers(leastBefore + ((kill * 7) % 30))
      server.child.kill('SIGKILL')
      await server.ended
      server = await serving('', { place, env })
    }
    await answers(leastBefore)
    await load.stop()
    await expect.poll(async () => (await waiting(server.url)) === 0, { timeout: 20_000, interval: 100 }).toBe(true)

    const rows: readonly Row[] = await rowsOf(server.url, body.token)
    const counts = new Map<string, number>()
    for (const { litellm_call_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1)
    expect(whole().filter(({ id }) => counts.get(id) !== 1)).toEqual([])
    expect([...counts.values()].filter((count) => count > 1)).toEqual([])
    // a row stands for a request that was asked, and one that was answered for what the provider was asked
    const numberOf = new Map(load.asked.map(({ id, nth }) => [id, `number ${nth}`]))
    expect([...counts.keys()].filter((id) => !numberOf.has(id))).toEqual([])
    expect(rows.filter(({ status, litellm_call_id: id }) => status === 'success' && !numbers.has(numberOf.get(id) ?? ''))).toEqual([])
    await expectOneSum(server.url, body.token, rows)
    console.info(`${kind}: ${load.asked.length} calls, ${whole().length} answered whole, ${rows.length} rows`)
    server.child.kill('SIGTERM')
    expect(await server.ended).toEqual([0, null])
    if (database !== undefined) await expectNoLock(database.url)
  })
})

async function waiting(url: string): Promise<number> {
  return (await callsTo(url).get('/health/readiness/details', master)).body.spend_rows_waiting
}

/** All rows of the key, page by page. */
async function rowsOf(url: string, token: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  const [from, to] = days()
  for (let page = 1; ; page++) {
    const query = `api_key=${token}&start_date=${from}%2000:00:00&end_date=${to}%2023:59:59&page=${page}&page_size=100`
    const { body } = await callsTo(url).get(`/spend/logs/ui?${query}`, master)
    rows.push(...body.data.map((row: Row) => row))
    if (page >= body.total_pages) return rows
  }
}

function days(): readonly [string, string] {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  return [day(Date.now() - 86_400_000), day(Date.now())]
}

/** Every place that tells a sum tells this one. */
async function expectOneSum(url: string, token: string, rows: readonly Row[]): Promise<void> {
  const { get } = callsTo(url)
  const [from, to] = days()
  const range = `start_date=${from}&end_date=${to}`
  const nano = (usd: number) => Math.round(usd * 1e9)
  const sum = rows.reduce((all, { spend }) => all + nano(spend), 0)
  expect(sum).toBeGreaterThan(0)
  const [key, team, user, logs, own, ofTeam, report] = await Promise.all(
    [
      `/key/info?key=${token}`,
      '/team/info?team_id=t',
      '/user/info?user_id=u',
      `/spend/logs?api_key=${token}&${range}`,
      `/user/daily/activity?user_id=u&${range}`,
      `/team/daily/activity?team_ids=t&${range}`,
      `/global/spend/report?${range}&group_by=team`,
    ].map(async (path) => (await get(path, master)).body),
  )
  const total = (list: readonly { readonly spend?: number; readonly total_spend?: number }[]) =>
    list.reduce((all, each) => all + nano(each.spend ?? each.total_spend ?? 0), 0)
  expect({
    key: nano(key.info.spend),
    team: nano(team.team_info.spend),
    user: nano(user.user_info.spend),
    logs: total(logs),
    own: nano(own.metadata.total_spend),
    ofTeam: nano(ofTeam.metadata.total_spend),
    report: total(report.flatMap((day: { teams: readonly { total_spend: number }[] }) => day.teams)),
  }).toEqual({ key: sum, team: sum, user: sum, logs: sum, own: sum, ofTeam: sum, report: sum })
}

/** Nothing of a killed instance holds a lock of the database. */
async function expectNoLock(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query("select count(*)::int as held from pg_locks where locktype = 'advisory'")
  await client.end()
  expect(rows).toEqual([{ held: 0 }])
}
