import { expect, test } from 'vitest'
import { batchAt, isSkipped, keptAnswers, signature } from '../../src/cli/trace-lines.js'
import type { TraceLine } from '../../src/runtime/trace/trace-format.js'

const fail = (call: number, at: number): TraceLine => ({ is: 'fail', call, at, kind: 'unavailable', code: null, status: 503 })
const answer = (call: number, at: number): TraceLine => ({ is: 'answer', call, at })
const wait = (call: number, at: number): TraceLine => ({ is: 'event', type: 'wait', call, at, group: 'a', ms: 5 })
const cooldown = (call: number, at: number): TraceLine => ({ is: 'event', type: 'cooldown', call, at, deploymentId: 'd', untilMs: 9 })
const kept = (call: number): TraceLine => ({ is: 'event', type: 'cache', call, at: 1, outcome: 'hit', group: 'a', key: 'k' })

test.each([
  { lines: [answer(1, 1), wait(1, 1), wait(1, 1), answer(2, 1)], size: 3, what: 'an input and all that followed it' },
  { lines: [fail(1, 1), cooldown(1, 1), fail(2, 1), wait(1, 1), wait(2, 1)], size: 5, what: 'failures of one moment' },
  { lines: [fail(1, 1), fail(2, 2)], size: 1, what: 'failures of two moments are apart' },
  { lines: [fail(1, 1), wait(1, 1), fail(2, 1)], size: 2, what: 'a failure after a decision is apart' },
  { lines: [answer(1, 1)], size: 1, what: 'the last line' },
])('$what: $size lines belong together', ({ lines, size }) => {
  expect(batchAt(lines, 0)).toBe(size)
})

test('calls that a kept answer answered are left out, with what concerns no call of this client', () => {
  const skipped = keptAnswers([kept(1), answer(2, 1)])
  expect([answer(1, 1), answer(2, 1), kept(3), cooldown(0, 1), cooldown(2, 1)].map((line) => isSkipped(line, skipped))).toEqual([
    true,
    false,
    true,
    true,
    false,
  ])
})

test('what a deployment did is compared, what it cost is not', () => {
  const success = (costNanoUsd: number, deploymentId: string): TraceLine => ({
    is: 'event',
    type: 'success',
    call: 1,
    at: 1,
    group: 'a',
    deploymentId,
    durationMs: 3,
    costNanoUsd,
    inputTokens: 1,
    outputTokens: 1,
  })
  expect(signature(success(1, 'd'))).toBe(signature(success(2, 'd')))
  expect(signature(success(1, 'd'))).not.toBe(signature(success(1, 'e')))
  expect(signature(answer(1, 1))).not.toBe(signature(answer(2, 1)))
})
