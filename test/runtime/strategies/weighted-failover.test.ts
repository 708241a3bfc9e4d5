/** Levels by `order`, which spill over in proportion. */
import { expect, test } from 'vitest'
import { putToRest } from '../../../src/runtime/state.js'
import { given } from './given.js'

const orders = (...levels: readonly (number | undefined)[]) => levels.map((order) => (order === undefined ? {} : { order }))
const near = (shares: readonly number[], want: readonly number[]) => {
  for (const [at, share] of want.entries()) expect(Math.abs((shares[at] ?? 0) - share)).toBeLessThanOrEqual(2)
}

test('the lowest order gets everything while it serves', () => {
  expect(given('weighted-failover', orders(2, 1, undefined)).shares()).toEqual([0, 100, 0])
})

test.each([
  { name: 'a quarter lost is carried by the rest', resting: [0], want: [0, 33, 33, 33, 0] },
  { name: 'half lost: 70 % stay', resting: [0, 1], want: [0, 0, 35, 35, 30] },
  { name: 'three quarters lost: 35 % stay', resting: [0, 1, 2], want: [0, 0, 0, 35, 65] },
  { name: 'all lost: the next level', resting: [0, 1, 2, 3], want: [0, 0, 0, 0, 100] },
])('$name', ({ resting, want }) => {
  const { state, shares } = given('weighted-failover', orders(1, 1, 1, 1, 2))
  for (const index of resting) putToRest(state, index, 1_000)
  near(shares([0, 1, 2, 3, 4].filter((index) => !resting.includes(index))), want)
})

test('where all levels are short, each gets its share of what is left', () => {
  const { state, shares } = given('weighted-failover', orders(1, 1, 1, 1, 2, 2, 2, 2))
  for (const index of [0, 1, 2, 4, 5, 6]) putToRest(state, index, 1_000)
  near(shares([3, 7]), [0, 0, 0, 50, 0, 0, 0, 50])
})

test('one over its limit is lost capacity as well', () => {
  const { state, shares } = given('weighted-failover', orders(1, 1, 2))
  state.limitedUntil[0] = 1_000
  state.limitUntil = 1_000
  near(shares([1, 2]), [0, 70, 30])
})

test('a retry stays in its level while another is there, then goes to the next', () => {
  const { shares } = given('weighted-failover', orders(1, 1, 2))
  expect(shares([1, 2])).toEqual([0, 100, 0])
  expect(shares([2])).toEqual([0, 0, 100])
})

test('within a level by weight', () => {
  const { shares } = given('weighted-failover', [{ order: 1, weight: 1 }, { order: 1, weight: 4 }, { order: 2 }])
  near(shares(), [20, 80, 0])
})
