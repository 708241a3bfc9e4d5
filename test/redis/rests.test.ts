import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { StateStore } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { type RedisServer, startRedis } from '../support/servers.js'

const server = await startRedis()
afterAll(() => server?.stop())

describe.skipIf(server === undefined)('rests of deployments', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer
  const stores: StateStore[] = []
  const open = (namespace: string, skewMs = 0) => {
    const now = () => Date.now() + skewMs
    const store = redisState({ url: redis.url, namespace, now, timeoutMs: 2_000, onStatus: () => {} })
    stores.push(store)
    const heard: { readonly id: string; readonly forMs: number }[] = []
    const stop = store.onRest((id, untilMs) => heard.push({ id, forMs: untilMs - now() }))
    return { store, heard, stop, rest: (id: string, ms: number) => store.shareRest(id, now() + ms) }
  }
  const listening = (namespace: string) => until(async () => (await channels()).some((channel) => channel.includes(namespace)))
  const channels = async () => {
    const admin = new Redis(redis.url)
    const names = await admin.pubsub('CHANNELS')
    admin.disconnect()
    return names.map(String)
  }
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
  })

  test('the others hear of a rest, by their own clocks, and the one that told does not', async () => {
    const namespace = randomUUID()
    const [a, b, c] = [open(namespace), open(namespace, 3_600_000), open(namespace, -3_600_000)]
    await until(async () => (await subscribers(redis.url, namespace)) === 3)
    a.rest('eu 1', 30_000)
    await until(() => b.heard.length > 0 && c.heard.length > 0)
    for (const { heard } of [b, c]) {
      // A rest that is told while the ones under way are being read is heard twice, which changes nothing.
      expect([...new Set(heard.map(({ id }) => id))]).toEqual(['eu 1'])
      expect(heard[0]?.forMs).toBeGreaterThan(28_000)
      expect(heard[0]?.forMs).toBeLessThanOrEqual(30_001)
    }
    expect(a.heard).toEqual([])
  })

  test('one that comes later hears of those under way, and of no others', async () => {
    const namespace = randomUUID()
    const a = open(namespace)
    a.rest('short', 50)
    a.rest('over', -5)
    a.rest('long', 60_000)
    a.rest('long', 20_000)
    await pause(120)
    const late = open(namespace)
    await until(() => late.heard.length > 0)
    expect(late.heard.map(({ id }) => id)).toEqual(['long'])
    // The longest that was told counts.
    expect(late.heard[0]?.forMs).toBeGreaterThan(55_000)
  })

  test('who stops to listen hears no more', async () => {
    const namespace = randomUUID()
    const [a, b] = [open(namespace), open(namespace)]
    await listening(namespace)
    b.stop()
    a.rest('x', 10_000)
    const late = open(namespace)
    await until(() => late.heard.length > 0)
    expect(b.heard).toEqual([])
  })

  test('when Redis comes back empty, rests under way are told again', async () => {
    const namespace = randomUUID()
    const [a, b] = [open(namespace), open(namespace)]
    await until(async () => (await subscribers(redis.url, namespace)) === 2)
    a.rest('x', 60_000)
    await until(() => b.heard.length === 1)
    await redis.kill()
    a.rest('y', 60_000)
    await redis.restart()
    await until(() => b.heard.some(({ id }) => id === 'y'))
    const late = open(namespace)
    await until(() => late.heard.length >= 2)
    expect(new Set(late.heard.map(({ id }) => id))).toEqual(new Set(['x', 'y']))
    expect(a.heard).toEqual([])
  })
})

async function subscribers(url: string, namespace: string): Promise<number> {
  const admin = new Redis(url)
  const [, count] = await admin.pubsub('NUMSUB', `{${namespace}}:rest-told`)
  admin.disconnect()
  return Number(count)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 15_000
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`not so within 15 s: ${holds}`)
    await pause(10)
  }
}
