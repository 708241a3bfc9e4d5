/** Several gateways on one PostgreSQL without a Redis: each says so once, until the other is gone. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { beatMs } from '../../../src/gateway/store/instances.js'
import { testDatabase } from '../../support/postgres.js'
import { type RedisServer, redisProgram, startRedis } from '../../support/servers.js'
import { yaml } from '../gateway-support.js'
import { type Kept, openKept } from './kept-gateway.js'

const warnings = ({ log }: Kept) => log.filter((line) => line.startsWith('warn') && line.includes('share this database'))
const shown = async ({ get }: Kept, path: string) => (await get(path)).body.limits
const generous = { timeout: 10_000, interval: 20 }

describe.skipIf(!process.env[testDatabase])('two gateways on one PostgreSQL', { timeout: 60_000 }, () => {
  // the beat alone: sockets and drivers keep their own time
  const beat = () => vi.advanceTimersByTime(beatMs)
  afterEach(() => vi.useRealTimers())

  test('each warn once without a Redis, say so in readiness, and stop when the other is gone', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const first = await openKept({ kind: 'postgres' })
    const second = await openKept({ kind: 'postgres', beside: first })
    // both have opened it
    await Promise.all([first, second].map(({ get }) => get('/key/list')))
    expect([...warnings(first), ...warnings(second)]).toEqual([])
    await expect
      .poll(() => {
        beat()
        return [warnings(first).length, warnings(second).length]
      }, generous)
      .toEqual([1, 1])
    expect(warnings(first)[0]).toMatch(/^warn 2 gateways share this database, and each of them counts .*redis_url.*\{"gateways":2\}$/)
    expect(await shown(first, '/health/readiness')).toBe('counted by each of the gateways on this database alone')
    expect(await shown(first, '/health/readiness/details')).toMatch(/^2 gateways share this database/)
    for (let more = 0; more < 3; more++) beat()
    expect([warnings(first).length, warnings(second).length]).toEqual([1, 1])

    await second.gateway.close(0)
    const admin = await first.gateway.serving.store?.open()
    // as if its row had not been renewed for three beats
    await admin?.connection.db.execute("update instances set seen_at = seen_at - interval '46 seconds'")
    await expect
      .poll(() => {
        beat()
        return first.log.some((line) => line.includes('counted in one place again'))
      }, generous)
      .toBe(true)
    expect(await shown(first, '/health/readiness')).toBeUndefined()
  })

  test.skipIf(redisProgram() === undefined)('say nothing where they have a Redis between them', async () => {
    const redis = await startRedis()
    if (redis === undefined) throw new Error('there was a program for it')
    try {
      await quiet(redis)
    } finally {
      await redis.stop()
    }
  })

  async function quiet({ port }: RedisServer): Promise<void> {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const shared = yaml.replace('router_settings:\n', `router_settings:\n  redis_url: redis://127.0.0.1:${port}\n`)
    const first = await openKept({ kind: 'postgres', yaml: shared })
    const second = await openKept({ kind: 'postgres', yaml: shared, beside: first })
    await Promise.all([first, second].map(({ get }) => get('/key/list')))
    const admin = await first.gateway.serving.store?.open()
    const renewals = async () => {
      beat()
      const { rows } = await (admin?.connection.db.execute<{ n: string }>(
        "select count(*) as n from instances where seen_at > now() - interval '1 second'",
      ) ?? { rows: [] })
      return Number(rows[0]?.n)
    }
    // both have renewed their rows, so that each has seen the other
    for (let round = 0; round < 3; round++) await expect.poll(renewals, generous).toBe(2)
    expect([...warnings(first), ...warnings(second)]).toEqual([])
    expect(await shown(second, '/health/readiness')).toBeUndefined()
  }
})
