import { describe, expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { KnownUse } from '../../src/redis/known-use.js'
import { memoryStore } from '../../src/runtime/state-store/memory-store.js'

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
