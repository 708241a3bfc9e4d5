/** Sums of a database on Redis: what several clients and processes spend together, and what is left of it there. */
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { type Claim, isRefusal, type StateStore, type SumClaim } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { sum } from '../conformance/sum-suite.js'
import { openRedis } from '../support/servers.js'
import { offerFrom } from './processes.js'

const redis = await openRedis()
afterAll(() => redis?.stop())

describe.skipIf(redis === undefined)('sums on Redis', () => {
  const url = redis?.url ?? ''
  const admin = redis === undefined ? undefined : new Redis(url)
  const stores: StateStore[] = []
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    admin?.disconnect()
  })
  const connect = (namespace: string): StateStore => {
    const store = redisState({ url, namespace, timeoutMs: 10_000, onStatus: (status) => expect(status.up).toBe(true) })
    stores.push(store)
    return store
  }
  const key = (namespace: string, name: string) => `{${namespace}}:sum:${name}`
  const taken = async (store: StateStore, claim: Claim) => {
    const admission = await store.reserve([claim], Date.now())
    if (isRefusal(admission)) throw new Error(`refused: ${JSON.stringify(admission)}`)
    return admission
  }
  const charge = async (store: StateStore, claim: SumClaim, costNanoUsd: number) =>
    store.settle(await taken(store, claim), { tokens: 0, costNanoUsd }, Date.now())
  const look = async (store: StateStore, name: string, known = 0) =>
    (await taken(store, sum(name, Number.MAX_SAFE_INTEGER, 0, { known }))).meters[0]

  test('200 calls at once of two clients never pass a limit, to the nano-dollar', async () => {
    const namespace = `test-${randomUUID()}`
    const clients = [connect(namespace), connect(namespace)]
    const claims = [sum('key', 1_000, 7), sum('team', 2_000, 7)]
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, nth) => clients[nth % 2]?.reserve(claims, Date.now()) ?? Promise.reject(new Error('no client'))),
    )
    expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(142)
    expect(await look(connect(namespace), 'key')).toMatchObject({ used: 994, spent: 0 })
    expect(await look(connect(namespace), 'team')).toMatchObject({ used: 994, spent: 0 })
  })

  test('200 calls of two processes, whose clocks differ, cost no more than the limit and one call', async () => {
    const namespace = `test-${randomUUID()}`
    const claims = [sum('key', 1_000, 50, { known: 100 })]
    const more = { url, namespace, claims, count: 100, everyMs: 1, costNanoUsd: 20 }
    const offered = await offerFrom([0, 30_000].map((skewMs) => ({ ...more, skewMs })))
    const calls = offered.flatMap(({ admitted }) => admitted).length
    expect(offered.map(({ lost }) => lost)).toEqual([0, 0])
    const state = await look(connect(namespace), 'key')
    console.info(`two processes: ${calls} of 200 calls, ${state?.spent} of 1,000 spent`)
    expect(state).toMatchObject({ used: 100 + 20 * calls, spent: 100 + 20 * calls })
    expect(state?.spent).toBeLessThan(1_000 + 50)
    // One at a time they are only refused when all is spent.
    const store = connect(namespace)
    for (let nth = calls; nth < 45; nth++) await charge(store, sum('key', 1_000, 50), 20)
    expect(await store.reserve([sum('key', 1_000, 50)], Date.now())).toMatchObject({ refused: 0, used: 1_000, spent: 1_000 })
  })

  test('what another client has spent is known at once, and what only the database knows counts for both', async () => {
    const namespace = `test-${randomUUID()}`
    const [one, other] = [connect(namespace), connect(namespace)]
    await charge(one, sum('key', 1_000, 100), 60)
    expect((await taken(other, sum('key', 1_000, 100, { known: 10 }))).meters).toEqual([{ used: 160, freeAt: 0, spent: 60 }])
    expect(await look(other, 'key', 500)).toMatchObject({ used: 600, spent: 500 })
    expect(await look(one, 'key')).toMatchObject({ used: 600, spent: 500 })
  })

  test('a Redis that was flushed goes on from what the database knows; a call under way adds its cost to that', async () => {
    const namespace = `test-${randomUUID()}`
    const store = connect(namespace)
    await charge(store, sum('key', 1_000, 100), 900)
    const underWay = await taken(store, sum('key', 1_000, 100, { known: 850 }))
    await admin?.del(key(namespace, 'key'))
    await store.settle(underWay, { tokens: 0, costNanoUsd: 30 }, Date.now())
    expect(await look(store, 'key')).toMatchObject({ used: 880, spent: 880 })
    await admin?.del(key(namespace, 'key'))
    expect(await store.reserve([sum('key', 1_000, 100, { known: 1_000 })], Date.now())).toMatchObject({ refused: 0, spent: 1_000 })
    expect(await look(store, 'key')).toMatchObject({ used: 1_000, spent: 1_000 })
  })

  test('each is one key that ends: after its period and a lease, or unused for a week', async () => {
    const namespace = `test-${randomUUID()}`
    const store = connect(namespace)
    const day = 86_400_000
    const left = async (name: string) => Math.round(((await admin?.pttl(key(namespace, name))) ?? 0) / 10_000) * 10_000
    await charge(store, sum('endless', 1_000, 100), 5)
    await taken(store, sum('month', 1_000, 100, { endsAt: Date.now() + 20 * day }))
    await charge(store, sum('over', 1_000, 100, { endsAt: Date.now() - day }), 5)
    await store.reserve([sum('refused', 1_000, 100, { known: 5_000, endsAt: Date.now() + day })], Date.now())
    await look(store, 'nothing')
    expect(await Promise.all(['endless', 'month', 'over', 'refused'].map(left))).toEqual([
      7 * day,
      20 * day + 600_000,
      600_000,
      day + 600_000,
    ])
    await admin?.pexpire(key(namespace, 'endless'), 1_000_000)
    await taken(store, sum('endless', 1_000, 100))
    expect(await left('endless')).toBe(7 * day)
    expect((await admin?.keys(`{${namespace}}:sum:*`))?.length).toBe(4)
    await taken(store, sum('k'.repeat(5_000), 1_000, 100))
    expect((await admin?.keys(`{${namespace}}:sum:sha256*`))?.map((name) => name.length < 200)).toEqual([true])
  })
})
