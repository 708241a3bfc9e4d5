/** When a deployment rests, and how long. */
import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../src/protocol/failure.js'
import { ruleOf } from '../../../src/runtime/class-rules.js'
import { createFailure } from '../../../src/runtime/failures.js'
import { recordSuccess } from '../../../src/runtime/health/breaker.js'
import { type Patient, recordFailure } from '../../../src/runtime/health/health.js'
import type { HealthPolicy } from '../../../src/runtime/health/health-policy.js'
import { createState } from '../../../src/runtime/state.js'

const unset = { share: 0.5, leastCalls: 5, leastCallsAlone: 1_000, allowedFails: 3 }
const rate: HealthPolicy = { rule: { mode: 'rate' }, restMs: 5_000, disabled: false, ...unset }
const pair: Patient = { index: 0, groupSize: 2, restMs: undefined, isWildcard: false }
const alone: Patient = { ...pair, groupSize: 1 }
const start = 600_000

const failureOf = (kind: Failure['kind'], more: Partial<Failure> = {}) =>
  createFailure({ provider: 'p', model: 'm' }, { kind, status: 0, code: null, message: 'x', ...more })

/** Feeds outcomes (`+` a success, a kind a failure) and says after which the deployment rests, and until when. */
function feed(patient: Patient, policy: HealthPolicy, outcomes: readonly ('+' | Failure)[], stepMs = 0) {
  const state = createState(1)
  for (const [nth, outcome] of outcomes.entries()) {
    const now = start + nth * stepMs
    if (outcome === '+') recordSuccess(state, 0, now)
    else {
      const until = recordFailure(state, patient, outcome, ruleOf(outcome), policy, now)
      if (until > 0) return { after: nth + 1, restMs: until - now }
    }
  }
  return undefined
}

const e500 = failureOf('internal')
const e429 = failureOf('rate-limit')

describe('the rate rule', () => {
  test.each([
    {
      name: 'checklist 6: 2 successes, then the third 500',
      patient: pair,
      outcomes: ['+', '+', e500, e500, e500],
      want: { after: 5, restMs: 5_000 },
    },
    {
      name: 'checklist 6: exactly half is not more than half',
      patient: pair,
      outcomes: ['+', '+', '+', e500, e500, e500],
      want: undefined,
    },
    { name: 'checklist 6: four failures are too few to say', patient: pair, outcomes: [e500, e500, e500, e500], want: undefined },
    {
      name: 'a lone deployment is not judged by its rate',
      patient: alone,
      outcomes: Array.from({ length: 999 }, () => e500),
      want: undefined,
    },
    {
      name: 'unless a thousand calls all failed',
      patient: alone,
      outcomes: Array.from({ length: 1_000 }, () => e500),
      want: { after: 1_000, restMs: 5_000 },
    },
    { name: '429 at once in a group', patient: pair, outcomes: [e429], want: { after: 1, restMs: 5_000 } },
    { name: '429 alone never', patient: alone, outcomes: [e429, e429, e429], want: undefined },
    { name: '401 at once, also alone', patient: alone, outcomes: [failureOf('authentication')], want: { after: 1, restMs: 5_000 } },
    { name: '404 at once', patient: alone, outcomes: [failureOf('not-found')], want: { after: 1, restMs: 5_000 } },
    {
      name: 'faults of the caller never',
      patient: pair,
      outcomes: Array.from({ length: 9 }, () => failureOf('bad-request')),
      want: undefined,
    },
    { name: 'aborts never', patient: pair, outcomes: Array.from({ length: 9 }, () => failureOf('abort')), want: undefined },
    {
      name: 'network failures count',
      patient: pair,
      outcomes: Array.from({ length: 5 }, () => failureOf('connection')),
      want: { after: 5, restMs: 5_000 },
    },
  ] as const)('$name', ({ patient, outcomes, want }) => {
    expect(feed(patient, rate, outcomes)).toEqual(want)
  })

  test('looks at the last minute only', () => {
    expect(feed(pair, rate, [e500, e500, e500, e500, e500], 20_000)).toBeUndefined()
    expect(feed(pair, rate, [e500, e500, e500, e500, e500], 10_000)).toEqual({ after: 5, restMs: 5_000 })
  })

  test.each([
    { name: 'a wildcard', patient: { ...pair, isWildcard: true }, policy: rate },
    { name: 'a cooldown_time of 0', patient: { ...pair, restMs: 0 }, policy: rate },
    { name: 'disable_cooldowns', patient: pair, policy: { ...rate, disabled: true } },
  ])('$name never rests', ({ patient, policy }) => {
    expect(feed(patient, policy, [e429, failureOf('authentication')])).toBeUndefined()
  })
})

