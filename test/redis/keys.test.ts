import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { type Claim, isRefusal } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { openRedis, startRedis } from '../support/servers.js'

const redis = await openRedis()
afterAll(() => redis?.stop())

describe.skipIf(redis === undefined)('keys on Redis', () => {
  const url = redis?.url ?? ''
  const windowMs = 1_500
  const names = 20
  /** Repeatable numbers from 0 to `below`. */
  const numbers = (seed: number) => (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return (seed >> 8) % below
  }

  test('10,000 reservations leave as many keys as there are names, all of them end, and none is left in the end', async () => {
    const namespace = `test-${randomUUID()}`
    const admin = new Redis(url)
    const keys = async () => (await admin.keys(`{${namespace}}:*`)).map((key) => key.slice(namespace.length + 3))
    const store = redisState({ url, namespace, timeoutMs: 10_000, onStatus: (status) => expect(status.up).toBe(true) })
    const next = numbers(7)
    const claims = (): readonly Claim[] => {
      const key = `deployment:${next(names)}`
      const all: readonly Claim[] = [
        { kind: 'requests', key, limit: 16_000, windowMs },
        { kind: 'tokens', key, limit: 1e9, windowMs, amount: next(500) },
        { kind: 'permits', key, limit: 100_000, leaseMs: windowMs },
        { kind: 'budget', key, limit: 1e12, amount: next(5_000), period: { ms: windowMs }, leaseMs: windowMs },
        { kind: 'sum', key, limit: 1e12, amount: next(5_000), known: next(5_000), endsAt: Date.now() + windowMs, leaseMs: windowMs },
      ]
      return all.filter(() => next(4) > 0)
    }
    const run = async (count: number) => {
      for (let nth = 0; nth < count; nth++) {
        const taken = await store.reserve(claims(), Date.now())
        if (!isRefusal(taken)) await store.settle(taken, { tokens: next(500), costNanoUsd: next(5_000) }, Date.now())
      }
    }
    await Promise.all(Array.from({ length: 50 }, () => run(200)))
    const kinds = new Map<string, number>()
    for (const key of await keys()) kinds.set(key.split(':')[0] ?? '', (kinds.get(key.split(':')[0] ?? '') ?? 0) + 1)
    console.info(`keys after 10,000 reservations: ${JSON.stringify(Object.fromEntries(kinds))}`)
    expect(kinds.get('res') ?? 0).toBe(0)
    for (const kind of ['req', 'tok', 'per', 'bud', 'bul', 'sum']) expect(kinds.get(kind) ?? 0).toBeLessThanOrEqual(names)
    for (const key of await keys()) expect([key, await admin.pttl(`{${namespace}}:${key}`)]).not.toEqual([key, -1])
    await store.close()
    const limit = Date.now() + 20_000
    while ((await keys()).length > 0 && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await keys()).toEqual([])
    admin.disconnect()
  })

  test('what is never settled is forgotten, and until then there is one key for each', async () => {
    const namespace = `test-${randomUUID()}`
    const admin = new Redis(url)
    const store = redisState({ url, namespace, timeoutMs: 10_000, onStatus: (status) => expect(status.up).toBe(true) })
    const claim: Claim = { kind: 'tokens', key: 'a', limit: 1e9, windowMs: 60_000, amount: 1 }
    await Promise.all(Array.from({ length: 50 }, () => store.reserve([claim], Date.now())))
    const records = await admin.keys(`{${namespace}}:res:*`)
    expect(records.length).toBe(50)
    for (const key of records) {
      const left = await admin.pttl(key)
      expect(left).toBeGreaterThan(170_000)
      expect(left).toBeLessThanOrEqual(180_000)
    }
    await store.close()
    admin.disconnect()
  })

  test('a window of very many requests takes no more room than one of few', async () => {
    const namespace = `test-${randomUUID()}`
    const admin = new Redis(url)
    const store = redisState({ url, namespace, timeoutMs: 10_000 })
    const claim: Claim = { kind: 'requests', key: 'a', limit: 20_000, windowMs: 60_000 }
    const taken = await Promise.all(Array.from({ length: 300 }, () => store.reserve([claim], Date.now())))
    expect(taken.filter(isRefusal)).toEqual([])
    const first = taken[0]
    if (first !== undefined && !isRefusal(first)) await store.settle(first, { tokens: 0, costNanoUsd: 0 }, Date.now())
    expect(await store.reserve([claim], Date.now())).toMatchObject({ meters: [{ used: 301, freeAt: 0 }] })
    expect(await admin.hlen(`{${namespace}}:reb:60000:a`)).toBeLessThan(10)
    await store.close()
    admin.disconnect()
  })

  test('names of any length and kind are keys of a bounded one', async () => {
    const namespace = `test-${randomUUID()}`
    const admin = new Redis(url)
    const store = redisState({ url, namespace, timeoutMs: 10_000 })
    for (const key of ['t'.repeat(10_000), 'tag:a {b} c', 'ключ\n\u0000'])
      await store.reserve([{ kind: 'permits', key, limit: 1, leaseMs: 60_000 }], Date.now())
    const keys = await admin.keys(`{${namespace}}:*`)
    expect(keys.map((key) => key.length < 200)).toEqual([true, true, true])
    await store.close()
    admin.disconnect()
  })
})

const cluster = await startRedis(['--cluster-enabled', 'yes'])
afterAll(() => cluster?.stop())

test.skipIf(cluster === undefined)('in a Redis Cluster what one call takes lies in one slot', async () => {
  const url = cluster?.url ?? ''
  const admin = new Redis(url)
  await admin.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: 16_384 }, (_, slot) => slot))
  while (!String(await admin.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) await new Promise((resolve) => setTimeout(resolve, 50))
  const problems: string[] = []
  const store = redisState({ url, timeoutMs: 5_000, onStatus: (status) => problems.push(JSON.stringify(status)) })
  const claims: readonly Claim[] = [
    { kind: 'requests', key: 'deployment:a', limit: 10, windowMs: 60_000 },
    { kind: 'tokens', key: 'deployment:a', limit: 10, windowMs: 60_000, amount: 1 },
    { kind: 'permits', key: 'deployment:a', limit: 10, leaseMs: 60_000 },
    { kind: 'budget', key: 'provider:b', limit: 10, amount: 1, period: { months: 1 }, leaseMs: 60_000 },
    { kind: 'budget', key: 'tag:{c}', limit: 10, amount: 1, period: { months: 1 }, leaseMs: 60_000 },
    { kind: 'sum', key: 'key:{d}', limit: 10, amount: 1, known: 0, endsAt: 0, leaseMs: 60_000 },
  ]
  const taken = await store.reserve(claims, Date.now())
  if (isRefusal(taken)) throw new Error('refused')
  await store.settle(taken, { tokens: 5, costNanoUsd: 7 }, Date.now())
  store.shareRest('a', Date.now() + 60_000)
  expect(await store.budgets(['provider:b', 'tag:{c}'], Date.now())).toMatchObject([{ spent: 7 }, { spent: 7 }])
  await store.close()
  expect(problems).toEqual([])
  // The record of the reservation is gone; the rest is there.
  expect(await admin.dbsize()).toBe(6)
  admin.disconnect()
})
