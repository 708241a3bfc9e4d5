/** What goes to Redis together: on a server of this suite alone, which counts the commands. */
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Claim, isRefusal, type StateStore } from '../../src/protocol/state-store.js'
import { type RedisStatus, redisState } from '../../src/redis/index.js'
import { sum } from '../conformance/sum-suite.js'
import { type RedisServer, startRedis } from '../support/servers.js'

const server = await startRedis()
afterAll(() => server?.stop())

const requests: Claim = { kind: 'requests', key: 'a', limit: 1_000, windowMs: 60_000 }
const permit: Claim = { kind: 'permits', key: 'p', limit: 1, leaseMs: 60_000 }
const money = sum('s', 1_000_000, 100)
const paid = { tokens: 0, costNanoUsd: 3 }

describe.skipIf(server === undefined)('what comes together goes together', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer
  const stores: StateStore[] = []
  let admin: Redis
  beforeAll(() => {
    admin = new Redis(redis.url)
  })
  afterAll(() => admin?.disconnect())
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
  })

  const connect = async () => {
    const namespace = `test-${randomUUID()}`
    const statuses: RedisStatus[] = []
    const onStatus = (status: RedisStatus) => void statuses.push(status)
    const store = redisState({ url: redis.url, namespace, timeoutMs: 5_000, onStatus })
    stores.push(store)
    const key = (name: string) => `{${namespace}}:${name}`
    await taken(store, [{ ...permit, key: 'first' }])
    await admin.config('RESETSTAT')
    return { store, statuses, key }
  }
  const scripts = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1] ?? 0)

  test.each([
    { asked: 1, calls: 1 },
    { asked: 32, calls: 1 },
    { asked: 33, calls: 2 },
    { asked: 200, calls: 7 },
  ])('$asked asked in one turn are $calls calls of the script', async ({ asked, calls }) => {
    const { store } = await connect()
    const all = await Promise.all(Array.from({ length: asked }, () => taken(store, [requests, money])))
    expect(all.map(({ meters }) => meters[0]?.used)).toEqual(Array.from({ length: asked }, (_, nth) => nth + 1))
    expect(await scripts()).toBe(calls)
  })

  test.each([
    { name: 'that ends alone goes at once, ahead of its answer', side: 1, calls: 40 },
    { name: 'beside others goes with what is asked next', side: 2, calls: 21 },
  ])('a call $name; the room it leaves is there', async ({ side, calls }) => {
    const { store } = await connect()
    const claims = [{ ...permit, limit: side }, money]
    for (let nth = 0; nth < 20; nth++) {
      const all = await Promise.all(Array.from({ length: side }, () => taken(store, claims)))
      expect(all.map(({ meters }) => meters.map(({ used, spent }) => [used, spent]))).toEqual(
        all.map((_, at) => [
          [at + 1, undefined],
          [3 * nth * side + 100 * (at + 1), 3 * nth * side],
        ]),
      )
      for (const each of all) void store.settle(each, paid, Date.now())
    }
    await store.close()
    expect(await scripts()).toBe(calls)
  })

  test('what ended while nobody asks goes alone, all of it in one call', async () => {
    const { store, key } = await connect()
    const all = await Promise.all(Array.from({ length: 30 }, () => taken(store, [money])))
    await Promise.all(all.map((each) => store.settle(each, paid, Date.now())))
    expect(await scripts()).toBe(2)
    expect(await admin.zrange(key('sum:s'), '0', '-1', 'WITHSCORES')).toEqual(['spent', '-90', 'reserved', '0'])
  })

  test('an end closes no store before it was told', async () => {
    const { store, key } = await connect()
    const all = await Promise.all(Array.from({ length: 250 }, () => taken(store, [money])))
    for (const each of all) void store.settle(each, paid, Date.now())
    await store.close()
    expect(await admin.zscore(key('sum:s'), 'spent')).toBe('-750')
    expect(await admin.keys(key('res:*'))).toEqual([])
  })

  test('each is settled once, however often it is told', async () => {
    const { store, key } = await connect()
    const reservation = await taken(store, [money])
    await Promise.all([1, 2, 3].map(() => store.settle(reservation, paid, Date.now())))
    await store.settle(reservation, paid, Date.now())
    expect(await admin.zscore(key('sum:s'), 'spent')).toBe('-3')
  })

  test('a server that forgot its scripts is given them again, and nobody notices', async () => {
    const { store, statuses } = await connect()
    const before = await taken(store, [money])
    await admin.script('FLUSH')
    void store.settle(before, paid, Date.now())
    expect((await taken(store, [money])).meters).toEqual([{ used: 103, freeAt: 0, spent: 3 }])
    expect(statuses).toEqual([])
  })

  test('what Redis refuses takes nothing else with it', async () => {
    const { store, statuses, key } = await connect()
    const odd = await taken(store, [{ ...permit, key: 'odd' }])
    const others = await Promise.all(Array.from({ length: 20 }, () => taken(store, [money])))
    await admin.set(key('per:odd'), 'another program wrote this')
    for (const each of [...others.slice(0, 10), odd, ...others.slice(10)]) void store.settle(each, paid, Date.now())
    // It is tried five times in all, and then Redis stays.
    const times = 5
    await expect.poll(() => statuses.length, { timeout: 15_000 }).toBe(2 * times)
    expect(statuses.map(({ up }) => up)).toEqual(Array.from({ length: times }, () => [false, true]).flat())
    expect(statuses[0]).toMatchObject({ reason: expect.stringContaining('WRONGTYPE') })
    expect(await admin.zrange(key('sum:s'), '0', '-1', 'WITHSCORES')).toEqual(['spent', '-60', 'reserved', '0'])
    expect((await taken(store, [money])).meters[0]?.spent).toBe(60)
  })
})

async function taken(store: StateStore, claims: readonly Claim[]) {
  const admission = await store.reserve(claims, Date.now())
  if (isRefusal(admission)) throw new Error(`refused: ${JSON.stringify(admission)}`)
  return admission
}
