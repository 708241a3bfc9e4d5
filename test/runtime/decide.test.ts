/** The decision after a failure, situation by situation. */
import { expect, test } from 'vitest'
import type { Failure } from '../../src/protocol/failure.js'
import { ruleOf } from '../../src/runtime/class-rules.js'
import { decide, type Situation } from '../../src/runtime/decide.js'
import { createFailure } from '../../src/runtime/failures.js'

const failureOf = (more: Partial<Failure>): Failure =>
  createFailure({ provider: 'p', model: 'm' }, { kind: 'internal', status: 500, code: null, message: 'x', ...more })

function situation(failure: Partial<Failure>, more: Partial<Situation> = {}): Situation {
  const made = failureOf(failure)
  return {
    failure: made,
    rule: ruleOf(made),
    retriesUsed: 0,
    retriesAllowed: 2,
    byPolicy: false,
    healthy: 1,
    others: 0,
    next: { group: 'next' },
    floorMs: 0,
    jitter: 0,
    remainingMs: Number.POSITIVE_INFINITY,
    ...more,
  }
}

/** All rest; the first comes back within the time that the call may wait for it. */
const resting = { healthy: 0, returnsMs: 900, patienceMs: 900 }
const retry = (afterMs: number) => ({ do: 'retry', afterMs })
const fallBack = { do: 'fall-back', step: { group: 'next' } }
const fail = { do: 'fail' }

test.each([
  { name: 'a server fault is tried on the same deployment after a wait', given: situation({}), want: retry(500) },
  { name: 'on another one at once', given: situation({}, { healthy: 2, others: 1 }), want: retry(0) },
  { name: 'the wait doubles', given: situation({}, { retriesUsed: 1 }), want: retry(1_000) },
  {
    name: 'the wait is what the provider asks for',
    given: situation({ kind: 'rate-limit', retryAfterMs: 3_000 }, { jitter: 0.5 }),
    want: retry(3_375),
  },
  { name: 'but not beyond a minute', given: situation({ kind: 'rate-limit', retryAfterMs: 61_000 }), want: retry(500) },
  { name: 'retry_after is the least wait', given: situation({}, { floorMs: 2_000 }), want: retry(2_000) },
  { name: 'no retries left', given: situation({}, { retriesUsed: 2 }), want: fallBack },
  { name: 'no retries left and no chain', given: situation({}, { retriesUsed: 2, next: undefined }), want: fail },
  { name: 'all deployments rest', given: situation({ kind: 'rate-limit' }, { healthy: 0 }), want: fallBack },
  { name: 'a key fault does not ask the same key again', given: situation({ kind: 'authentication' }), want: fallBack },
  { name: 'a key fault asks another deployment', given: situation({ kind: 'authentication' }, { healthy: 1, others: 1 }), want: retry(0) },
  { name: 'a missing deployment likewise', given: situation({ kind: 'not-found' }, { others: 1 }), want: retry(0) },
  { name: 'an empty account likewise', given: situation({ kind: 'rate-limit', code: 'insufficient_quota' }), want: fallBack },
  { name: 'a malformed request ends the call', given: situation({ kind: 'bad-request' }, { others: 1 }), want: fail },
  { name: 'so does an unprocessable one', given: situation({ kind: 'unprocessable' }), want: fail },
  { name: 'a policy retries it all the same', given: situation({ kind: 'bad-request' }, { byPolicy: true }), want: retry(500) },
  {
    name: 'a too long prompt goes to the chain without a retry',
    given: situation({ kind: 'context-window' }, { others: 1 }),
    want: fallBack,
  },
  { name: 'a refused content likewise', given: situation({ kind: 'content-policy' }), want: fallBack },
  { name: 'an abort ends the call', given: situation({ kind: 'abort' }, { others: 1, byPolicy: true }), want: fail },
  { name: 'a wait beyond the deadline goes to the chain', given: situation({}, { remainingMs: 400 }), want: fallBack },
  { name: 'past the deadline nothing is tried', given: situation({}, { remainingMs: 0 }), want: fail },
  { name: 'a tick before the deadline it has been reached', given: situation({}, { remainingMs: 1, others: 1 }), want: fail },
  {
    name: 'a call waits for a minute in all',
    given: situation({ kind: 'rate-limit', retryAfterMs: 30_000 }, { waitedMs: 30_000, jitter: 0.9 }),
    want: retry(30_675),
  },
  {
    name: 'and for no longer',
    given: situation({ kind: 'rate-limit', retryAfterMs: 30_000 }, { waitedMs: 30_001 }),
    want: fallBack,
  },
  {
    name: 'the wait is what the environment says',
    given: situation({}, { backoff: { firstWaitMs: 70, longestWaitMs: 100, jitterMs: 10 }, jitter: 0.5 }),
    want: retry(75),
  },
  {
    name: 'a group at rest goes to the chain before it is waited for',
    given: situation({}, { ...resting, mayInsist: true }),
    want: fallBack,
  },
  { name: 'without a chain it is waited for', given: situation({}, { ...resting, next: undefined }), want: { do: 'rest', afterMs: 900 } },
  { name: 'but not longer than allowed', given: situation({}, { ...resting, next: undefined, patienceMs: 899 }), want: fail },
  { name: 'nor beyond the deadline', given: situation({}, { ...resting, next: undefined, remainingMs: 900 }), want: fail },
  { name: 'nor without an end', given: situation({}, { ...resting, next: undefined, returnsMs: 0 }), want: fail },
  { name: 'nor by a call without retries', given: situation({}, { ...resting, next: undefined, retriesAllowed: 0 }), want: fail },
  { name: 'nor for the caller’s fault', given: situation({ kind: 'bad-request' }, { ...resting, next: undefined }), want: fail },
  {
    name: 'a call that was given nothing needs no retry for it',
    given: situation({ kind: 'rate-limit', code: 'no_deployment_available' }, { ...resting, next: undefined, retriesAllowed: 0 }),
    want: { do: 'rest', afterMs: 900 },
  },
  {
    name: 'where nothing else is left, one that rests is asked',
    given: situation(
      { kind: 'rate-limit', code: 'no_deployment_available' },
      { ...resting, next: undefined, patienceMs: 0, mayInsist: true },
    ),
    want: { do: 'insist' },
  },
  { name: 'an unknown status of 500 and more is a server fault', given: situation({ kind: 'api', status: 599 }), want: retry(500) },
  { name: 'an unknown 4xx is the caller’s fault', given: situation({ kind: 'api', status: 418 }), want: fail },
  { name: '402 is an empty account', given: situation({ kind: 'api', status: 402 }, { others: 1 }), want: retry(0) },
  {
    name: 'no deployment available goes to the chain',
    given: situation({ kind: 'rate-limit', code: 'no_deployment_available' }),
    want: fallBack,
  },
])('$name', ({ given, want }) => {
  expect(decide(given)).toEqual(want)
})
