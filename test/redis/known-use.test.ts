import { describe, expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { KnownUse } from '../../src/redis/known-use.js'
import { memoryStore } from '../../src/runtime/state-store/memory-store.js'
import { sum } from '../conformance/sum-suite.js'

const start = 1_700_000_040_000
const requests: Claim = { kind: 'requests', key: 'a', limit: 100, windowMs: 60_000 }
const tokens: Claim = { kind: 'tokens', key: 'a', limit: 1_000, windowMs: 60_000, amount: 1 }
const budget: Claim = { kind: 'budget', key: 'a', limit: 1_000, amount: 1, period: { ms: 3_600_000 }, leaseMs: 1_000 }
const permits: Claim = { kind: 'permits', key: 'a', limit: 5, leaseMs: 1_000 }

/** Used by the first call of this process, after Redis told `used` at the start; the period of a budget ends half an hour later. */
function usedAfter(claim: Claim, used: number, ms: number, before: (store: ReturnType<typeof memoryStore>) => void = () => {}): number {
  const known = new KnownUse()
  const store = memoryStore()
  before(store)
  const marks = { at: 5_000, ends: [claim.kind === 'budget' ? 5_000 + 1_800_000 : 0] }
  known.see([claim], { id: 'r', claims: [claim], meters: [{ used, freeAt: 0 }] }, marks, start)
  known.bring([claim], store, start + ms)
  known.bring([claim], store, start + ms)
  const answer = store.reserve([claim], start + ms)
  return 'refused' in answer ? answer.used : (answer.meters[0]?.used ?? 0)
}

describe('what Redis said was used', () => {
  test.each([
    { name: 'requests at once', claim: requests, used: 60, ms: 0, want: 60 + 1 },
    { name: 'requests after half a window', claim: requests, used: 60, ms: 30_000, want: 30 + 1 },
    { name: 'requests after a window', claim: requests, used: 60, ms: 60_000, want: 0 + 1 },
    { name: 'a limit that was reached', claim: requests, used: 100, ms: 10, want: 100 },
    { name: 'tokens at once', claim: tokens, used: 905, ms: 0, want: 905 + 1 },
    { name: 'tokens after half a window', claim: tokens, used: 905, ms: 30_000, want: 455 + 1 },
    { name: 'tokens after a window', claim: tokens, used: 905, ms: 60_000, want: 0 + 1 },
    { name: 'money', claim: budget, used: 700, ms: 1_799_999, want: 700 + 1 },
    { name: 'money of a period that is over', claim: budget, used: 700, ms: 1_800_000, want: 0 + 1 },
    { name: 'permits, which nobody would give back', claim: permits, used: 3, ms: 0, want: 0 + 1 },
  ])('$name', ({ claim, used, ms, want }) => {
    expect(usedAfter(claim, used, ms)).toBe(want)
  })

  test('counts what this process admitted by itself, which Redis was told of, once', () => {
    const take = (claim: Claim, times: number) => (store: ReturnType<typeof memoryStore>) => {
      for (let nth = 0; nth < times; nth++) store.reserve([claim], start)
    }
    expect(usedAfter(requests, 60, 0, take(requests, 7))).toBe(61)
    expect(usedAfter(requests, 5, 0, take(requests, 7))).toBe(8)
    expect(usedAfter(tokens, 60, 0, take(tokens, 7))).toBe(61)
    expect(usedAfter(tokens, 5, 0, take(tokens, 7))).toBe(8)
    expect(usedAfter({ ...budget, leaseMs: 3_600_000 }, 60, 0, take({ ...budget, leaseMs: 3_600_000 }, 7))).toBe(61)
  })

  test('a refusal is known too, and keeps what was known of the period', () => {
    const known = new KnownUse()
    const store = memoryStore()
    known.see([budget], { id: 'r', claims: [budget], meters: [{ used: 500, freeAt: 0 }] }, { at: 0, ends: [10_000] }, start)
    known.see([permits, budget], { refused: 1, used: 1_000, freeAt: 0 }, { at: 0, ends: [] }, start + 10)
    known.bring([permits, budget], store, start + 20)
    expect(store.budgets(['a'], start + 20)).toEqual([{ key: 'a', spent: 1_000, reserved: 0, endsAt: start + 10_000 }])
  })
})

describe('what Redis said of a sum', () => {
  const claim = sum('k', 1_000, 100, { known: 5 })
  const told = (used: number, spent: number) => ({ id: 'r', claims: [claim], meters: [{ used, freeAt: 0, spent }] })
  const marks = { at: 0, ends: [0] }
  /** Spent and reserved here, as the next claim finds them. */
  const found = (store: ReturnType<typeof memoryStore>, now: number) => {
    const answer = store.reserve([{ ...claim, limit: Number.MAX_SAFE_INTEGER, amount: 0 }], now)
    const { used, spent = 0 } = 'refused' in answer ? answer : (answer.meters[0] ?? { used: 0 })
    return { spent, reserved: used - spent }
  }

  test('is spent for good, and reserved for a minute: nobody would hear of its end', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    known.see([claim], told(700, 400), marks, start)
    known.bring([claim], store, start + 10)
    known.bring([claim], store, start + 20)
    expect(found(store, start + 59_999)).toEqual({ spent: 400, reserved: 300 })
    expect(found(store, start + 60_000)).toEqual({ spent: 400, reserved: 0 })
  })

  test('is no less than what the database says, and a lease that has run out is none', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    known.see([claim], told(700, 400), marks, start)
    known.bring([{ ...claim, known: 600 }], store, start + 60_000)
    expect(found(store, start + 60_000)).toEqual({ spent: 600, reserved: 0 })
  })

  test('changes by what calls cost that ended since', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    known.see([claim], told(700, 400), marks, start)
    known.settled([claim, requests], { tokens: 0, costNanoUsd: 30 }, store, start + 5)
    known.settled([claim], { tokens: 0, costNanoUsd: undefined }, store, start + 5)
    known.bring([claim], store, start + 10)
    expect(found(store, start + 10)).toEqual({ spent: 530, reserved: 100 })
    known.settled([claim], { tokens: 0, costNanoUsd: 7 }, store, start + 20)
    expect(found(store, start + 20)).toEqual({ spent: 537, reserved: 0 })
  })

  test('is brought anew after each time it was told, in place of what was held before', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    for (const [used, spent] of [
      [700, 400],
      [600, 450],
      [500, 500],
      [800, 450],
    ] as const) {
      known.see([claim], told(used, spent), marks, start)
      known.bring([claim], store, start)
      known.bring([claim], store, start)
    }
    expect(found(store, start)).toEqual({ spent: 500, reserved: 350 })
  })

  test('of 10,000 sums at most: of those seen first the database tells', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    for (let nth = 0; nth <= 10_000; nth++) known.see([{ ...claim, key: `k${nth}` }], told(700, 400), marks, start)
    for (const key of ['k0', 'k1']) known.bring([{ ...claim, key }], store, start)
    const spent = (key: string) => store.reserve([{ ...claim, key, amount: 0 }], start)
    expect([spent('k0'), spent('k1')]).toMatchObject([{ meters: [{ spent: 5 }] }, { meters: [{ spent: 400 }] }])
  })

  test('a call of which nothing is known any more counts here by itself', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    known.settled([claim], { tokens: 0, costNanoUsd: 9 }, store, start)
    expect(found(store, start)).toEqual({ spent: 14, reserved: 0 })
  })

  test('by a refusal is known too', () => {
    const [known, store] = [new KnownUse(), memoryStore()]
    known.see([requests, claim], { refused: 1, used: 1_100, freeAt: 0, spent: 950 }, { at: 0, ends: [] }, start)
    known.bring([claim], store, start)
    expect(found(store, start)).toEqual({ spent: 950, reserved: 150 })
  })
})
