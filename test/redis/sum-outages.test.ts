/** Sums of a database while Redis is away: on a server of this suite alone. */
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal, type StateStore, type SumClaim } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { sum } from '../conformance/sum-suite.js'
import { type RedisServer, startRedis } from '../support/servers.js'

const server = await startRedis()
afterAll(() => server?.stop())

const timeoutMs = 200

describe.skipIf(server === undefined)('sums while Redis is away', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer
  const stores: StateStore[] = []
  let admin: Redis
  beforeAll(() => {
    admin = new Redis(redis.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
    admin.on('error', () => {})
  })
  afterAll(() => admin?.disconnect())
  afterEach(async () => {
    redis.resume()
    for (const store of stores.splice(0)) await store.close()
  })

  const connect = async (namespace = `test-${randomUUID()}`) => {
    let isUp = true
    const onStatus = ({ up }: { readonly up: boolean }) => {
      isUp = up
    }
    const store = redisState({ url: redis.url, namespace, timeoutMs, onStatus })
    stores.push(store)
    const back = async () => {
      redis.resume()
      await expect.poll(() => isUp, { timeout: 15_000 }).toBe(true)
    }
    /** Halts the server; the first call after that is the one that notices. */
    const leave = async () => {
      redis.pause()
      await store.reserve([], Date.now())
      expect(isUp).toBe(false)
    }
    await store.budgets([], Date.now())
    await expect.poll(() => isUp, { timeout: 15_000 }).toBe(true)
    return { store, back, leave, namespace }
  }
  const taken = async (store: StateStore, claim: SumClaim) => {
    const admission = await store.reserve([claim], Date.now())
    if (isRefusal(admission)) throw new Error(`refused: ${JSON.stringify(admission)}`)
    return admission
  }
  const cost = (costNanoUsd: number) => ({ tokens: 0, costNanoUsd })
  const charge = async (store: StateStore, claim: SumClaim, nanoUsd: number) =>
    store.settle(await taken(store, claim), cost(nanoUsd), Date.now())
  const look = async (store: StateStore, known = 0) => {
    const seen = await taken(store, sum('k', Number.MAX_SAFE_INTEGER, 0, { known }))
    await store.settle(seen, cost(0), Date.now())
    return { used: seen.meters[0]?.used, spent: seen.meters[0]?.spent }
  }

  test('what all have spent is known to each, and from then on what it spends itself and what the database says', async () => {
    const { store, back, leave, namespace } = await connect()
    const other = await connect(namespace)
    const claim = sum('k', 1_000, 100)
    await charge(other.store, claim, 600)
    await charge(store, claim, 50)
    await leave()
    expect(await look(store)).toEqual({ used: 650, spent: 650 })
    await charge(store, claim, 100)
    expect(await look(store, 940)).toEqual({ used: 940, spent: 940 })
    await charge(store, { ...claim, known: 940 }, 70)
    expect(await store.reserve([claim], Date.now())).toMatchObject({ refused: 0, used: 1_010, spent: 1_010 })
    await back()
    await expect.poll(() => look(other.store)).toEqual({ used: 1_010, spent: 1_010 })
    await charge(store, { ...claim, limit: 2_000 }, 40)
    await leave()
    expect(await look(store)).toEqual({ used: 1_050, spent: 1_050 })
    await back()
  })

  test('a call alone may start, and one beside those under way only where both fit', async () => {
    const { store, back, leave } = await connect()
    const claim = sum('k', 1_000, 700)
    const first = await taken(store, claim)
    await leave()
    expect(await store.reserve([claim], Date.now())).toMatchObject({ refused: 0, used: 700, spent: 0 })
    await back()
    await store.settle(first, cost(10), Date.now())
    await expect.poll(() => look(store)).toEqual({ used: 10, spent: 10 })
    const second = await taken(store, claim)
    await leave()
    expect(await store.reserve([claim], Date.now())).toMatchObject({ refused: 0, used: 710, spent: 10 })
    await store.settle(second, cost(0), Date.now())
    const alone = await taken(store, { ...claim, amount: 5_000 })
    expect(alone.meters).toMatchObject([{ used: 5_010, spent: 10 }])
    await store.settle(alone, cost(20), Date.now())
    expect(await look(store)).toEqual({ used: 30, spent: 30 })
    await back()
  })

  test('a call taken before and settled meanwhile counts here at once, and on Redis when it is back, once', async () => {
    const { store, back, leave, namespace } = await connect()
    const claim = sum('k', 1_000, 100)
    const before = await taken(store, claim)
    await leave()
    await store.settle(before, cost(30), Date.now())
    await store.settle(before, cost(30), Date.now())
    expect(await look(store)).toEqual({ used: 30, spent: 30 })
    const here = await taken(store, claim)
    await store.settle(here, cost(5), Date.now())
    await store.settle(here, cost(5), Date.now())
    await back()
    await expect.poll(() => look(store)).toEqual({ used: 35, spent: 35 })
    expect(await admin.zrange(`{${namespace}}:sum:k`, '0', '-1', 'WITHSCORES')).toEqual(['spent', '-35', 'reserved', '0'])
    expect(await admin.keys(`{${namespace}}:res:*`)).toEqual([])
  })

  test('a settlement that Redis refused is made when it takes it', async () => {
    const { store, back } = await connect()
    const before = await taken(store, sum('k', 1_000, 100))
    await admin.replicaof('127.0.0.1', 1)
    await store.settle(before, cost(30), Date.now())
    expect(await look(store)).toEqual({ used: 30, spent: 30 })
    await admin.replicaof('NO', 'ONE')
    await back()
    await expect.poll(() => look(store)).toEqual({ used: 30, spent: 30 })
  })

  test('what Redis took too late is given back', async () => {
    const { store, back, namespace } = await connect()
    redis.pause()
    const claim = sum('k', 1_000, 100)
    const all = await Promise.all(Array.from({ length: 10 }, () => taken(store, claim)))
    await back()
    for (const each of all) await store.settle(each, cost(3), Date.now())
    await expect.poll(() => look(store)).toEqual({ used: 30, spent: 30 })
    await expect.poll(() => admin.zcard(`{${namespace}}:sum:k`)).toBe(2)
  })

  test('killed and started again, empty: sums go on from what the database knows', async () => {
    const { store, back, namespace } = await connect()
    const claim = sum('k', 1_000, 100)
    await charge(store, claim, 400)
    await redis.kill()
    await charge(store, claim, 50)
    expect(await look(store)).toEqual({ used: 450, spent: 450 })
    await redis.restart()
    await back()
    await expect.poll(() => admin.zscore(`{${namespace}}:sum:k`, 'spent')).toBe('-50')
    expect(await look(store, 450)).toEqual({ used: 450, spent: 450 })
    expect(await store.reserve([{ ...claim, known: 1_000 }], Date.now())).toMatchObject({ refused: 0, spent: 1_000 })
  })
})
