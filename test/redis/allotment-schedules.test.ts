/** Stores that share keys through allotments, in random schedules: no limit is passed at any time, and sums end up as what was used. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Claim, isRefusal, type Reservation, type StateStore } from '../../src/protocol/state-store.js'
import { redisState } from '../../src/redis/index.js'
import { sum } from '../conformance/sum-suite.js'
import { type FaultProxy, openFaultProxy } from '../support/fault-proxy.js'
import { startRedis } from '../support/servers.js'

const server = await startRedis()
afterAll(() => server?.stop())

const windowMs = 60_000
const start = 1_700_000_040_000
const limits = { nanoUsd: 4_000_000, requests: 4_000, tokens: 400_000 }
const names = ['a', 'b', 'team'] as const
type Name = (typeof names)[number]
/** What the calls of each caller count into. */
const callers: readonly (readonly Name[])[] = [['a', 'team'], ['b', 'team'], ['a']]

/** Calls of one caller through one store, one after the other. */
type Burst = {
  readonly store: number
  readonly caller: number
  readonly calls: number
  /** What each reserves, and how much of it is used, percent. */
  readonly amount: number
  readonly real: number
  /** How many of the last calls stay under way. */
  readonly open: number
  /** The clock afterwards, and looks at the allotments. */
  readonly ms: number
  readonly looks: number
}
const burstOf = (mostReal: number): fc.Arbitrary<Burst> =>
  fc.record({
    store: fc.nat(2),
    caller: fc.nat(callers.length - 1),
    calls: fc.integer({ min: 1, max: 150 }),
    amount: fc.integer({ min: 1, max: 600 }),
    real: fc.integer({ min: 0, max: mostReal }),
    open: fc.nat(20),
    ms: fc.nat(2_000),
    looks: fc.nat(6),
  })

type Call = {
  readonly store: StateStore
  readonly reservation: Reservation
  readonly counts: readonly Name[]
  readonly amount: number
  readonly real: number
  readonly at: number
  isOver: boolean
}

