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
/** Longest shutdown: the waits for the last rows, and for sessions to end. */
const longestStopMs = 18_000
/** What nobody takes for an answer at once, on a busy machine either. */
const slowMs = 2_000

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
    // who is known is asked for again and again
    const shortLived = yaml.replace('general_settings:\n', 'general_settings:\n  user_api_key_cache_ttl: 0.2\n')
    const kept = await openKept({ kind: 'postgres', yaml: shortLived, env: { DATABASE_URL: through.href } })
    const { key, token } = await newKey(kept)
    expect((await kept.chat(key)).status).toBe(200)
    proxy.set(fault)
    if (fault === 'refuse') proxy.cut()
    const load = startLoad({ url: () => kept.url, key, clients: 2 })
    expect(await timed(() => kept.get('/key/list'))).toMatchObject({ status: 503, type: 'no_db_connection', isSoon: true })
    expect(await timed(() => kept.chat('sk-nobody-has-this-key'))).toMatchObject({ status: 503, type: 'no_db_connection', isSoon: true })
    await expect.poll(() => load.asked.length, { timeout: 30_000 }).toBeGreaterThan(100)
    await load.stop()
    const slow = load.asked.filter(({ ms }) => ms > slowMs).length
    console.info(
      `${fault}: ${load.asked.length} calls, ${slow} took over ${slowMs} ms, the slowest ${Math.max(...load.asked.map(({ ms }) => ms)).toFixed(0)} ms`,
    )
    expect(load.asked.filter(({ whole, ms }) => !whole || ms > longestMs)).toEqual([])
    // those under way when it fell silent wait for it once, and nobody after them
    expect(slow).toBeLessThanOrEqual(2)
    proxy.cut()
    proxy.set('pass')
    await expect.poll(() => kept.gateway.serving.store?.spend.waiting, { timeout: 60_000 }).toBe(0)
    await expect.poll(async () => (await kept.chat('sk-nobody-has-this-key')).status, { timeout: 10_000 }).toBe(401)
    await kept.settled()
    expect(await rowsOf(kept, token)).toBe(1 + load.asked.length)
  })

  test('that is silent does not hold up a shutdown, and the next start writes what it did not take', async () => {
    const database = await createDatabase(started().url)
    const proxy = await openFaultProxy(started().port)
    onTestFinished(() => proxy.close())
    const through = new URL(database.url)
    through.port = `${proxy.port}`
    const kept = await openKept({ kind: 'postgres', env: { DATABASE_URL: through.href } })
    const { key, token } = await newKey(kept)
    expect((await kept.chat(key)).status).toBe(200)
    await kept.settled()
    proxy.set('stall')
    expect((await kept.chat(key)).status).toBe(200)
    const stoppedAt = performance.now()
    await kept.gateway.close(0)
    expect(performance.now() - stoppedAt).toBeLessThan(longestStopMs)
    const next = await openKept({ kind: 'postgres', env: { DATABASE_URL: database.url }, gateway: { dataFolder: kept.folder } })
    await expect.poll(() => next.gateway.serving.store?.spend.waiting, { timeout: 20_000 }).toBe(0)
    expect(await rowsOf(next, token)).toBe(2)
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
