/** The sliding window, and rests. */
import { expect, test } from 'vitest'
import { bucketMs, countOutcome, createState, isCooling, putToRest, windowBuckets, windowCounts } from '../../src/runtime/state.js'

test('outcomes are counted per deployment and leave the window after a minute', () => {
  const state = createState(2)
  countOutcome(state, 0, 'success', 0)
  countOutcome(state, 0, 'failure', 1)
  countOutcome(state, 1, 'failure', 1)
  countOutcome(state, 0, 'failure', 30_000)
  expect(windowCounts(state, 0, 30_000)).toEqual({ successes: 1, failures: 2 })
  expect(windowCounts(state, 1, 30_000)).toEqual({ successes: 0, failures: 1 })
  expect(windowCounts(state, 0, windowBuckets * bucketMs)).toEqual({ successes: 0, failures: 1 })
  countOutcome(state, 0, 'success', 10 * windowBuckets * bucketMs)
  expect(windowCounts(state, 0, 10 * windowBuckets * bucketMs)).toEqual({ successes: 1, failures: 0 })
})

test('a rest ends at its time, and a shorter one does not shorten it', () => {
  const state = createState(2)
  expect(putToRest(state, 0, 500)).toBe(500)
  expect(putToRest(state, 0, 300)).toBe(500)
  expect([isCooling(state, 0, 499), isCooling(state, 0, 500), isCooling(state, 1, 0), state.restUntil]).toEqual([true, false, false, 500])
})
