/** Use that fades, and calls under way that count as average ones. */
import { expect, test } from 'vitest'
import { createState } from '../../src/runtime/state.js'
import { countRequest, countTokens, weighUse } from '../../src/runtime/usage.js'

const used = (prompt: number, completion: number) => ({ prompt_tokens: prompt, completion_tokens: completion })
/** Tokens of a call before any is known. */
const guess = 700

test('a call under way counts as an average one, and as what it used once it is answered', () => {
  const state = createState(1)
  countRequest(state, 0, 0)
  expect([state.requestUse[0], state.tokenUse[0]]).toEqual([1, guess])
  countTokens(state, 0, used(100, 50), 0)
  expect(state.tokenUse[0]).toBe(150)
})

test('answers teach how long an average call is', () => {
  const state = createState(1)
  for (let nth = 0; nth < 200; nth++) countTokens(state, 0, used(1_000, 10), nth)
  expect([Math.round(state.promptTokens), Math.round(state.replyTokens)]).toEqual([1_000, 10])
})

test('a call whose use is not reported, or is no number, stays an average one', () => {
  const state = createState(1)
  countRequest(state, 0, 0)
  countTokens(state, 0, undefined, 0)
  countTokens(state, 0, used(Number.NaN, 1), 0)
  countTokens(state, 0, used(1, Number.POSITIVE_INFINITY), 0)
  expect([state.tokenUse[0], state.promptTokens, state.replyTokens]).toEqual([guess, 500, 200])
})

test('what was used a minute ago counts a third of what is used now', () => {
  const state = createState(2)
  countRequest(state, 0, 1_000)
  countRequest(state, 1, 61_000)
  expect((state.requestUse[0] ?? 0) / (state.requestUse[1] ?? 0)).toBeCloseTo(Math.exp(-1), 9)
})

test.each([
  { name: 'a first call at a real clock', times: [1_800_000_000_000], want: 1 },
  {
    name: 'two hours, over which numbers would outgrow themselves',
    times: Array.from({ length: 7_200 }, (_, second) => second * 1_000),
    want: 60.5,
  },
  { name: 'a clock that was set back', times: [1_000, 0], want: 2 },
])('the use of now stays within bounds: $name', ({ times, want }) => {
  const state = createState(1)
  for (const now of times) countRequest(state, 0, now)
  const weight = state.useWeight
  expect((state.requestUse[0] ?? 0) / weight).toBeCloseTo(want, 1)
  expect(Number.isFinite(state.tokenUse[0])).toBe(true)
})

test('an answer shorter than the average leaves nothing below 0', () => {
  const state = createState(1)
  countTokens(state, 0, used(1, 1), 0)
  expect(state.tokenUse[0]).toBe(0)
})

test('the share that is used is the larger one of tokens and requests, and fades with them', () => {
  const state = createState(1)
  weighUse(state, 0, 1 / 7_000, 1 / 5)
  countRequest(state, 0, 0)
  expect(state.usedShare[0]).toBeCloseTo(1 / 5, 9)
  countTokens(state, 0, used(2_000, 800), 0)
  expect(state.usedShare[0]).toBeCloseTo(2_800 / 7_000, 9)
  // Over a hundred minutes later all is written anew.
  countRequest(state, 0, 6_100_000)
  expect([state.useWeight, state.usedShare[0]]).toEqual([1, 1 / 5])
})
