import { describe, expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { Allotment, type Exchange } from '../../src/redis/allotment.js'
import { Amounts } from '../../src/redis/amounts.js'
import type { Lent } from '../../src/redis/lent.js'
import { sum } from '../conformance/sum-suite.js'

const now = 1_700_000_000_000
const windowMs = 60_000
const claims = (tokens = 10, nanoUsd = 100): readonly Claim[] => [
  sum('k', 1e9, nanoUsd),
  { kind: 'requests', key: 'k', limit: 1e6, windowMs },
  { kind: 'tokens', key: 'k', limit: 1e7, windowMs, amount: tokens },
]
let ids = 0
const newId = () => `id${++ids}`
const used = [500, 7, 300]
const spent = [400, 0, 0]

/** One to which as much is allotted as it asks for, after `calls` that were not admitted. */
function opened(calls = 8): { readonly allotment: Allotment; readonly first: Exchange } {
  const allotment = new Allotment(claims())
  for (let nth = 0; nth < calls; nth++) allotment.take(claims(), now)
  const first = allotment.exchange(newId, false)
  allotment.receive(first, { amounts: first.wanted, used, spent })
  return { allotment, first }
}

function taken(allotment: Allotment, tokens?: number, nanoUsd?: number): Lent {
  const lent = allotment.take(claims(tokens, nanoUsd), now)
  if (lent === undefined) throw new Error('it was not admitted')
  return lent
}

/** How many more calls are admitted. */
function admitted(allotment: Allotment): number {
  let calls = 0
  while (calls < 1_000 && allotment.take(claims(), now) !== undefined) calls++
  return calls
}

describe('what may be allotted', () => {
  const tokens: Claim = { kind: 'tokens', key: 'k', limit: 1e7, windowMs, amount: 10 }
  test.each<[string, readonly Claim[], boolean]>([
    ['sums, requests and tokens', claims(), true],
    ['permits', [...claims(), { kind: 'permits', key: 'p', limit: 1e6, leaseMs: 1 }], false],
    ['budgets', [{ kind: 'budget', key: 'b', limit: 1e9, amount: 1, period: { ms: 1_000 }, leaseMs: 1 }], false],
    ['a short window', [{ ...tokens, windowMs: 1_000 }], false],
    ['a limit of nothing', [{ ...tokens, limit: 0 }], false],
    ['no limit', [{ ...tokens, limit: Number.POSITIVE_INFINITY }], false],
    ['nothing', [], false],
  ])('%s', (_, list, want) => {
    expect(new Allotment(list).isPossible).toBe(want)
  })
})

test('nothing is admitted before Redis has answered, and then as many calls as were asked for', () => {
  const allotment = new Allotment(claims())
  const asks = Array.from({ length: 9 }, () => [allotment.take(claims(), now), allotment.isWorthAsking(now)])
  expect(asks).toEqual(Array.from({ length: 9 }, (_, nth) => [undefined, nth >= 7]))
  const first = allotment.exchange(newId, false)
  expect(first).toEqual({
    fromId: '',
    toId: expect.any(String),
    now,
    told: new Amounts(),
    least: new Amounts(),
    kept: new Amounts(),
    wanted: new Amounts(32, 320, 3_200),
    tries: 0,
    refusals: 0,
  })
  expect([allotment.take(claims(), now), allotment.isWorthAsking(now)]).toEqual([undefined, false])
  allotment.receive(first, { amounts: new Amounts(20, 320, 3_200), used, spent })
  expect(admitted(allotment)).toBe(20)
})

test('a call is told what is used by all: what Redis said, and what was used here since', () => {
  const { allotment } = opened()
  const call = taken(allotment)
  expect(call.meters).toEqual([
    { used: 600, freeAt: 0, spent: 400 },
    { used: 8, freeAt: 0 },
    { used: 310, freeAt: 0 },
  ])
  allotment.settle(call, { tokens: 4, costNanoUsd: 30 })
  const underWay = taken(allotment)
  allotment.exchange(newId, false)
  expect(taken(allotment).meters).toEqual([
    { used: 730, freeAt: 0, spent: 430 },
    { used: 10, freeAt: 0 },
    { used: 324, freeAt: 0 },
  ])
  expect(underWay.meters[0]).toEqual({ used: 630, freeAt: 0, spent: 430 })
})

test.each([
  { name: 'what it really used', real: { tokens: 3, costNanoUsd: 20.5 }, told: new Amounts(1, 3, 21) },
  { name: 'more than was thought', real: { tokens: 300, costNanoUsd: 9_000 }, told: new Amounts(1, 300, 9_000) },
  { name: 'what it reserved where nobody knows', real: { tokens: undefined, costNanoUsd: undefined }, told: new Amounts(1, 10, 100) },
])('a call that has ended is told as $name, once', ({ real, told }) => {
  const { allotment } = opened()
  const call = taken(allotment)
  const underWay = taken(allotment, 40, 400)
  expect([allotment.settle(call, real), allotment.settle(call, real)]).toEqual([true, false])
  const next = allotment.exchange(newId, false)
  expect([next.told, next.kept]).toEqual([told.plus(new Amounts(1)), new Amounts(0, 40, 400)])
  allotment.receive(next, { amounts: next.wanted, used, spent })
  allotment.settle(underWay, { tokens: 0, costNanoUsd: 0 })
  expect(allotment.exchange(newId, false)).toMatchObject({ told: new Amounts(), kept: new Amounts() })
})

test('it asks for more when less than half is left, and at once when calls took more than there was', () => {
  const { allotment } = opened()
  for (let nth = 0; nth < 16; nth++) taken(allotment)
  expect(allotment.isLow).toBe(false)
  taken(allotment)
  expect(allotment.isLow).toBe(true)
  const other = opened().allotment
  const call = taken(other)
  expect(other.isLow).toBe(false)
  other.settle(call, { tokens: 0, costNanoUsd: 1_000_000 })
  expect([other.isLow, other.take(claims(), now)]).toEqual([true, undefined])
})

test('while it waits for the answer it admits no more than goes on whatever the answer is', () => {
  const { allotment } = opened()
  for (let nth = 0; nth < 10; nth++) taken(allotment)
  const next = allotment.exchange(newId, false)
  expect([next.told, next.kept, next.least]).toEqual([new Amounts(10), new Amounts(0, 100, 1_000), new Amounts(22, 320, 3_200)])
  expect(admitted(allotment)).toBe(22)
  allotment.receive(next, { amounts: next.least, used, spent })
  expect(allotment.take(claims(), now)).toBeUndefined()
})

test('what was not answered is sent again as it was', () => {
  const { allotment } = opened()
  taken(allotment)
  const next = allotment.exchange(newId, false)
  allotment.shut()
  expect(allotment.take(claims(), now)).toBeUndefined()
  expect(allotment.exchange(newId, true)).toBe(next)
  expect(allotment.look()).toBe(true)
})

test('where there is too little, calls ask for themselves for a second', () => {
  const { allotment, first } = opened(0)
  expect(first.wanted).toEqual(new Amounts())
  const near = new Allotment(claims())
  for (let nth = 0; nth < 8; nth++) near.take(claims(), now)
  const asked = near.exchange(newId, false)
  near.receive(asked, { amounts: new Amounts(7, 320, 3_200), used, spent })
  expect([near.take(claims(), now), near.isWorthAsking(now), near.look()]).toEqual([undefined, false, true])
  const back = near.exchange(newId, false)
  expect([back.fromId, back.toId]).toEqual([asked.toId, ''])
  near.receive(back, { amounts: new Amounts(), used: [], spent: [] })
  expect([near.isKnown, near.isEnded]).toEqual([false, false])
  const worth = Array.from({ length: 4 }, () => {
    near.look()
    return near.isEnded
  })
  expect(worth).toEqual([false, false, true, true])
  expect(allotment.isKnown).toBe(false)
})

test('an idle one gives back what nobody has taken; what calls under way hold goes on until they end', () => {
  const { allotment } = opened()
  const call = taken(allotment)
  const told = allotment.exchange(newId, false)
  allotment.receive(told, { amounts: told.wanted, used, spent })
  const looks = Array.from({ length: 6 }, () => allotment.look())
  expect(looks).toEqual([false, false, false, false, true, true])
  const idle = allotment.exchange(newId, false)
  expect([idle.told, idle.kept, idle.wanted]).toEqual([new Amounts(), new Amounts(0, 10, 100), new Amounts(0, 10, 100)])
  allotment.receive(idle, { amounts: idle.wanted, used, spent })
  expect(Array.from({ length: 10 }, () => allotment.look())).toEqual([...Array.from({ length: 9 }, () => false), true])
  allotment.settle(call, { tokens: 1, costNanoUsd: 2 })
  expect(allotment.look()).toBe(true)
  const last = allotment.exchange(newId, false)
  expect([last.toId, last.told]).toEqual(['', new Amounts(0, 1, 2)])
})

test('what is allotted is used for five seconds at most', () => {
  const { allotment } = opened()
  expect(allotment.take(claims(), now + 4_999)).toBeDefined()
  expect(allotment.take(claims(), now + 5_000)).toBeUndefined()
})

test('what is left of a part that was not told in time is not held on to: others may have had it since', () => {
  const { allotment } = opened()
  taken(allotment)
  expect(allotment.take(claims(), now + 20_000)).toBeUndefined()
  const next = allotment.exchange(newId, false)
  expect([next.least, next.kept]).toEqual([new Amounts(0, 10, 100), new Amounts(0, 10, 100)])
  // nor is it where the clock is put back meanwhile
  expect(allotment.take(claims(), now)).toBeUndefined()
  allotment.receive(next, { amounts: next.least, used, spent })
  expect(allotment.take(claims(), now + 20_000)).toBeUndefined()
})

test.each<[string, readonly Claim[]]>([
  ['money', [sum('k', 1_000, 0), { kind: 'requests', key: 'k', limit: 1e6, windowMs }]],
  [
    'tokens',
    [
      { kind: 'tokens', key: 'k', limit: 1_000, windowMs, amount: 0 },
      { kind: 'requests', key: 'k', limit: 1e6, windowMs },
    ],
  ],
])('calls that take no %s are admitted until all of it is used, and no longer', (_, free) => {
  const allotment = new Allotment(free)
  const admits = (used: number): boolean => {
    for (let nth = 0; nth < 8; nth++) allotment.take(free, now)
    const exchange = allotment.exchange(newId, false)
    allotment.receive(exchange, { amounts: exchange.wanted, used: free.map((_, at) => (at === 0 ? used : 0)), spent: [used, 0] })
    return allotment.take(free, now) !== undefined
  }
  expect([admits(999), admits(1_000)]).toEqual([true, false])
})
