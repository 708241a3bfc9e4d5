/** A database that is cut off, slow or refusing: calls go on, nothing hangs, nobody is told that their key is wrong, and no row is lost. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openFaultProxy } from '../../support/fault-proxy.js'
import { createDatabase, type PostgresServer, startPostgres, testDatabase } from '../../support/postgres.js'
import { runs } from '../../support/soak.js'
import { yaml } from '../gateway-support.js'
import { type Kept, openKept } from './kept-gateway.js'
import { startLoad } from './load.js'

/** How long the database is away under load, milliseconds. */
const awayMs = runs(10_000, 60_000)
/** Longest answer that is not hanging: the wait for a silent database, and what a busy machine adds. */
const longestMs = 6_000

describe.skipIf(!process.env[testDatabase])('a PostgreSQL', { timeout: 60_000 + 2 * awayMs }, () => {
  let server: PostgresServer | undefined
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.stop())

  const started = () => {
    if (server === undefined) throw new Error('there is a database, and no program to start another server')
    return server
  }

  test(`that is stopped for ${awayMs / 1_000} s under load: no call fails, and all rows are there afterwards`, async () => {
    const database = await createDatabase(started().url)
    const kept = await openKept({ kind: 'postgres', env: { DATABASE_URL: database.url } })
    const { key, token } = await newKey(kept)
    const load = startLoad({ url: () => kept.url, key, clients: 4 })
    await wait(1_000)
    await started().kill()
    await wait(awayMs)
    expect(await timed(() => kept.get('/key/list'))).toMatchObject({ status: 503, type: 'no_db_connection', isSoon: true })
    expect(await timed(() => kept.chat('sk-nobody-has-this-key'))).toMatchObject({ status: 503, type: 'no_db_connection', isSoon: true })
    expect((await kept.get('/health/readiness')).status).toBe(503)
    await started().restart()
    await expect.poll(async () => (await kept.get('/health/readiness')).status, { timeout: 20_000 }).toBe(200)
    await load.stop()
    expect(load.asked.filter(({ whole }) => !whole)).toEqual([])
    await expect.poll(() => kept.gateway.serving.store?.spend.waiting, { timeout: 30_000 }).toBe(0)
    expect(await rowsOf(kept, token)).toBe(load.asked.length)
    console.info(`${awayMs / 1_000} s away: ${load.asked.length} calls, none failed, all in the database`)
  })

  const faults = ['refuse', 'stall'] as const
  test.each(faults)('whose network begins to %s: known keys go on at once, others get 503, and it heals by itself', async (fault) => {
    const database = await createDatabase(started().url)
    const proxy = await openFaultProxy(started().port)
    onTestFinished(() => proxy.close())
    const through = new URL(database.url)
    through.port = `${proxy.port}`
    const kept = await openKept({ kind: 'postgres', env: { DATABASE_URL: through.href } })
    const { key, token } = await newKey(kept)
    expect((await kept.chat(key)).status).toBe(200)
    proxy.set(fault)
    if (fault === 'refuse') proxy.cut()
    expect(await timed(() => kept.get('/key/list'))).toMatchObject({ status: 503, type: 'no_db_connection', isSoon: true })
    for (let call = 0; call < 5; call++) expect(await timed(() => kept.chat(key))).toMatchObject({ status: 200, isSoon: true })
    expect(await timed(() => kept.chat('sk-nobody-has-this-key'))).toMatchObject({ status: 503, type: 'no_db_connection', isSoon: true })
    proxy.cut()
    proxy.set('pass')
    await expect.poll(() => kept.gateway.serving.store?.spend.waiting, { timeout: 60_000 }).toBe(0)
    await expect.poll(async () => (await kept.chat('sk-nobody-has-this-key')).status, { timeout: 10_000 }).toBe(401)
    await kept.settled()
    expect(await rowsOf(kept, token)).toBe(6)
  })

  test('with allow_requests_on_db_unavailable a key that is not known passes meanwhile, and readiness says degraded', async () => {
    const database = await createDatabase(started().url)
    const policy = yaml.replace('general_settings:\n', 'general_settings:\n  allow_requests_on_db_unavailable: true\n')
    const kept = await openKept({ kind: 'postgres', yaml: policy, env: { DATABASE_URL: database.url } })
    const { token } = await newKey(kept)
    expect((await kept.chat('sk-nobody-has-this-key')).status).toBe(401)
    await started().kill()
    expect((await kept.chat('sk-nobody-else-has-this')).status).toBe(200)
    const { status, body } = await kept.get('/health/readiness')
    expect([status, body.status, body.db]).toEqual([200, 'degraded', 'Not connected'])
    await started().restart()
    await expect.poll(async () => (await kept.get(`/key/info?key=${token}`)).status, { timeout: 20_000 }).toBe(200)
    await expect.poll(async () => (await kept.chat('sk-nobody-else-has-this')).status, { timeout: 20_000 }).toBe(401)
  })
})

async function newKey({ post }: Kept): Promise<{ readonly key: string; readonly token: string }> {
  const { body, status } = await post('/key/generate', {})
  expect(status).toBe(200)
  return body
}

async function rowsOf({ get }: Kept, token: string): Promise<number> {
  const day = new Date().toISOString().slice(0, 10)
  const query = `api_key=${token}&start_date=${day}%2000:00:00&end_date=${day}%2023:59:59&page_size=1`
  return (await get(`/spend/logs/ui?${query}`)).body.total
}

async function timed(ask: () => ReturnType<Kept['get']>) {
  const started = performance.now()
  const { status, body } = await ask()
  return { status, type: body.error?.type, isSoon: performance.now() - started < longestMs }
}
