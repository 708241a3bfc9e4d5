/** Redis behind a cluster or sentinels, each with one node. */
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type Claim, isRefusal } from '../../src/protocol/state-store.js'
import { type RedisSettings, type RedisStatus, redisCache, redisState } from '../../src/redis/index.js'
import { freePort, startRedis, startSentinel } from '../support/servers.js'

const [cluster, server] = await Promise.all([startRedis(['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']), startRedis()])
const sentinel = server && (await startSentinel('mymaster', server.port))
if (cluster !== undefined) await takeAllSlots(cluster.url)
afterAll(() => Promise.all([cluster, server, sentinel].map((each) => each?.stop())))

const claims: readonly Claim[] = [
  { kind: 'requests', key: 'deployment:a', limit: 10, windowMs: 60_000 },
  { kind: 'tokens', key: 'deployment:a', limit: 100, windowMs: 60_000, amount: 1 },
  { kind: 'permits', key: 'deployment:a', limit: 10, leaseMs: 60_000 },
  { kind: 'budget', key: 'provider:b', limit: 1_000, amount: 1, period: { months: 1 }, leaseMs: 60_000 },
]

/** An address where nobody listens goes first: one of the nodes is enough. */
const dead = await freePort()

describe.skipIf(cluster === undefined).each([
  {
    name: 'a cluster',
    settings: {
      redis_startup_nodes: [
        { host: '127.0.0.1', port: `${dead}` },
        { host: '127.0.0.1', port: cluster?.port ?? 0 },
      ],
    },
    told: `the cluster of 127.0.0.1:${dead}, 127.0.0.1:${cluster?.port}`,
    redis: cluster,
  },
  {
    name: 'sentinels',
    settings: {
      sentinel_nodes: [
        ['127.0.0.1', dead],
        ['127.0.0.1', sentinel?.port ?? 0],
      ],
      service_name: 'mymaster',
    },
    told: `mymaster of the sentinels 127.0.0.1:${dead}, 127.0.0.1:${sentinel?.port}`,
    redis: server,
  },
] satisfies readonly { name: string; settings: RedisSettings; told: string; redis: typeof server }[])(
  'behind $name',
  ({ settings, told, redis }) => {
    const opened: { close(): Promise<void> }[] = []
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close()
    })
    const open = (more: RedisSettings) => {
      const store = redisState({ ...settings, timeoutMs: 5_000, ...more })
      opened.push(store)
      return store
    }

    test('limits, budgets, rests and answers are those of all', async () => {
      const statuses: RedisStatus[] = []
      const shared = { namespace: `test-${randomUUID()}`, onStatus: (status: RedisStatus) => statuses.push(status) }
      const [one, other] = [open(shared), open(shared)]
      const taken = await one.reserve(claims, Date.now())
      if (isRefusal(taken)) throw new Error('refused')
      await one.settle(taken, { tokens: 5, costNanoUsd: 7 }, Date.now())
      const again = await other.reserve(claims, Date.now())
      expect('meters' in again && again.meters.map((meter) => meter.used)).toEqual([2, 6, 1, 8])
      expect(await other.budgets(['provider:b'], Date.now())).toMatchObject([{ spent: 7, reserved: 1 }])

      const heard: string[] = []
      other.onRest((deploymentId) => heard.push(deploymentId))
      one.shareRest('before', Date.now() + 60_000)
      await until(() => heard.includes('before'))
      await until(() => {
        one.shareRest('later', Date.now() + 60_000)
        return heard.includes('later')
      })

      const [writer, reader] = [0, 1].map(() => redisCache({ ...settings, ...shared, timeoutMs: 5_000 }))
      if (writer === undefined || reader === undefined) throw new Error('no cache')
      opened.push(writer, reader)
      for (const key of ['a', 'b', 'c']) await writer.set(key, `answer ${key}`, 60_000)
      expect([await reader.get('a'), await reader.get('b'), await reader.get('c')]).toEqual(['answer a', 'answer b', 'answer c'])
      expect(await reader.clear?.()).toBe(true)
      expect([await writer.get('a'), await writer.get('b'), await writer.get('c')]).toEqual([undefined, undefined, undefined])
      expect(statuses).toEqual([])
    })

    test('killed in mid-run: calls go on, and it heals when it returns', async () => {
      const statuses: RedisStatus[] = []
      const store = open({ timeoutMs: 50, namespace: `test-${randomUUID()}`, onStatus: (status) => statuses.push(status) })
      const call = async () => {
        const taken = await store.reserve(claims.slice(0, 1), Date.now())
        return isRefusal(taken) ? 'refused' : taken.meters[0]?.used
      }
      await store.budgets([], Date.now())
      await until(() => statuses.at(-1)?.up !== false)
      statuses.length = 0
      expect(await call()).toBe(1)
      await redis?.kill()
      expect(await call()).toBe(2)
      expect(statuses).toEqual([{ up: false, server: told, reason: expect.any(String) }])
      await redis?.restart()
      if (redis === cluster && redis !== undefined) await takeAllSlots(redis.url)
      await until(() => statuses.at(-1)?.up === true)
      // The one that was admitted alone was told; what Redis forgot is lost.
      await until(async () => (await call()) !== 1)
    })
  },
)

async function takeAllSlots(url: string): Promise<void> {
  const admin = new Redis(url)
  const slots = Array.from({ length: 16_384 }, (_, slot) => slot)
  if (!String(await admin.call('CLUSTER', 'INFO')).includes('cluster_slots_assigned:16384'))
    await admin.call('CLUSTER', 'ADDSLOTS', ...slots)
  await until(async () => String(await admin.call('CLUSTER', 'INFO')).includes('cluster_state:ok'))
  admin.disconnect()
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 15_000
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`not so within 15 s: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
