/** Transitions of the circuit breaker: what opens it, what closes it, and what says nothing. */
import { describe, expect, test } from 'vitest'
import type { Failure } from '../../../src/protocol/failure.js'
import { ruleOf } from '../../../src/runtime/class-rules.js'
import { createFailure } from '../../../src/runtime/failures.js'
import { beginTrial, closeBreaker, endTrial, recordSuccess } from '../../../src/runtime/health/breaker.js'
import { openBreaker, restLength } from '../../../src/runtime/health/breaker-opening.js'
import { type Patient, recordFailure, takeRest } from '../../../src/runtime/health/health.js'
import type { HealthPolicy } from '../../../src/runtime/health/health-policy.js'
import { createState, openedBy, type RouterState } from '../../../src/runtime/state.js'

const start = 1_000_000
const policy: HealthPolicy = {
  rule: { mode: 'rate' },
  restMs: 5_000,
  disabled: false,
  share: 0.5,
  leastCalls: 5,
  leastCallsAlone: 1_000,
  allowedFails: 3,
}
const pair: Patient = { index: 0, groupSize: 2, restMs: undefined, isWildcard: false }
const failureOf = (kind: Failure['kind'], more: Partial<Failure> = {}) =>
  createFailure({ provider: 'p', model: 'm' }, { kind, status: 0, code: null, message: 'x', ...more })
const e429 = failureOf('rate-limit')
const e500 = failureOf('internal')

const phaseOf = (state: RouterState, index: number, now: number) => {
  if (state.opens[index] === 0) return 'closed'
  return (state.coolUntil[index] ?? 0) > now ? 'open' : 'half-open'
}

/** A deployment whose breaker opened at `start` because of a limit. */
function opened() {
  const state = createState(1)
  const fail = (failure: Failure, now: number, call = { startedAt: now, trial: false }) =>
    recordFailure(state, pair, failure, ruleOf(failure), policy, now, call)
  fail(e429, start)
  return { state, fail, phase: (now: number) => phaseOf(state, 0, now) }
}

test.each([
  { name: 'the first rest', base: 5_000, opens: 1, asked: undefined, want: 5_000 },
  { name: 'each next one is twice as long', base: 5_000, opens: 4, asked: undefined, want: 40_000 },
  { name: 'up to five minutes', base: 5_000, opens: 200, asked: undefined, want: 300_000 },
  { name: 'but for a deployment whose own time is longer', base: 900_000, opens: 3, asked: undefined, want: 900_000 },
  { name: 'what the provider asks for, where it is longer', base: 5_000, opens: 1, asked: 60_000, want: 60_000 },
  { name: 'but not where it is shorter', base: 5_000, opens: 2, asked: 9_000, want: 10_000 },
  { name: 'and at most ten minutes of it', base: 5_000, opens: 1, asked: 9e9, want: 600_000 },
])('length: $name', ({ base, opens, asked, want }) => {
  expect(restLength(base, opens, asked)).toBe(want)
})

describe('phases', () => {
  test('open until its time, then half-open, closed by a success, and then as if nothing had been', () => {
    const { state, phase } = opened()
    expect([phase(start), phase(start + 4_999), phase(start + 5_000), state.unsettled]).toEqual(['open', 'open', 'half-open', 1])
    expect(recordSuccess(state, 0, start + 5_100, start + 5_000)).toBe(true)
    expect([phase(start + 5_100), state.unsettled, state.restUntil, state.openedBy[0]]).toEqual(['closed', 0, 0, openedBy.nothing])
    expect(recordSuccess(state, 0, start + 5_200)).toBe(false)
  })

  test('a trial that fails opens it for twice as long, whatever it fails with, and again for twice as long', () => {
    const { fail, state } = opened()
    expect(fail(e500, start + 5_000, { startedAt: start + 5_000, trial: true })).toBe(start + 15_000)
    expect(fail(e500, start + 16_000, { startedAt: start + 15_000, trial: true })).toBe(start + 36_000)
    expect([state.opens[0], state.unsettled]).toEqual([3, 1])
  })

  test('a trial that ends with the caller’s own fault says nothing', () => {
    const { fail, phase } = opened()
    expect(fail(failureOf('bad-request'), start + 5_000, { startedAt: start + 5_000, trial: true })).toBe(0)
    expect(phase(start + 5_000)).toBe('half-open')
  })

  test('one call at a time tries it out', () => {
    const { state } = opened()
    expect(beginTrial(state, 0, start + 4_999)).toBe(false)
    expect([beginTrial(state, 0, start + 5_000), beginTrial(state, 0, start + 5_000)]).toEqual([true, false])
    endTrial(state, 0)
    expect(beginTrial(state, 0, start + 5_001)).toBe(true)
    expect(beginTrial(createState(1), 0, start)).toBe(false)
  })
})

