import { expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { ClaimCall } from '../../src/redis/claim-call.js'
import { lostEnd, settledEnd, spentEnd, undoneEnd } from '../../src/redis/claim-end.js'
import { ClaimPlaces } from '../../src/redis/claim-places.js'
import { sum } from '../conformance/sum-suite.js'

const now = 1_700_000_000_000
const requests: Claim = { kind: 'requests', key: 'k', limit: 10, windowMs: 60_000 }
const many: Claim = { ...requests, key: 'many', limit: 100_000 }
const tokens: Claim = { kind: 'tokens', key: 'k', limit: 1_000, windowMs: 60_000, amount: 70 }
const permits: Claim = { kind: 'permits', key: 'k', limit: 3, leaseMs: 5_000 }
const budget: Claim = { kind: 'budget', key: 'b', limit: 900, amount: 40, period: { ms: 10_000 }, leaseMs: 2_000 }
const money = sum('s', 500, 30, { known: 7, endsAt: now + 1_000, leaseMs: 4_000 })
const all: readonly Claim[] = [requests, many, tokens, permits, budget, money]

const places = new ClaimPlaces('{n}:')
/** Keys, and the two lists as the script reads them. */
function told(fill: (call: ClaimCall) => void) {
  const call = new ClaimCall(places)
  fill(call)
  const [ended, taken] = call.lists
  return { keys: call.keys, ended: JSON.parse(ended), taken: JSON.parse(taken) }
}

test('what is to be taken: a record, and of each claim its key, kind, limit, window or lease, and what else its kind has', () => {
  expect(told((call) => call.take('id1', all, now, false))).toEqual({
    keys: ['{n}:res:id1', '{n}:req:60000:k', '{n}:reb:60000:many', '{n}:tok:60000:k', '{n}:per:k', '{n}:bud:b', '{n}:bul:b', '{n}:sum:s'],
    ended: [],
    taken: [
      ...[false, 'id1', 1, 180_000, 6],
      ...[2, 1, 10, 60_000],
      ...[3, 2, 100_000, 60_000, 1],
      ...[4, 2, 1_000, 60_000, 70],
      ...[5, 3, 3, 5_000],
      ...[6, 4, 900, 2_000, 40, 10_000],
      ...[8, 5, 500, 4_000, 30, 7, 5_000],
    ],
  })
})

test('what only holds requests and permits needs no record', () => {
  const { keys, taken } = told((call) => call.take('id1', [permits], now, now))
  expect([keys, taken]).toEqual([['{n}:per:k'], [now, 'id1', 0, 0, 1, 1, 3, 3, 5_000]])
})

test('each key stands there once, however many are counted there', () => {
  const { keys, taken, ended } = told((call) => {
    call.end(settledEnd('id0', [tokens, money], { tokens: 5, costNanoUsd: 6 }, { at: 1, ends: [] }, now), false)
    for (const id of ['id1', 'id2']) call.take(id, [tokens, money], now, false)
  })
  expect(keys).toEqual(['{n}:res:id0', '{n}:tok:60000:k', '{n}:sum:s', '{n}:res:id1', '{n}:res:id2'])
  const claims = [2, 2, 1_000, 60_000, 70, 3, 5, 500, 4_000, 30, 7, 5_000]
  expect(taken).toEqual([false, 'id1', 4, 180_000, 2, ...claims, false, 'id2', 5, 180_000, 2, ...claims])
  expect(ended).toEqual([false, 'id0', 1, 1, 1, 5, 6, 2, 2, 2, 1, 70, 60_000, 3, 5, 2, 30, 7, 5_000])
})

const marks = { at: 42, ends: [0, 0, 0, 0, 99, 0] }
const used = { tokens: 55.5, costNanoUsd: undefined }
test.each([
  {
    name: 'settled: all but requests, and what is not known is left to the script',
    end: settledEnd('i', all, used, marks, now),
    want: [false, 'i', 1, 1, 42, 56, false, 4, 2, 2, 3, 70, 60_000, 3, 3, 4, 4, 4, 5, 40, 10_000, 99, 6, 5, 6, 30, 7, 5_000],
  },
  {
    name: 'undone: requests too, and nothing of it was used',
    end: undoneEnd('i', [requests, many], marks, now),
    want: [false, 'i', 0, 1, 42, 0, 0, 2, 1, 1, 1, 2, 2, 2, 1, 60_000],
  },
  {
    name: 'lost: what has a lease, where Redis knows that it was taken',
    end: lostEnd('i', all, now),
    want: [false, 'i', 1, 0, 0, 0, 0, 3, 2, 3, 4, 3, 4, 5, 40, 10_000, 0, 5, 5, 6, 30, 7, 5_000],
  },
  {
    name: 'spent meanwhile: money, of a period that Redis may not know',
    end: spentEnd('i', all, { tokens: 9, costNanoUsd: 12 }, now),
    want: [false, 'i', 1, 1, 0, 9, 12, 2, 2, 4, 5, 40, 10_000, 0, 4, 5, 6, 30, 7, 5_000],
  },
])('$name', ({ end, want }) => {
  expect(told((call) => call.end(end, false)).ended).toEqual(want)
})

test.each([
  ['no number', Number.NaN, 0],
  ['less than nothing', -3, 0],
  ['a fraction', 0.2, 1],
  ['without end', Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER],
])('an amount that is %s is one that Redis counts', (_, amount, want) => {
  const claim: Claim = { ...tokens, key: 'odd', amount, limit: Number.POSITIVE_INFINITY }
  expect(told((call) => call.take('i', [claim], now, false)).taken.slice(5)).toEqual([2, 2, 1e300, 60_000, want])
})
