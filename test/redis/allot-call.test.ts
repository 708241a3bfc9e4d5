import { expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { AllotCall, readAllotted } from '../../src/redis/allot-call.js'
import { Allotment, type Exchange } from '../../src/redis/allotment.js'
import { Amounts } from '../../src/redis/amounts.js'
import { ClaimAnswer } from '../../src/redis/claim-answer.js'
import { ClaimPlaces } from '../../src/redis/claim-places.js'
import { sum } from '../conformance/sum-suite.js'

const now = 1_700_000_000_000
const windowMs = 60_000
const claims: readonly Claim[] = [
  sum('s', 500, 30, { known: 7.5, endsAt: now + 1_000, leaseMs: 4_000 }),
  { kind: 'requests', key: 'few', limit: 10, windowMs },
  { kind: 'requests', key: 'many', limit: 100_000, windowMs },
  { kind: 'tokens', key: 'few', limit: 1_000, windowMs, amount: 70 },
]
const exchange: Exchange = {
  fromId: 'id1',
  toId: 'id2',
  now,
  told: new Amounts(1, 2, 3),
  least: new Amounts(4, 5, 6),
  kept: new Amounts(0, 7, 8),
  wanted: new Amounts(9, 10, 11),
  tries: 0,
  refusals: 0,
}
const day = 86_400_000
const counted = [
  ...[3, 5, 500, 4_000, 3, 8, 5_000],
  ...[4, 1, 10, windowMs, 1],
  ...[5, 2, 100_000, windowMs, 1],
  ...[6, 2, 1_000, windowMs, 2],
]
const places = ['{n}:sum:s', '{n}:req:60000:few', '{n}:reb:60000:many', '{n}:tok:60000:few']

test.each([
  {
    name: 'what was used, what goes on, is kept and wanted, and of each claim its key, kind, limit, window or lease, and figure',
    changed: {},
    keys: ['{n}:res:id1', '{n}:res:id2', ...places],
    list: [false, 1, 'id1', 1, 'id2', 2, 10_000, day, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 4, ...counted],
  },
  {
    name: 'the same once more, as no longer new',
    changed: { tries: 1 },
    keys: ['{n}:res:id1', '{n}:res:id2', ...places],
    list: [false, 0, 'id1', 1, 'id2', 2, 10_000, day, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 4, ...counted],
  },
  {
    name: 'the first, before which there is none',
    changed: { fromId: '' },
    keys: ['{n}:res:id2', ...places],
    list: [false, 1, '', 0, 'id2', 1, 10_000, day, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 4, ...counted.map((n, at) => earlier(n, at))],
  },
])('$name', ({ changed, keys, list }) => {
  const call = new AllotCall(new ClaimPlaces('{n}:'))
  call.exchange(new Allotment(claims), { ...exchange, ...changed }, false)
  expect(call.keys).toEqual(keys)
  expect(JSON.parse(call.list)).toEqual(list)
})

test('answers are read one after the other; an allotment that ends has none', () => {
  const answer = new ClaimAnswer('1700000000000,20,300,4000,55,44,3,0,12,0,900,0,1700000000001,1,2,3,4,5,6,7,8,9,10,11')
  const allotment = new Allotment(claims)
  expect(readAllotted(allotment, { ...exchange, toId: '' }, answer)).toEqual({ amounts: new Amounts(), used: [], spent: [] })
  expect(readAllotted(allotment, exchange, answer)).toEqual({
    amounts: new Amounts(20, 300, 4_000),
    used: [55, 3, 12, 900],
    spent: [44, 0, 0, 0],
  })
  expect(readAllotted(allotment, exchange, answer)).toEqual({ amounts: new Amounts(1, 2, 3), used: [4, 6, 8, 10], spent: [5, 7, 9, 11] })
})

/** Where a key stands when there is one less before it. */
function earlier(figure: number, at: number): number {
  return [0, 7, 12, 17].includes(at) ? figure - 1 : figure
}