describe('calls that began before', () => {
  test('a success from before the rest does not end it', () => {
    const { state, phase } = opened()
    expect(recordSuccess(state, 0, start + 10, start)).toBe(false)
    expect(phase(start + 10)).toBe('open')
  })

  test('failures during a rest make it no longer, but for a limit that lasts longer', () => {
    const { state, fail } = opened()
    expect([fail(e500, start + 10), fail(e429, start + 10), fail(failureOf('authentication'), start + 20)]).toEqual([0, 0, 0])
    expect(fail(failureOf('rate-limit', { retryAfterMs: 60_000 }), start + 30)).toBe(start + 60_030)
    expect([state.opens[0], state.coolUntil[0]]).toEqual([1, start + 60_030])
  })

  test('failures of them after it came back do not count', () => {
    const { state, fail, phase } = opened()
    closeBreaker(state, 0, start + 6_000)
    for (let nth = 0; nth < 9; nth++) fail(e500, start + 6_500, { startedAt: start + 5_999, trial: false })
    expect(phase(start + 6_500)).toBe('closed')
    for (let nth = 0; nth < 5; nth++) fail(e500, start + 6_500, { startedAt: start + 6_000, trial: false })
    expect(phase(start + 6_500)).toBe('open')
  })
})

describe('the last calls', () => {
  test('at fifty calls a second a deployment that starts to fail rests within a quarter of a second, after a good minute', () => {
    const state = createState(1)
    for (let nth = 0; nth < 3_000; nth++) recordSuccess(state, 0, start + nth * 20)
    const broken = start + 60_000
    let now = broken
    while (phaseOf(state, 0, now) === 'closed' && now < broken + 5_000) {
      recordFailure(state, pair, e500, ruleOf(e500), policy, now)
      now += 20
    }
    expect(now - broken).toBe(220)
  })

  test('a deployment that fails one call in five keeps serving', () => {
    const state = createState(1)
    for (let nth = 0; nth < 5_000; nth++) {
      if (nth % 5 === 4) recordFailure(state, pair, e500, ruleOf(e500), policy, start + nth * 20)
      else recordSuccess(state, 0, start + nth * 20)
    }
    expect(phaseOf(state, 0, start + 100_000)).toBe('closed')
  })
})

describe('a rest that another instance shares', () => {
  const taken = (until: number, patient: Patient = pair, given: Partial<HealthPolicy> = {}) => {
    const state = createState(1)
    return [takeRest(state, patient, { ...policy, ...given }, until, start), state.unsettled, state.openedBy[0]]
  }

  test.each([
    { name: 'is taken over', got: taken(start + 9_000), want: [start + 9_000, 1, openedBy.limit] },
    { name: 'but for ten minutes at most', got: taken(start + 9e9), want: [start + 600_000, 1, openedBy.limit] },
    { name: 'and not until a time that is none', got: taken(Number.NaN), want: [0, 0, openedBy.nothing] },
    { name: 'and not when it is over', got: taken(start), want: [0, 0, openedBy.nothing] },
    { name: 'nor where this one never rests', got: taken(start + 9, { ...pair, restMs: 0 }), want: [0, 0, openedBy.nothing] },
    { name: 'nor where nothing does', got: taken(start + 9, pair, { disabled: true }), want: [0, 0, openedBy.nothing] },
  ])('$name', ({ got, want }) => expect(got).toEqual(want))

  test('while it rests here too is one rest, not two in a row', () => {
    const { state } = opened()
    expect(takeRest(state, pair, policy, start + 4_000, start + 10)).toBe(0)
    expect(takeRest(state, pair, policy, start + 5_300, start + 10)).toBe(start + 5_300)
    expect(state.opens[0]).toBe(1)
  })
})

test('the count of breakers that are not closed follows each of many', () => {
  const state = createState(3)
  for (const index of [0, 1, 0, 2]) openBreaker(state, index, start, start + 10, openedBy.failures)
  expect(state.unsettled).toBe(3)
  for (const index of [1, 1, 0]) closeBreaker(state, index, start + 20)
  expect([state.unsettled, state.restUntil]).toEqual([1, start + 10])
})