describe('the count rule', () => {
  const count = (allowedFails: number, policy = {}): HealthPolicy => ({
    rule: { mode: 'count', allowedFails, policy },
    restMs: 60_000,
    disabled: false,
    ...unset,
  })
  test.each([
    {
      name: 'checklist 7: allowed_fails 2, the third failure',
      patient: alone,
      policy: count(2),
      outcomes: [e500, e429, e500],
      want: { after: 3, restMs: 60_000 },
    },
    {
      name: 'checklist 8: a policy of 0 is the first failure',
      patient: alone,
      policy: count(2, { Authentication: 0 }),
      outcomes: [failureOf('authentication')],
      want: { after: 1, restMs: 60_000 },
    },
    {
      name: 'faults of the caller do not count',
      patient: alone,
      policy: count(0),
      outcomes: [failureOf('content-policy')],
      want: undefined,
    },
  ] as const)('$name', ({ patient, policy, outcomes, want }) => {
    expect(feed(patient, policy, outcomes)).toEqual(want)
  })

  test('forgets after one rest time', () => {
    expect(feed(alone, count(2), [e500, e500, e500], 40_000)).toBeUndefined()
    expect(feed(alone, count(2), [e500, e500, e500], 30_000)).toEqual({ after: 3, restMs: 60_000 })
  })
})

describe('the length', () => {
  const length = (patient: Patient, failure: Failure) => feed(patient, rate, [failure])?.restMs
  test.each([
    {
      name: "the deployment's own",
      patient: { ...pair, restMs: 1_000 },
      failure: e429,
      want: 1_000,
    },
    {
      name: 'unlike LiteLLM, what the provider asks for where that is longer',
      patient: { ...pair, restMs: 1_000 },
      failure: failureOf('rate-limit', { retryAfterMs: 9_000 }),
      want: 9_000,
    },
    { name: 'what the provider asks for', patient: pair, failure: failureOf('rate-limit', { retryAfterMs: 9_000 }), want: 9_000 },
    { name: 'at most ten minutes of it', patient: pair, failure: failureOf('rate-limit', { retryAfterMs: 9e9 }), want: 600_000 },
    { name: 'none where it asks for none', patient: pair, failure: failureOf('rate-limit', { retryAfterMs: 0 }), want: undefined },
    { name: "else the router's", patient: pair, failure: e429, want: 5_000 },
    {
      name: 'long for an empty account',
      patient: pair,
      failure: failureOf('rate-limit', { code: 'insufficient_quota', retryAfterMs: 1_000 }),
      want: 300_000,
    },
  ])('$name', ({ patient, failure, want }) => {
    expect(length(patient, failure)).toBe(want)
  })

  test('a longer rest is kept when a shorter one comes', () => {
    const state = createState(1)
    const long = failureOf('rate-limit', { retryAfterMs: 60_000 })
    recordFailure(state, pair, long, ruleOf(long), rate, start)
    expect(recordFailure(state, pair, e429, ruleOf(e429), rate, start + 10)).toBe(0)
    expect(state.coolUntil[0]).toBe(start + 60_000)
  })
})
