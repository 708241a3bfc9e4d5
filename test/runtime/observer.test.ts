/** An observer that fails harms no call. */
import { describe, expect, test } from 'vitest'
import { runCall } from '../../src/runtime/attempt-loop.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import { guardObserver } from '../../src/runtime/observer.js'
import { attemptWhole } from '../../src/runtime/whole-attempt.js'
import { at, delta, end, harness, messages, runOf, stop, streams } from './harness.js'

const event: RouterEvent = { type: 'wait', call: 1, at: 0, group: 'a', ms: 5 }
const fail = () => {
  throw new Error('disk full')
}

describe('guardObserver', () => {
  test('hands events on', () => {
    const seen: RouterEvent[] = []
    guardObserver((each) => seen.push(each))?.(event)
    expect(seen).toEqual([event])
    expect(guardObserver(undefined)).toBeUndefined()
  })

  test.each([
    { name: 'throws', observer: fail },
    { name: 'rejects', observer: async () => fail() },
  ])('warns once of one that $name', async ({ observer }) => {
    const warnings: string[] = []
    const guarded = guardObserver(observer, 'onEvent', (message) => warnings.push(message))
    guarded?.(event)
    guarded?.(event)
    await Promise.resolve()
    expect(warnings).toEqual([
      "onEvent of createLlm failed: disk full. Calls go on without it; further failures of this client's onEvent are not reported.",
    ])
  })
})

test('a call with an observer that always throws succeeds, and its slot is given back', async () => {
  const run = runOf({ deployments: [at(0, 'a')] }, { model: 'a' }, { onEvent: fail })
  const { reply } = await runCall(run, { attempt: attemptWhole, releasedBy: 'loop' })
  expect([reply.choices.length, [...run.engine.state.inFlight]]).toEqual([1, [0]])
})

test('so does a stream', async () => {
  const { client } = harness({ deployments: [at(0, 'a')] }, { d0: streams(delta('1'), stop, end) }, { onEvent: fail })
  const stream = await client.completion({ model: 'a', messages, stream: true })
  expect((await stream.finalMessage()).meta.attempts.map((attempt) => attempt.outcome)).toEqual(['ok'])
})

test('events of calls that run side by side are told apart by their number', async () => {
  const { client, events } = harness({ deployments: [at(0, 'a')] }, { d0: streams(delta('1'), stop, end) })
  const body = { model: 'a', messages, stream: true } as const
  const [first, second] = await Promise.all([client.completion(body), client.completion(body)])
  await second?.finalMessage()
  await first?.finalMessage()
  expect(events.map(({ call, type }) => [call, type])).toEqual([
    [1, 'attempt'],
    [2, 'attempt'],
    [2, 'success'],
    [1, 'success'],
  ])
})

test('a group whose deployments all rest is an event of its own', async () => {
  const { client, events, clock } = harness({ deployments: [at(0, 'a')] }, { d0: { status: 401 } })
  for (let call = 0; call < 2; call++) await client.completion({ model: 'a', messages }).catch(() => {})
  expect(events.at(-1)).toEqual({ type: 'no-deployment', call: 2, at: clock.time, group: 'a', waitMs: 5_000 })
})
