import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Admission, type Claim, isRefusal, type StateStore } from '../../src/protocol/state-store.js'
import { type RedisStateSettings, type RedisStatus, redisCache, redisState } from '../../src/redis/index.js'
import { openFaultProxy } from '../support/fault-proxy.js'
import { freePort, type RedisServer, startRedis } from '../support/servers.js'

const server = await startRedis()
afterAll(() => server?.stop())

/** Longest wait of a call, and what a machine shared with other suites may add. */
const timeoutMs = 50
const slackMs = 250
/** A call that waits for nothing. */
const atOnceMs = 40

const requests: Claim = { kind: 'requests', key: 'a', limit: 10_000, windowMs: 60_000 }
const tokens: Claim = { kind: 'tokens', key: 'a', limit: 1_000_000, windowMs: 60_000, amount: 1 }
const money: Claim = { kind: 'budget', key: 'm', limit: 1e12, amount: 100, period: { ms: 600_000 }, leaseMs: 60_000 }
const permit: Claim = { kind: 'permits', key: 'p', limit: 1_000, leaseMs: 60_000 }

const busyFor600Ms = `
  local function ms() local time = redis.call('TIME') return time[1] * 1000 + math.floor(time[2] / 1000) end
  local ends = ms() + 600
  repeat until ms() > ends
`

