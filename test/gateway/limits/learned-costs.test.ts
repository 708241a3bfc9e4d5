/** How much is reserved for a call, by what calls like it really cost. */
import { expect, test } from 'vitest'
import { expectedCost, guessFor, learnCost } from '../../../src/gateway/limits/learned-costs.js'

const bare = 1_000

test('calls that say how long their answers may be reserve their estimate, others as much as a model may write', () => {
  const group = {}
  expect([expectedCost(guessFor(group, 'chat', bare, 1)), expectedCost(guessFor(group, 'chat', bare, 16))]).toEqual([1_000, 16_000])
})

test('a call that cost more than was expected is remembered at once, and forgotten slowly', () => {
  const group = {}
  const reserved = (mayGrow: number, endpoint: 'chat' | 'embeddings' = 'chat') => expectedCost(guessFor(group, endpoint, bare, mayGrow))
  const ended = (cost: number) => learnCost(guessFor(group, 'chat', bare, 4), cost)
  ended(9_000)
  expect([reserved(4), reserved(1), reserved(1, 'embeddings')]).toEqual([9_000, 1_000, 1_000])
  ended(100)
  expect(reserved(4)).toBe(8_600)
  for (let call = 0; call < 300; call++) ended(100)
  expect(reserved(4)).toBe(1_001)
  // neither what failed nor what was answered from a cache says anything
  ended(5_000)
  for (const nothing of [0, -1, Number.NaN]) ended(nothing)
  expect(reserved(4)).toBe(5_000)
})

test('what costs nothing by its estimate learns nothing, and no estimate ever becomes less than itself', () => {
  const group = {}
  learnCost(guessFor(group, 'chat', 0, 1), 5_000)
  learnCost(guessFor(group, 'chat', bare, 1), 1)
  expect([expectedCost(guessFor(group, 'chat', bare, 1)), expectedCost(guessFor({}, 'chat', 0, 16))]).toEqual([1_000, 0])
})
