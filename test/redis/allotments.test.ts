/** Calls that are admitted from what their process was allotted: on a server of this suite alone, which counts the commands. */
import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Claim, isRefusal, type Reservation, type StateStore } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { sum } from '../conformance/sum-suite.js'
import { openFaultProxy } from '../support/fault-proxy.js'
import { type RedisServer, startRedis } from '../support/servers.js'

const server = await startRedis()
afterAll(() => server?.stop())

const windowMs = 60_000
const requests: Claim = { kind: 'requests', key: 'k', limit: 10_000, windowMs }
const many: Claim = { ...requests, key: 'team', limit: 1_000_000 }
const tokens = { kind: 'tokens', key: 'k', limit: 10_000_000, windowMs, amount: 50 } as const
const money = sum('k', 1e12, 1_000)
const ofTeam = sum('team', 1e12, 1_000)
const all = [money, ofTeam, requests, many, tokens]
const paid = { tokens: 30, costNanoUsd: 700 }
const generous = { timeout: 15_000, interval: 10 }

describe.skipIf(server === undefined)('what a process is allotted', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer
  const closing: { close(): Promise<void> }[] = []
  let admin: Redis
  let namespace = ''
  beforeAll(() => {
    admin = new Redis(redis.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
    admin.on('error', () => {})
  })
  afterAll(() => admin?.disconnect())
  beforeEach(() => {
    namespace = `test-${randomUUID()}`
    // the looks at allotments, which nothing else here goes by
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  })
  afterEach(async () => {
    redis.resume()
    for (const each of closing.splice(0)) await each.close()
    vi.useRealTimers()
  })

  const connect = async (url = redis.url, timeoutMs = 5_000) => {
    const up: boolean[] = []
    const store = redisState({ url, namespace, timeoutMs, onStatus: (status) => void up.push(status.up) })
    closing.push(store)
    await store.budgets([], Date.now())
    return { store, up }
  }
  const key = (name: string) => `{${namespace}}:${name}`
  const scripts = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1] ?? 0)
  const look = async (times = 1) => {
    for (let nth = 0; nth < times; nth++) {
      vi.advanceTimersByTime(250)
      await turn()
    }
  }
  /** Until something is allotted: a call is admitted at once. */
  const warm = async (store: StateStore, bundle: object, claims: readonly Claim[]) => {
    for (let nth = 0; nth < 100; nth++) {
      const answer = store.reserve(claims, Date.now(), bundle)
      await store.settle(admitted(await answer), paid, Date.now())
      if (!(answer instanceof Promise)) return nth + 1
      await turn()
    }
    throw new Error('nothing is allotted')
  }
  /** Spent, and reserved by whomever, of a sum. */
  const sumOf = async (name: string) => {
    const [spent, reserved] = await Promise.all(['spent', 'reserved'].map((of) => admin.zscore(key(`sum:${name}`), of)))
    return { spent: 0 - Number(spent ?? 0), reserved: 0 - Number(reserved ?? 0) }
  }
  const windows = async () => ({
    requests: await admin.zcard(key(`req:${windowMs}:k`)),
    many: Number(await admin.hget(key(`reb:${windowMs}:team`), 'sum')),
    tokens: Number(await admin.hget(key(`tok:${windowMs}:k`), 'sum')),
  })

  test('the first calls ask Redis, and of those after them hardly any', async () => {
    const { store } = await connect()
    const bundle = {}
    expect(await warm(store, bundle, all)).toBeGreaterThan(8)
    await admin.config('RESETSTAT')
    let asked = 0
    for (let nth = 0; nth < 5_000; nth++) {
      const answer = store.reserve(all, Date.now(), bundle)
      if (answer instanceof Promise) asked++
      void store.settle(admitted(await answer), paid, Date.now())
      if (nth % 10 === 0) await turn()
    }
    const calls = await scripts()
    console.info(`${calls} calls of Redis for 5,000 requests at full speed, of which ${asked} asked for themselves`)
    expect(calls).toBeLessThan(500)
  })

  test('what was used is on Redis to the last digit, and what was not goes back when calls end', async () => {
    const { store } = await connect()
    const bundle = {}
    let calls = await warm(store, bundle, all)
    for (; calls < 500; calls++) void store.settle(admitted(await store.reserve(all, Date.now(), bundle)), paid, Date.now())
    expect((await sumOf('k')).reserved).toBeGreaterThan(0)
    await look(8)
    const spent = { spent: 700 * calls, reserved: 0 }
    await expect
      .poll(async () => [await sumOf('k'), await sumOf('team'), await windows()])
      .toEqual([spent, spent, { requests: calls, many: calls, tokens: 30 * calls }])
    expect(await admin.keys(key('res:*'))).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a process that ends tells what was used and gives the rest back first', async () => {
    const { store } = await connect()
    const bundle = {}
    const calls = (await warm(store, bundle, all)) + 10
    for (let nth = 0; nth < 10; nth++) void store.settle(admitted(await store.reserve(all, Date.now(), bundle)), paid, Date.now())
    await store.close()
    expect([await sumOf('k'), await windows()]).toEqual([
      { spent: 700 * calls, reserved: 0 },
      { requests: calls, many: calls, tokens: 30 * calls },
    ])
    expect(await admin.keys(key('res:*'))).toEqual([])
  })

  test('calls under way stay reserved, however long they take, and their process takes nothing beside them when it is idle', async () => {
    const { store } = await connect()
    const bundle = {}
    const calls = await warm(store, bundle, all)
    const open = await Promise.all(Array.from({ length: 5 }, () => store.reserve(all, Date.now(), bundle)))
    await look(30)
    await expect.poll(() => sumOf('k')).toEqual({ spent: 700 * calls, reserved: 5_000 })
    expect(await windows()).toEqual({ requests: calls + 5, many: calls + 5, tokens: 30 * calls + 250 })
    for (const each of open) void store.settle(admitted(each), { tokens: 900, costNanoUsd: 90_000 }, Date.now())
    await look(3)
    await expect.poll(() => sumOf('k')).toEqual({ spent: 700 * calls + 450_000, reserved: 0 })
    expect((await windows()).tokens).toBe(30 * calls + 4_500)
  })

  test.each<[string, readonly Claim[]]>([
    ['permits', [...all, { kind: 'permits', key: 'p', limit: 1_000_000, leaseMs: 60_000 }]],
    ['a budget', [...all, { kind: 'budget', key: 'b', limit: 1e12, amount: 1, period: { ms: 60_000 }, leaseMs: 60_000 }]],
    ['a limit that is near', [...all, sum('near', 1_000 * 1_000, 1_000)]],
    ['a limit of few requests', [...all, { kind: 'requests', key: 'few', limit: 1_000, windowMs }]],
  ])('claims with %s are made one by one, as if nobody could tell which belong together', async (_, claims) => {
    const { store } = await connect()
    const bundle = {}
    const asked: boolean[] = []
    for (let nth = 0; nth < 60; nth++) {
      const answer = store.reserve(claims, Date.now(), bundle)
      asked.push(answer instanceof Promise)
      await store.settle(admitted(await answer), paid, Date.now())
    }
    expect(asked).toEqual(asked.map(() => true))
  })

  test('two processes and two callers of one team admit no more than its limits, and all of it', async () => {
    const [one, two] = [(await connect()).store, (await connect()).store]
    const limit: Claim = { kind: 'requests', key: 'team', limit: 4_000, windowMs }
    const bundles = [
      { store: one, bundle: {}, claims: [sum('a', 1e12, 10), limit] },
      { store: one, bundle: {}, claims: [sum('b', 1e12, 10), limit] },
      { store: two, bundle: {}, claims: [sum('a', 1e12, 10), limit] },
    ]
    let [calls, refused, atOnce] = [0, 0, 0]
    while (refused < 30)
      for (const { store, bundle, claims } of bundles) {
        const answer = store.reserve(claims, Date.now(), bundle)
        if (!(answer instanceof Promise)) atOnce++
        const admission = await answer
        if (isRefusal(admission)) refused++
        else {
          calls++
          void store.settle(admission, { tokens: 0, costNanoUsd: 7 }, Date.now())
        }
        if ((calls + refused) % 50 === 0) await look()
      }
    console.info(`${calls} of 4,000 requests of a team, ${atOnce} of them without asking Redis`)
    expect(calls).toBe(4_000)
    expect(atOnce).toBeGreaterThan(2_000)
    await look(8)
    await expect.poll(async () => (await sumOf('a')).spent + (await sumOf('b')).spent).toBe(7 * 4_000)
  })

  test('what the database knows already is not counted twice, and what Redis forgot comes from there', async () => {
    const { store } = await connect()
    const bundle = {}
    const claims = [sum('k', 1e12, 1_000)]
    const calls = (await warm(store, bundle, claims)) + 10
    for (let nth = 0; nth < 10; nth++) void store.settle(admitted(await store.reserve(claims, Date.now(), bundle)), paid, Date.now())
    // its rows are in the database before Redis has heard of them, and another process reads them there
    const other = (await connect()).store
    const known = [sum('k', 1e12, 1_000, { known: 700 * calls })]
    await other.settle(admitted(await other.reserve(known, Date.now())), { tokens: 0, costNanoUsd: 5 }, Date.now())
    await store.close()
    expect(await sumOf('k')).toEqual({ spent: 700 * calls + 5, reserved: 0 })
    await admin.del(key('sum:k'))
    await other.settle(admitted(await other.reserve(known, Date.now())), { tokens: 0, costNanoUsd: 5 }, Date.now())
    expect(await sumOf('k')).toEqual({ spent: 700 * calls + 5, reserved: 0 })
  })

  test('what another program wrote under a key is left alone after five tries, and calls are asked for one by one', async () => {
    const { store, up } = await connect()
    const bundle = {}
    const claims = [money, requests]
    await warm(store, bundle, claims)
    await admin.set(key(`req:${windowMs}:k`), 'another program wrote this')
    await expect
      .poll(async () => {
        await look()
        return up
      }, generous)
      .toEqual(Array.from({ length: 5 }, () => [false, true]).flat())
    await admin.del(key(`req:${windowMs}:k`))
    for (let nth = 0; nth < 30; nth++) expect(store.reserve(claims, Date.now(), bundle)).toBeInstanceOf(Promise)
    await look(3)
    expect(up.length).toBe(10)
  })

  test('what a killed process held comes back after ten seconds, and the database knows what it used', async () => {
    const proxy = await openFaultProxy(redis.port)
    closing.push(proxy)
    const clock = { clock: 'caller' as const, namespace, timeoutMs: 5_000, onStatus: () => {} }
    const killed = redisState({ url: `redis://127.0.0.1:${proxy.port}`, ...clock })
    const other = redisState({ url: redis.url, ...clock })
    closing.push(killed, other)
    await killed.budgets([], 0)
    const now = 1_700_000_000_000
    const bundle = {}
    const claims = [money]
    let cost = 0
    for (let nth = 0; nth < 100; nth++) {
      await killed.settle(admitted(await killed.reserve(claims, now, bundle)), paid, now)
      cost += 700
      if (nth === 50) await turn()
    }
    proxy.set('refuse')
    proxy.cut()
    const seen = async (at: number, known = 0) => {
      const { meters } = admitted(await other.reserve([{ ...money, amount: 0, known }], at))
      return { spent: meters[0]?.spent, used: meters[0]?.used }
    }
    const before = await seen(now + 9_999, cost)
    expect(before.spent).toBeLessThanOrEqual(cost)
    expect(before.used).toBeGreaterThan(cost)
    expect(await seen(now + 10_000, cost)).toEqual({ spent: cost, used: cost })
  })

  test('a process that stood still for longer than its lease admits nothing of what others have had since', async () => {
    const clock = { clock: 'caller' as const, url: redis.url, namespace, onStatus: () => {} }
    const [paused, other] = [redisState(clock), redisState(clock)]
    closing.push(paused, other)
    let now = 1_700_000_000_000
    const claims = [sum('k', 4_000_000, 1_000)]
    const bundle = {}
    let calls = 0
    const call = async (store: StateStore) => {
      const admission = await store.reserve(claims, now, bundle)
      if (isRefusal(admission)) return false
      calls++
      await store.settle(admission, { tokens: 0, costNanoUsd: 1_000 }, now)
      return true
    }
    for (let nth = 0; nth < 20; nth++) {
      await call(paused)
      await turn()
    }
    // what it used is told, and what is left is not used before its lease ends
    await look()
    now += 20_000
    while (await call(other));
    for (let nth = 0; nth < 400; nth++) {
      await call(paused)
      if (nth % 20 === 19) await look()
    }
    expect(calls).toBe(4_000)
  })

  test('what is allotted of a short window counts until it has left it, even where nobody looks meanwhile', async () => {
    const clock = { clock: 'caller' as const, url: redis.url, namespace, onStatus: () => {} }
    const [one, other] = [redisState(clock), redisState(clock)]
    closing.push(one, other)
    const now = 1_700_000_000_000
    const shortly = { ...tokens, windowMs: 10_000 }
    const claims = [shortly]
    await other.settle(admitted(await other.reserve(claims, now - 10_000)), paid, now - 10_000)
    const bundle = {}
    for (let nth = 0; nth < 20; nth++) {
      await one.settle(admitted(await one.reserve(claims, now, bundle)), paid, now)
      await turn()
    }
    const seen = async (at: number) => admitted(await other.reserve([{ ...shortly, amount: 0 }], at)).meters[0]?.used
    expect(await seen(now + 10_400)).toBeGreaterThanOrEqual(50 * 8)
    expect(await seen(now + 20_400)).toBe(0)
  })

  test.each([
    { name: 'is cut off', fault: 'refuse', isCut: true },
    { name: 'does not answer', fault: 'stall', isCut: false },
  ] as const)('a Redis that $name: what was used counts here at once and there when it is back', async ({ fault, isCut }) => {
    const proxy = await openFaultProxy(redis.port)
    closing.push(proxy)
    const { store, up } = await connect(`redis://127.0.0.1:${proxy.port}`, 100)
    const bundle = {}
    const claims = [money, requests, tokens]
    let calls = await warm(store, bundle, claims)
    const call = async () => {
      calls++
      const admission = admitted(await store.reserve(claims, Date.now(), bundle))
      void store.settle(admission, paid, Date.now())
      return admission
    }
    for (let nth = 0; nth < 20; nth++) await call()
    const open = await Promise.all(Array.from({ length: 3 }, () => store.reserve(claims, Date.now(), bundle)))
    calls += 3
    for (let nth = 0; nth < 20; nth++) await call()
    proxy.set(fault)
    if (isCut) proxy.cut()
    // a look asks Redis, in vain
    await expect
      .poll(async () => {
        await call()
        await look()
        return up.at(-1)
      }, generous)
      .toBe(false)
    const { meters } = await call()
    expect(meters.map(({ used, spent }) => [used, spent])).toEqual([
      [700 * (calls - 4) + 4_000, 700 * (calls - 4)],
      [expect.any(Number), undefined],
      [expect.any(Number), undefined],
    ])
    expect(meters[1]?.used).toBeGreaterThanOrEqual(calls)
    void store.settle(admitted(open[0]), paid, Date.now())
    expect((await call()).meters[0]).toMatchObject({ used: 700 * (calls - 3) + 3_000, spent: 700 * (calls - 3) })
    proxy.set('pass')
    if (!isCut) proxy.cut()
    await expect.poll(() => up.at(-1), generous).toBe(true)
    for (const each of open.slice(1)) void store.settle(admitted(each), paid, Date.now())
    await expect
      .poll(async () => {
        await look()
        return [await sumOf('k'), await windows()]
      }, generous)
      .toEqual([
        { spent: 700 * calls, reserved: 0 },
        { requests: calls, many: 0, tokens: 30 * calls },
      ])
    expect(await warm(store, bundle, claims)).toBeGreaterThan(0)
  })
})

function admitted(admission: Awaited<ReturnType<StateStore['reserve']>> | undefined): Reservation {
  if (admission === undefined || isRefusal(admission)) throw new Error(`refused: ${JSON.stringify(admission)}`)
  return admission
}

/** Lets what was sent be answered. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3))
}
