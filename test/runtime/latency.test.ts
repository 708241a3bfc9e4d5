/** Averages that follow what is measured. */
import { describe, expect, test } from 'vitest'
import { learnFailure, learnLatency } from '../../src/runtime/latency.js'
import { createState } from '../../src/runtime/state.js'

type Sample = { readonly atMs: number; readonly seconds: number; readonly first?: number; readonly tokens?: number }

/** The start of an answer counts as 50 tokens. */
const perUnit = (seconds: number, tokens = 1) => seconds / (tokens + 50)

function learned(samples: readonly Sample[]) {
  const state = createState(1)
  for (const { atMs, seconds, first, tokens = 1 } of samples) {
    const firstTokenMs = first === undefined ? undefined : first * 1_000
    learnLatency(state, 0, { durationMs: seconds * 1_000, firstTokenMs, outputTokens: tokens }, atMs)
  }
  const { perToken, firstToken, streamScore } = state
  return [perToken[0], firstToken[0], streamScore[0]]
}

describe('learnLatency', () => {
  test.each([
    {
      name: 'the first sample is the average',
      samples: [{ atMs: 0, seconds: 2, tokens: 100 }],
      want: [perUnit(2, 100), 0, perUnit(2, 100)],
    },
    { name: 'streams are ranked by the first token', samples: [{ atMs: 0, seconds: 2, first: 0.5 }], want: [perUnit(2), 0.5, 0.5] },
    {
      name: 'one that follows at once counts 10 %',
      samples: [
        { atMs: 0, seconds: 1 },
        { atMs: 0, seconds: 2 },
      ],
      want: [perUnit(1.1), 0, perUnit(1.1)],
    },
    {
      name: 'one after half a minute counts 29 %',
      samples: [
        { atMs: 0, seconds: 1 },
        { atMs: 30_000, seconds: 2 },
      ],
      want: [perUnit(2 - Math.SQRT1_2), 0, perUnit(2 - Math.SQRT1_2)],
    },
    {
      name: 'one after a minute replaces what is stale',
      samples: [
        { atMs: 0, seconds: 60 },
        { atMs: 60_000, seconds: 2 },
      ],
      want: [perUnit(2), 0, perUnit(2)],
    },
    {
      name: 'one that is far too slow counts as twice the average',
      samples: [
        { atMs: 0, seconds: 1 },
        { atMs: 0, seconds: 9 },
      ],
      want: [perUnit(1.1), 0, perUnit(1.1)],
    },
    {
      name: 'a faster one after half a second without news replaces the average',
      samples: [
        { atMs: 0, seconds: 5 },
        { atMs: 500, seconds: 4 },
      ],
      want: [perUnit(4), 0, perUnit(4)],
    },
    { name: 'no time at all is still a measurement', samples: [{ atMs: 0, seconds: 0 }], want: [perUnit(0.000001), 0, perUnit(0.000001)] },
  ])('$name', ({ samples, want }) => {
    const got = learned(samples)
    for (const [nth, value] of want.entries()) expect(got[nth]).toBeCloseTo(value, 9)
  })
})

test('a deployment that timed out is back with its first good answer a minute later', () => {
  const state = createState(1)
  learnLatency(state, 0, { durationMs: 2_000, firstTokenMs: undefined, outputTokens: 100 }, 0)
  learnFailure(state, 0, { timedOutMs: 60_000 }, 1_000)
  expect(state.perToken[0]).toBeGreaterThan(perUnit(7, 100))
  learnLatency(state, 0, { durationMs: 2_000, firstTokenMs: undefined, outputTokens: 100 }, 62_000)
  expect(state.perToken[0]).toBeCloseTo(perUnit(2, 100), 9)
})

test('the state’s time to live says when an average is stale', () => {
  const state = createState(1, 5_000)
  learnLatency(state, 0, { durationMs: 1_000, firstTokenMs: undefined, outputTokens: 1 }, 0)
  learnLatency(state, 0, { durationMs: 2_000, firstTokenMs: undefined, outputTokens: 1 }, 5_000)
  expect(state.perToken[0]).toBeCloseTo(perUnit(2), 9)
})

test('a failure that took no time says nothing about speed, only that it was tried', () => {
  const state = createState(1)
  learnFailure(state, 0, { timedOutMs: undefined }, 7_000)
  expect([state.perToken[0], state.streamScore[0], state.learnedAt[0]]).toEqual([0, 0, 7_000])
})

test('a count of tokens that is no number of them counts as not said', () => {
  const learned = (outputTokens: number | undefined) => {
    const state = createState(1)
    learnLatency(state, 0, { durationMs: 1_000, firstTokenMs: undefined, outputTokens }, 0)
    return [state.perToken[0], state.outputTokens[0]]
  }
  for (const outputTokens of [Number.POSITIVE_INFINITY, Number.NaN, -5, 0]) expect(learned(outputTokens)).toEqual(learned(undefined))
})