describe.skipIf(server === undefined)('while Redis is away', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer
  const stores: { close(): Promise<void> }[] = []
  let admin: Redis

  const open = (settings: RedisStateSettings = {}) => {
    const statuses: RedisStatus[] = []
    const store = redisState({
      url: redis.url,
      namespace: `test-${randomUUID()}`,
      timeoutMs,
      onStatus: (status) => statuses.push(status),
      ...settings,
    })
    stores.push(store)
    const isUp = () => statuses.at(-1)?.up !== false
    return { store, statuses, isUp }
  }
  /** One that is connected, and of which nothing was told. */
  const connect = async (settings: RedisStateSettings = {}) => {
    const opened = open(settings)
    await opened.store.budgets([], Date.now())
    await until(opened.isUp)
    opened.statuses.length = 0
    return opened
  }

  beforeAll(() => {
    admin = new Redis(redis.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
    admin.on('error', () => {})
  })
  afterAll(() => admin?.disconnect())
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
  })

  test('killed in mid-run: calls go on, at most one waits, and the state heals when it returns', async () => {
    const namespace = `test-${randomUUID()}`
    const { store, isUp } = await connect({ namespace })
    await taken(store, [requests])
    const waits: number[] = []
    let isOver = false
    const run = (async () => {
      while (!isOver) {
        const started = performance.now()
        const reservation = await taken(store, [requests, money, permit])
        waits.push(performance.now() - started)
        void store.settle(reservation, { tokens: 0, costNanoUsd: 100 }, Date.now())
        await pause(2)
      }
    })()
    await pause(300)
    await redis.kill()
    const down = performance.now()
    await pause(700)
    const before = waits.length
    await redis.restart()
    const back = performance.now()
    await until(isUp)
    const healed = performance.now() - back
    await pause(300)
    isOver = true
    await run
    const long = waits.filter((wait) => wait > atOnceMs).length
    console.info(
      `killed: ${waits.length} calls, the slowest ${Math.max(...waits).toFixed(1)} ms, ${long} over ${atOnceMs} ms; away ${(back - down).toFixed(0)} ms, healed ${healed.toFixed(0)} ms after it was back`,
    )
    expect(Math.max(...waits)).toBeLessThan(timeoutMs + slackMs)
    expect(before).toBeGreaterThan(50)
    // What was spent while it was away, and after, another process sees; what it had forgotten is lost.
    const other = (await connect({ namespace })).store
    await until(async () => {
      const [state] = await other.budgets(['m'], Date.now())
      return state !== undefined && state.reserved === 0 && state.spent > 100 * 50 && state.spent <= 100 * waits.length
    })
    expect((await taken(other, [requests])).meters[0]?.used).toBeGreaterThan(1)
  })

  test('halted: those under way wait once and no longer, later ones not at all, and what came too late is given back', async () => {
    const namespace = `test-${randomUUID()}`
    const { store, statuses, isUp } = await connect({ namespace })
    await taken(store, [requests, permit])
    redis.pause()
    const first = await Promise.all(Array.from({ length: 20 }, () => timed(() => taken(store, [requests, permit, money]))))
    const later = await usual(() => taken(store, [requests, permit, money]))
    console.info(`halted: 20 at once waited at most ${Math.max(...first).toFixed(1)} ms, the next ${later.toFixed(1)} ms`)
    expect(Math.max(...first)).toBeLessThan(timeoutMs + slackMs)
    expect(Math.min(...first)).toBeGreaterThan(timeoutMs - 5)
    expect(later).toBeLessThan(atOnceMs)
    expect(statuses).toEqual([{ up: false, server: `127.0.0.1:${redis.port}`, reason: 'no answer within 50 ms' }])
    redis.resume()
    await until(isUp)
    const key = (name: string) => `{${namespace}}:${name}`
    // The 25 requests were admitted here instead, which all are told.
    await until(async () => (await admin.zcard(key('per:p'))) === 1 && (await admin.zcard(key('req:60000:a'))) === 26)
    expect(await admin.zcard(key('bul:m'))).toBe(0)
    expect(await admin.hget(key('bud:m'), 'reserved')).toBe('0')
  })

  test('a call that was taken before and settled while it was away is settled when it is back', async () => {
    const { store, isUp } = await connect()
    const reservation = await taken(store, [money, permit])
    redis.pause()
    await taken(store, [requests])
    await store.settle(reservation, { tokens: 0, costNanoUsd: 30 }, Date.now())
    const alone = await taken(store, [money])
    await store.settle(alone, { tokens: 0, costNanoUsd: 5 }, Date.now())
    redis.resume()
    await until(isUp)
    await until(async () => (await store.budgets(['m'], Date.now()))[0]?.spent === 35)
    expect(await store.budgets(['m'], Date.now())).toMatchObject([{ spent: 35, reserved: 0 }])
    expect((await taken(store, [permit])).meters[0]?.used).toBe(1)
  })

  test('what was taken and never heard of, for the connection broke, is given back', async () => {
    const namespace = `test-${randomUUID()}`
    const proxy = await openFaultProxy(redis.port)
    const { store, isUp } = await connect({ namespace, url: `redis://127.0.0.1:${proxy.port}` })
    const sum: Claim = { kind: 'sum', key: 's', limit: 1e12, amount: 100, known: 0, endsAt: 0, leaseMs: 600_000 }
    await taken(store, [permit, sum, money])
    const busy = admin.eval(busyFor600Ms, 0)
    await Promise.all(Array.from({ length: 3 }, () => taken(store, [permit, sum, money])))
    const alone = await taken(store, [permit])
    proxy.cut()
    await busy
    const other = (await connect({ namespace, timeoutMs: 5_000 })).store
    const held = async () => (await taken(other, [{ ...sum, amount: 0 }])).meters[0]?.used
    const permits = () => admin.zcard(`{${namespace}}:per:p`)
    await until(isUp)
    await until(async () => (await held()) === 100 && (await permits()) === 1)
    expect(await other.budgets(['m'], Date.now())).toMatchObject([{ reserved: 100 }])
    await store.settle(alone, { tokens: 0, costNanoUsd: 0 }, Date.now())
    await proxy.close()
  })

  test('a limit is not whole again: what all have used is known to each', async () => {
    const namespace = `test-${randomUUID()}`
    const [{ store, isUp }, other] = [await connect({ namespace }), await connect({ namespace })]
    const claims: readonly Claim[] = [
      { ...requests, limit: 10 },
      { ...tokens, limit: 1_000, amount: 100 },
    ]
    for (let nth = 0; nth < 8; nth++) await taken(other.store, claims)
    await taken(store, claims)
    redis.pause()
    await taken(store, [permit])
    expect((await taken(store, claims)).meters.map((meter) => meter.used)).toEqual([10, 1_000])
    expect(await store.reserve(claims, Date.now())).toMatchObject({ refused: 0, used: 10 })
    // As they came evenly over the window, so they leave it.
    expect((await taken({ reserve: (given) => store.reserve(given, Date.now() + 20_000) }, claims)).meters[0]?.used).toBeLessThan(9)
    redis.resume()
    await until(isUp)
  })

  test('what was admitted meanwhile counts for all when it is back', async () => {
    const namespace = `test-${randomUUID()}`
    const [{ store, isUp }, other] = [await connect({ namespace }), await connect({ namespace })]
    const many: Claim = { ...requests, key: 'many', limit: 100_000 }
    const claims = [requests, many, { ...tokens, amount: 100 }] as const
    await store.settle(await taken(store, claims), { tokens: 30, costNanoUsd: 0 }, Date.now())
    redis.pause()
    await taken(store, [permit])
    const alone = []
    for (let nth = 0; nth < 5; nth++) alone.push(await taken(store, claims))
    for (const each of alone.slice(0, 3)) await store.settle(each, { tokens: 20, costNanoUsd: 0 }, Date.now())
    redis.resume()
    await until(isUp)
    for (const each of alone.slice(3)) await store.settle(each, { tokens: undefined, costNanoUsd: undefined }, Date.now())
    const used = async () => (await taken(other.store, [{ ...requests, limit: 20_000 }, tokens])).meters.map((meter) => meter.used)
    // Requests in buckets are another key, and the look itself is a token.
    let looks = 0
    await until(async () => (await used())[1] === 30 + 3 * 20 + 2 * 100 + ++looks)
    expect(await admin.zcard(`{${namespace}}:req:60000:a`)).toBe(6)
    expect(await admin.hget(`{${namespace}}:reb:60000:many`, 'sum')).toBe('6')
    expect(await admin.pttl(`{${namespace}}:req:60000:a`)).toBeLessThanOrEqual(61_000)
  })

  test('a budget is not whole again: what all have spent is known to each', async () => {
    const namespace = `test-${randomUUID()}`
    const [{ store, isUp }, other] = [await connect({ namespace }), await connect({ namespace })]
    const limited: Claim = { ...money, limit: 1_000 }
    for (let nth = 0; nth < 8; nth++)
      await other.store.settle(await taken(other.store, [limited]), { tokens: 0, costNanoUsd: 100 }, Date.now())
    await store.settle(await taken(store, [limited]), { tokens: 0, costNanoUsd: 100 }, Date.now())
    redis.pause()
    await taken(store, [requests])
    await store.settle(await taken(store, [limited]), { tokens: 0, costNanoUsd: 100 }, Date.now())
    expect(await store.reserve([limited], Date.now())).toMatchObject({ refused: 0, used: 1_000 })
    redis.resume()
    await until(isUp)
    // Known again from Redis, the sum is the same; a second outage counts nothing twice.
    await until(async () => (await store.budgets(['m'], Date.now()))[0]?.spent === 1_000)
    const more: Claim = { ...money, limit: 2_000 }
    await store.settle(await taken(store, [more]), { tokens: 0, costNanoUsd: 100 }, Date.now())
    redis.pause()
    await taken(store, [requests])
    expect((await taken(store, [more])).meters[0]?.used).toBe(1_200)
    redis.resume()
  })

  describe.each([
    { name: 'full', fail: () => admin.config('SET', 'maxmemory', '1'), mend: () => admin.config('SET', 'maxmemory', '0'), reason: /^OOM / },
    { name: 'read-only', fail: () => admin.replicaof('127.0.0.1', 1), mend: () => admin.replicaof('NO', 'ONE'), reason: /^READONLY / },
    { name: 'slow', fail: async () => void admin.eval(busyFor600Ms, 0), mend: async () => {}, reason: /^no answer within 50 ms$/ },
  ])('a Redis that is $name', ({ fail, mend, reason }) => {
    test('is left alone until it works again', async () => {
      const { store, statuses, isUp } = await connect()
      await taken(store, [tokens])
      await fail()
      const first = await timed(() => taken(store, [tokens]))
      const second = await usual(() => taken(store, [tokens]))
      await mend()
      expect(first).toBeLessThan(timeoutMs + slackMs)
      expect(second).toBeLessThan(atOnceMs)
      expect(statuses[0]).toEqual({ up: false, server: `127.0.0.1:${redis.port}`, reason: expect.stringMatching(reason) })
      await until(isUp)
      expect((await taken(store, [tokens])).meters[0]?.used).toBe(2)
      expect(statuses.map(({ up }) => up)).toEqual([false, true])
    })
  })

  test('a wrong password is told once, without the password', async () => {
    await admin.config('SET', 'requirepass', 'right')
    const wrong = open({ url: `redis://:wrong-pass@127.0.0.1:${redis.port}`, timeoutMs: 5_000 })
    const right = open({ url: `redis://:right@127.0.0.1:${redis.port}`, timeoutMs: 5_000 })
    await taken(wrong.store, [requests])
    await taken(right.store, [requests])
    await pause(500)
    await admin.config('SET', 'requirepass', '')
    expect(right.statuses).toEqual([])
    expect(wrong.statuses).toEqual([{ up: false, server: `127.0.0.1:${redis.port}`, reason: expect.stringMatching(/^WRONGPASS /) }])
    expect(JSON.stringify(wrong.statuses)).not.toContain('wrong-pass')
  })

  test('a port where nobody listens costs no call any wait', async () => {
    // A long time limit: what ends the wait is the refusal.
    const { store, statuses } = open({ url: `redis://127.0.0.1:${await freePort()}`, timeoutMs: 10_000 })
    expect(await timed(() => taken(store, [requests]))).toBeLessThan(2_000)
    expect(await usual(() => taken(store, [requests]))).toBeLessThan(atOnceMs)
    expect(statuses).toEqual([{ up: false, server: expect.any(String), reason: expect.stringMatching(/ECONNREFUSED/) }])
  })

  test('a host that takes connections and never speaks costs one wait', async () => {
    const mute = createServer(() => {})
    const port = await freePort()
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve))
    const { store } = open({ url: `redis://:password@127.0.0.1:${port}` })
    const waits = []
    for (let nth = 0; nth < 10; nth++) waits.push(await timed(() => taken(store, [requests])))
    mute.close()
    expect(waits[0]).toBeLessThan(1_000)
    expect(waits.slice(1).sort((a, b) => a - b)[5]).toBeLessThan(atOnceMs)
  })

  test('the cache finds and keeps nothing, and waits no longer than limits do', async () => {
    const statuses: RedisStatus[] = []
    const cache = redisCache({ url: redis.url, namespace: `test-${randomUUID()}`, timeoutMs, onStatus: (status) => statuses.push(status) })
    stores.push(cache)
    await cache.set('a', 'answer', 60_000)
    expect(await cache.get('a')).toBe('answer')
    redis.pause()
    expect(await timed(async () => expect(await cache.get('a')).toBeUndefined())).toBeLessThan(timeoutMs + slackMs)
    expect(await usual(async () => expect(await cache.get('a')).toBeUndefined())).toBeLessThan(atOnceMs)
    expect(await usual(() => cache.set('b', 'answer', 60_000))).toBeLessThan(atOnceMs)
    redis.resume()
    await until(() => statuses.at(-1)?.up === true)
    expect(await cache.get('a')).toBe('answer')
    expect(await cache.get('b')).toBeUndefined()
  })
})

async function taken(store: Pick<StateStore, 'reserve'>, claims: readonly Claim[]) {
  const admission: Admission = await store.reserve(claims, Date.now())
  if (isRefusal(admission)) throw new Error(`refused: ${JSON.stringify(admission)}`)
  return admission
}

/** The middle of five. */
async function usual(work: () => unknown): Promise<number> {
  const times = []
  for (let nth = 0; nth < 5; nth++) times.push(await timed(work))
  return times.sort((a, b) => a - b)[2] ?? 0
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
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
