/** A clock that is set back while deployments rest, as by a time service or a suspended machine. */
import { describe, expect, test } from 'vitest'
import { followClock } from '../../../src/runtime/health/clock-set-back.js'
import { createState, putToRest } from '../../../src/runtime/state.js'
import { at, errorOf, fails, harness, messages, ok } from '../harness.js'

const a = { model: 'a', messages } as const
const step = 600_000

describe('a rest', () => {
  test('lasts as long as it was to last, and the message says so', async () => {
    const { client, clock, hosts } = harness({ deployments: [at(0, 'a')] }, { d0: [fails(401), ok()] })
    await errorOf(client.completion(a))
    clock.time -= step
    const error = await errorOf(client.completion(a))
    expect([error.code, error.retryAfterMs, error.headers]).toEqual(['no_deployment_available', 5_000, { 'retry-after': '5' }])
    clock.time += 5_000
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd0'])
  })

  test('ends with the call that tries it out', async () => {
    const { client, clock, events } = harness({ deployments: [at(0, 'a')] }, { d0: [fails(401), ok()] })
    await errorOf(client.completion(a))
    clock.time += 5_000 - step
    await errorOf(client.completion(a))
    clock.time += 5_000
    await client.completion(a)
    expect(events.filter(({ type }) => type === 'recovered')).toEqual([{ type: 'recovered', call: 3, at: clock.time, deploymentId: 'd0' }])
  })

  test('is judged anew afterwards: failures of the time after count', async () => {
    const { client, clock, events } = harness({ deployments: [at(0, 'a'), at(1, 'a')] }, { d0: [fails(429), ok(), fails(429)], d1: ok() })
    await client.completion(a)
    clock.time += 5_000
    await client.completion(a)
    clock.time -= step
    await client.completion(a)
    expect(events.filter(({ type }) => type === 'cooldown').map((event) => event.at)).toEqual([1_000_000, 1_005_000 - step])
  })
})

test('a step of a second or less moves nothing', async () => {
  const { client, clock, hosts } = harness({ deployments: [at(0, 'a'), at(1, 'a')] }, { d0: [fails(429), ok()], d1: ok() })
  await client.completion(a)
  clock.time -= 1_000
  await client.completion(a)
  clock.time += 5_999
  await client.completion(a)
  clock.time += 1
  await client.completion(a)
  expect(hosts).toEqual(['d0', 'd1', 'd1', 'd1', 'd0'])
})

test('times that were never stay never, and none becomes negative', () => {
  const state = createState(2)
  state.now = 5_000
  putToRest(state, 1, 9_000)
  followClock(state, 1_000)
  expect([[...state.coolUntil], [...state.turnedAt], [...state.learnedAt], state.restUntil, state.limitUntil]).toEqual([
    [0, 5_000],
    [-Infinity, -Infinity],
    [-Infinity, -Infinity],
    5_000,
    0,
  ])
  state.now = 50_000
  followClock(state, 0)
  expect([...state.coolUntil]).toEqual([0, 0])
})