describe.skipIf(server === undefined)('allotments in random schedules', { timeout: 120_000 }, () => {
  const url = server?.url ?? ''
  const proxies: FaultProxy[] = []
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(async () => {
    vi.useRealTimers()
    for (const proxy of proxies.splice(0)) await proxy.close()
  })

  /** Three stores, and what their calls have used by a model of its own. */
  const open = async (factor = 1) => {
    const namespace = `test-${randomUUID()}`
    const calls: Call[] = []
    let now = start
    let atOnce = 0
    /** Until Redis has heard how calls ended that it was asked for. */
    let ending: Promise<unknown> = Promise.resolve()
    const through = await Promise.all([0, 1, 2].map(() => openFaultProxy(server?.port ?? 0)))
    proxies.push(...through)
    const status = [true, true, true]
    const stores = through.map(({ port }, at) =>
      redisState({
        ...{ url: `redis://127.0.0.1:${port}`, namespace, clock: 'caller', timeoutMs: 2_000 },
        onStatus: ({ up }) => {
          status[at] = up
        },
      }),
    )
    const bundles = stores.map(() => callers.map(() => ({})))
    await Promise.all(stores.map((store) => store.budgets([], now)))
    const used = (name: Name, of: (call: Call) => number) =>
      calls.reduce((sum, call) => (call.counts.includes(name) ? sum + of(call) : sum), 0)
    const spent = (name: Name) => used(name, ({ isOver, real }) => (isOver ? real : 0))
    const reserved = (name: Name) => used(name, ({ isOver, amount }) => (isOver ? 0 : amount))
    const inWindow = (name: Name, of: (call: Call) => number) => used(name, (call) => (call.at > now - windowMs ? of(call) : 0))
    const claimsOf = (counts: readonly Name[], amount: number, known = false): readonly Claim[] =>
      counts.flatMap((name) => [
        sum(name, limits.nanoUsd * factor, amount, { known: known ? spent(name) : 0 }),
        { kind: 'requests' as const, key: name, limit: limits.requests * factor, windowMs },
        { kind: 'tokens' as const, key: name, limit: limits.tokens * factor, windowMs, amount },
      ])
    const end = (call: Call) => {
      call.isOver = true
      ending = Promise.all([ending, call.store.settle(call.reservation, { tokens: call.real, costNanoUsd: call.real }, now)])
    }
    const run = async (burst: Burst, isKnown = false, check = () => {}) => {
      const store = stores[burst.store]
      const counts = callers[burst.caller]
      const all = bundles[burst.store]
      if (store === undefined || counts === undefined || all === undefined) throw new Error('no such store or caller')
      // what a caller's row says is read anew now and then: whatever has ended stands there
      if (isKnown) {
        await ending
        all[burst.caller] = {}
      }
      const known = isKnown ? claimsOf(counts, 0, true) : undefined
      for (let nth = 0; nth < burst.calls; nth++) {
        const { amount } = burst
        const claims = known?.map((claim) => ('amount' in claim ? { ...claim, amount } : claim)) ?? claimsOf(counts, amount)
        const answer = store.reserve(claims, now, all[burst.caller])
        if (!(answer instanceof Promise)) atOnce++
        const reservation = await answer
        if (isRefusal(reservation)) break
        calls.push({ store, reservation, counts, amount, real: Math.ceil((amount * burst.real) / 100), at: now, isOver: false })
        check()
        if (calls.length > burst.open) {
          const oldest = calls[calls.length - 1 - burst.open]
          if (oldest !== undefined && !oldest.isOver) end(oldest)
        }
      }
      now += burst.ms
      for (let nth = 0; nth < burst.looks; nth++) await look()
    }
    const sumsOn = async (store: StateStore, known = 0) =>
      Promise.all(
        names.map(async (name) => {
          const seen = await store.reserve([sum(name, Number.MAX_SAFE_INTEGER, 0, { known })], now)
          if (isRefusal(seen)) throw new Error('a sum without limit was refused')
          return { spent: seen.meters[0]?.spent, used: seen.meters[0]?.used }
        }),
      )
    const over = async () => {
      for (const call of calls) if (!call.isOver) end(call)
      await Promise.all(stores.map((store) => store.close()))
      const reader = redisState({ url, namespace, clock: 'caller', timeoutMs: 10_000 })
      const sums = await sumsOn(reader)
      await reader.close()
      return sums
    }
    const want = () => names.map((name) => ({ spent: spent(name), used: spent(name) }))
    const heard = () => ending
    return { run, over, want, heard, spent, reserved, inWindow, through, stores, status, count: () => [calls.length, atOnce] as const }
  }

  test('no limit is passed at any time, and at the end sums are what was used, to the last digit', async () => {
    let [all, without] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(burstOf(100), { minLength: 5, maxLength: 40 }), async (bursts) => {
        const world = await open()
        const check = () => {
          for (const name of names) {
            expect(world.spent(name) + world.reserved(name)).toBeLessThanOrEqual(limits.nanoUsd)
            expect(world.inWindow(name, () => 1)).toBeLessThanOrEqual(limits.requests)
            expect(world.inWindow(name, (call) => (call.isOver ? call.real : call.amount))).toBeLessThanOrEqual(limits.tokens)
          }
        }
        for (const burst of bursts) await world.run(burst, false, check)
        expect(await world.over()).toEqual(world.want())
        const [calls, atOnce] = world.count()
        all += calls
        without += atOnce
      }),
      { numRuns: 15, endOnFailure: true },
    )
    console.info(`${all} calls in random schedules, ${without} of them without asking Redis`)
    expect(without).toBeGreaterThan(all / 20)
  })

  test.each([
    { name: 'calls that cost far more than was thought', mostReal: 400, isRead: false },
    { name: 'what is read in the database before Redis has heard of it', mostReal: 100, isRead: true },
  ])('$name: sums are what was used', async ({ mostReal, isRead }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(burstOf(mostReal), fc.boolean()), { minLength: 5, maxLength: 40 }), async (bursts) => {
        const world = await open(1_000)
        for (const [burst, isKnown] of bursts) await world.run(burst, isRead && isKnown)
        expect(await world.over()).toEqual(world.want())
      }),
      { numRuns: 15, endOnFailure: true },
    )
  })

  test('connections that break now and then lose nothing and count nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(burstOf(200), fc.boolean()), { minLength: 5, maxLength: 15 }), async (bursts) => {
        const world = await open(1_000)
        for (const [burst, isCut] of bursts) {
          await world.run(burst)
          if (!isCut) continue
          await world.heard()
          // it breaks while all that is allotted is told and asked for anew
          vi.advanceTimersByTime(250)
          await new Promise((resolve) => setImmediate(resolve))
          world.through[burst.store]?.cut()
          await turn()
          // what is told meanwhile is kept until the connection is back
          await world.run({ ...burst, calls: 20 })
          await expect
            .poll(
              async () => {
                await world.stores[burst.store]?.budgets([], start)
                return world.status[burst.store]
              },
              { timeout: 20_000, interval: 5 },
            )
            .toBe(true)
          // what was kept goes ahead of this, on the same connection
          await world.stores[burst.store]?.budgets([], start)
          await look()
        }
        expect(await world.over()).toEqual(world.want())
      }),
      { numRuns: 8, endOnFailure: true },
    )
  })
})

async function look(): Promise<void> {
  vi.advanceTimersByTime(250)
  await turn()
}

/** Lets what was sent be answered. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3))
}
