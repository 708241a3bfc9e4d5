/** Waits and numbers of retries. */
import { expect, test } from 'vitest'
import { createFailure } from '../../src/runtime/failures.js'
import { backoffMs, retryLimit } from '../../src/runtime/retry.js'

test.each([
  { retriesUsed: 0, retryAfterMs: undefined, floorMs: 0, jitter: 0, want: 500 },
  { retriesUsed: 3, retryAfterMs: undefined, floorMs: 0, jitter: 0, want: 4_000 },
  { retriesUsed: 20, retryAfterMs: undefined, floorMs: 0, jitter: 0, want: 8_000 },
  { retriesUsed: 0, retryAfterMs: undefined, floorMs: 3_000, jitter: 0, want: 3_000 },
  { retriesUsed: 0, retryAfterMs: undefined, floorMs: 30_000, jitter: 0, want: 8_000 },
  { retriesUsed: 0, retryAfterMs: 2_000, floorMs: 5_000, jitter: 0, want: 2_000 },
  { retriesUsed: 0, retryAfterMs: 60_000, floorMs: 0, jitter: 0, want: 60_000 },
  { retriesUsed: 0, retryAfterMs: 60_001, floorMs: 0, jitter: 0, want: 500 },
  { retriesUsed: 0, retryAfterMs: 0, floorMs: 0, jitter: 0, want: 500 },
  { retriesUsed: 1, retryAfterMs: undefined, floorMs: 0, jitter: 0.999, want: 1_749.25 },
])('wait $want ms', ({ want, ...input }) => {
  expect(backoffMs(input)).toBeCloseTo(want, 6)
})

const none = { request: undefined, groupPolicy: undefined, policy: undefined, deployment: undefined, router: 2 }
const failure = createFailure({ provider: 'p', model: 'm' }, { kind: 'timeout', status: 408, code: null, message: 'x' })

test.each([
  { name: 'router', sources: none, want: { retries: 2, byPolicy: false } },
  { name: 'deployment', sources: { ...none, deployment: 4 }, want: { retries: 4, byPolicy: false } },
  { name: 'policy', sources: { ...none, deployment: 4, policy: { Timeout: 5 } }, want: { retries: 5, byPolicy: true } },
  {
    name: 'policy without the class',
    sources: { ...none, deployment: 4, policy: { RateLimit: 5 } },
    want: { retries: 4, byPolicy: false },
  },
  { name: 'policy default', sources: { ...none, policy: { Default: 1 } }, want: { retries: 1, byPolicy: true } },
  {
    name: 'group policy replaces it as a whole',
    sources: { ...none, policy: { Timeout: 5 }, groupPolicy: { RateLimit: 1 } },
    want: { retries: 2, byPolicy: false },
  },
  { name: 'request', sources: { ...none, request: 0, policy: { Timeout: 5 } }, want: { retries: 0, byPolicy: false } },
])('the number comes from the $name', ({ sources, want }) => {
  expect(retryLimit(failure, sources)).toEqual(want)
})
