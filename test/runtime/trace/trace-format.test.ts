/** Which lines of a trace say what the router decided. */
import { expect, test } from 'vitest'
import type { RouterEvent } from '../../../src/runtime/events.js'
import { isDecision, type TraceLine } from '../../../src/runtime/trace/trace-format.js'

/** Every event there is. */
const decides: { readonly [T in RouterEvent['type']]: boolean } = {
  attempt: true,
  success: false,
  failure: false,
  'no-deployment': true,
  cooldown: true,
  recovered: false,
  refused: true,
  queued: true,
  cache: false,
  wait: true,
  fallback: true,
  done: false,
}

test.each(Object.entries(decides))('an event of type %s decides: %s', (type, want) => {
  // Nothing but the type is looked at.
  expect(isDecision({ is: 'event', type } as TraceLine)).toBe(want)
})

test.each<TraceLine>([
  { is: 'wake', nth: 1, at: 0 },
  { is: 'leave', call: 1, at: 0 },
  { is: 'open', call: 1, at: 0 },
  { is: 'answer', call: 1, at: 0 },
])('what happens to the router is no decision: $is', (line) => {
  expect(isDecision(line)).toBe(false)
})
