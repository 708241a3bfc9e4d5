/** Power of two choices over peaks that fade. */
import { expect, test } from 'vitest'
import { given } from './given.js'

function learned(count = 2) {
  const { learners, ...rest } = given(
    'peak-ewma',
    Array.from({ length: count }, () => ({})),
  )
  const answer = (index: number, durationMs: number, firstTokenMs?: number) => {
    for (const { answered } of learners)
      answered?.(rest.state, index, { durationMs, firstTokenMs, outputTokens: 50 }, undefined, rest.state.now)
  }
  const fail = (index: number, durationMs: number) => {
    for (const { failed } of learners) failed?.(rest.state, index, durationMs, rest.state.now)
  }
  return { ...rest, answer, fail }
}

test('a slow answer counts at once, and fades', () => {
  const { state, shares, answer } = learned()
  for (const index of [0, 1]) answer(index, 1_000)
  answer(0, 3_000)
  expect(state.peakWhole[0]).toBeCloseTo(0.03, 9)
  expect(shares()).toEqual([0, 100])
  state.now = 10_000
  answer(0, 1_000)
  expect(state.peakWhole[0]).toBeCloseTo(0.01 + 0.02 / Math.E, 9)
})

test('one that is hardly asked is tried again as its peak fades', () => {
  const { state, pick, answer } = learned()
  answer(0, 5_000)
  state.now = 17_000
  answer(1, 1_000)
  expect(pick()).toBe(0)
})

test('twice the latency is as good as half the calls under way', () => {
  const { state, pick, answer } = learned()
  answer(0, 2_000)
  answer(1, 1_000)
  state.inFlight.set([1, 4])
  expect(pick()).toBe(0)
  state.inFlight.set([1, 2])
  expect(pick()).toBe(1)
})

test('a failure counts as slow however fast it came, up to a limit', () => {
  const { state, shares, answer, fail } = learned()
  for (const index of [0, 1]) answer(index, 1_000)
  fail(0, 5)
  expect(state.peakWhole[0]).toBeCloseTo(0.04, 9)
  expect(shares()).toEqual([0, 100])
  for (let nth = 0; nth < 20; nth++) fail(0, 5)
  expect(state.peakWhole[0]).toBeCloseTo(0.2, 9)
})

test('streams go by the first token', () => {
  const { shares, answer } = learned()
  answer(0, 9_000, 100)
  answer(1, 1_000, 400)
  expect([shares([0, 1], true), shares([0, 1], false)]).toEqual([
    [100, 0],
    [0, 100],
  ])
})

test('of many, a slow one is met by hardly any', () => {
  const { shares, answer } = learned(10)
  for (let index = 0; index < 10; index++) answer(index, index === 4 ? 9_000 : 1_000)
  expect(shares()[4]).toBe(0)
})
