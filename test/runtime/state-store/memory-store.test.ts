import { expect, test } from 'vitest'
import { type Claim, isRefusal } from '../../../src/protocol/state-store.js'
import { memoryStore } from '../../../src/runtime/state-store/memory-store.js'
import { budget, permits, requests, tokens } from '../../conformance/state-store-suite.js'
import { sum } from '../../conformance/sum-suite.js'

const start = 1_700_000_000_000

test('answers are there at once', () => {
  const store = memoryStore()
  const admission = store.reserve([requests('r', 1)], start)
  expect(isRefusal(admission)).toBe(false)
  expect(store.budgets(['b'], start)).toEqual([{ key: 'b', spent: 0, reserved: 0, endsAt: 0 }])
})

test('it remembers so many keys of each kind and no more; what says nothing any more goes first', () => {
  const store = memoryStore({ mostKeys: 10 })
  const kinds: readonly ((key: string) => Claim)[] = [
    (key) => requests(key, 5),
    (key) => tokens(key, 5, 5),
    (key) => permits(key, 5),
    (key) => budget(key, 5, 5),
    (key) => sum(key, 5, 5),
  ]
  for (let nth = 0; nth < 1_000; nth++) for (const claim of kinds) store.reserve([claim(`k${nth}`)], start + nth)
  expect(store.size).toBe(50)
})

test('a key that is still limited outlives those that are not', () => {
  const store = memoryStore({ mostKeys: 3 })
  store.reserve([permits('held', 1)], start)
  for (let nth = 0; nth < 50; nth++) {
    const admission = store.reserve([permits(`k${nth}`, 1)], start)
    if (!isRefusal(admission)) store.settle(admission, { tokens: 0, costNanoUsd: 0 }, start)
  }
  expect(isRefusal(store.reserve([permits('held', 1)], start))).toBe(true)
})

test('names that objects have anyway are keys like any other', () => {
  const store = memoryStore()
  const claims = ['__proto__', 'constructor', 'toString'].map((key) => requests(key, 1))
  expect(store.reserve(claims, start)).toMatchObject({ meters: [{ used: 1 }, { used: 1 }, { used: 1 }] })
})

test('a reservation of another store is not settled here', () => {
  const store = memoryStore()
  const taken = store.reserve([permits('p', 1)], start)
  if (isRefusal(taken)) throw new Error('refused')
  store.settle({ ...taken }, { tokens: 0, costNanoUsd: 0 }, start)
  expect(isRefusal(store.reserve([permits('p', 1)], start))).toBe(true)
})

test('limits beyond a ring are held in buckets, never above the limit', () => {
  const store = memoryStore()
  const claim = [requests('r', 20_000)]
  let admitted = 0
  for (let nth = 0; nth < 20_100; nth++) if (!isRefusal(store.reserve(claim, start + (nth % 50)))) admitted++
  expect(admitted).toBe(20_000)
  expect(isRefusal(store.reserve(claim, start + 59_999))).toBe(true)
  expect(isRefusal(store.reserve(claim, start + 61_050))).toBe(false)
})

test('a sum that was forgotten goes on from what the database knows, and what is settled then is added', () => {
  const store = memoryStore({ mostKeys: 10 })
  const claim = sum('k', 1_000, 50, { known: 300 })
  const taken = store.reserve([claim], start)
  for (let nth = 0; nth < 20; nth++) store.reserve([sum(`other${nth}`, 10, 1)], start)
  if (isRefusal(taken)) throw new Error('refused')
  store.settle(taken, { tokens: 0, costNanoUsd: 20 }, start)
  expect(store.reserve([{ ...claim, amount: 0, known: 310 }], start)).toMatchObject({ meters: [{ used: 320, spent: 320 }] })
})

test('of a process that is gone permits come back, tokens and budgets count in full, and sums as the database says', () => {
  const store = memoryStore()
  const claims = [permits('p', 1), tokens('t', 100, 60), budget('b', 100, 60), sum('s', 100, 60, { known: 7 })]
  const taken = store.reserve(claims, start)
  if (isRefusal(taken)) throw new Error('refused')
  store.abandon(taken, start)
  store.settle(taken, { tokens: 0, costNanoUsd: 0 }, start)
  expect(store.reserve([permits('p', 1), tokens('t', 100, 1), sum('s', 100, 0)], start)).toMatchObject({
    meters: [{ used: 1 }, { used: 61 }, { used: 7, spent: 7 }],
  })
  expect(store.budgets(['b'], start)).toMatchObject([{ spent: 60, reserved: 0 }])
})

test('rests are told to all who listen, and those under way to whoever comes later', () => {
  const store = memoryStore()
  const heard: [string, number][] = []
  store.reserve([], start)
  store.shareRest('d0', start + 5_000)
  store.shareRest('d1', start - 1)
  const stop = store.onRest((id, until) => heard.push([id, until]))
  store.shareRest('d2', start + 9_000)
  stop()
  store.shareRest('d3', start + 9_000)
  expect(heard).toEqual([
    ['d0', start + 5_000],
    ['d2', start + 9_000],
  ])
})
