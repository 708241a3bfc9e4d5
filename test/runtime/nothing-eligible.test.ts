/** The failure of a call for which nothing could be picked: class, status, time and words. */
import { describe, expect, test } from 'vitest'
import type { RouterEvent } from '../../src/runtime/events.js'
import { openBreaker } from '../../src/runtime/health/breaker-opening.js'
import type { Hindrance, Obstacle } from '../../src/runtime/hindrance.js'
import { RateLimitError } from '../../src/runtime/index.js'
import { refuse } from '../../src/runtime/nothing-eligible.js'
import { openedBy } from '../../src/runtime/state.js'
import type { DeploymentInput } from '../support/plan.js'
import { refusalOf, saying, world } from './eligibility.js'
import { at, errorOf, harness, messages, ok } from './harness.js'

const some = (count: number): readonly DeploymentInput[] => Array.from({ length: count }, (_, index) => at(index, 'a'))

/** The refusal of a call where each deployment is hindered as said. */
function refused(said: readonly Hindrance[], obstacles: { readonly [index: number]: Obstacle } = {}) {
  const { call } = world({ deployments: some(said.length) }, [saying({ ...said }, { obstacles })])
  return refusalOf(call())
}

describe('deployments at rest', () => {
  test.each([
    { by: openedBy.failures, words: 'rests after failures' },
    { by: openedBy.limit, words: 'rests after a rate limit' },
    { by: openedBy.fault, words: 'rests after its key or its address was refused' },
    { by: openedBy.quota, words: 'rests because its account is empty' },
  ])('"$words"', ({ by, words }) => {
    const { engine, call } = world({ deployments: some(1) })
    openBreaker(engine.state, 0, 1_000, 3_100, by)
    expect(refusalOf(call())).toEqual({
      kind: 'rate-limit',
      status: 429,
      code: 'no_deployment_available',
      type: 'rate_limit_error',
      param: null,
      message: `no deployment of "a" is available: "d0" ${words} (3 s). Try again in 3 s, add a deployment, or add a fallback for this model.`,
      headers: { 'retry-after': '3' },
      requestId: null,
      provider: '',
      model: 'a',
      retryAfterMs: 2_100,
    })
  })

  test('the time is that of the first to return, the reasons are those of each', () => {
    const { engine, call } = world({ deployments: some(2) })
    openBreaker(engine.state, 0, 1_000, 61_000, openedBy.quota)
    openBreaker(engine.state, 1, 1_000, 1_200, openedBy.failures)
    const { message, retryAfterMs, headers } = refusalOf(call())
    expect([retryAfterMs, headers]).toEqual([200, { 'retry-after': '1' }])
    expect(message).toContain('"d0" rests because its account is empty (60 s); "d1" rests after failures (1 s). Try again in 1 s')
  })

  test('of many only the numbers are told', () => {
    const { engine, call } = world({ deployments: some(6) })
    for (const index of [0, 1, 2, 3, 4, 5]) openBreaker(engine.state, index, 1_000, 3_000, index < 5 ? openedBy.failures : openedBy.limit)
    expect(refusalOf(call()).message).toBe(
      'no deployment of "a" is available: each of 5 rests after failures; one rests after a rate limit. Try again in 2 s, add a deployment, or add a fallback for this model.',
    )
  })
})

describe('limits', () => {
  test('are a 429 with the time until the first is free', () => {
    const { status, code, retryAfterMs, message } = refused(['requests', 'tokens'], { 0: { until: 31_000 }, 1: { until: 11_500 } })
    expect([status, code, retryAfterMs]).toEqual([429, 'no_deployment_available', 10_500])
    expect(message).toContain('"d0" is over its requests per minute (30 s); "d1" is over its tokens per minute (11 s). Try again in 11 s')
  })

  test('of calls under way end nobody knows when: a second is as good a guess as any', () => {
    const { status, code, retryAfterMs, headers } = refused(['parallel'], { 0: { until: undefined } })
    expect([status, code, retryAfterMs, headers]).toEqual([429, 'no_deployment_available', undefined, { 'retry-after': '1' }])
  })

  test('a deployment that is free sooner counts, unless it does not fit the call', () => {
    expect(refused(['requests', 'region'], { 0: { until: 9_000 }, 1: { until: 2_000 } }).retryAfterMs).toBe(8_000)
  })
})

describe('budgets', () => {
  const budget = { scope: 'provider', id: 'openai', limitUsd: 10, spentUsd: 10.5, resetsAt: 3_601_000 } as const

  test('are a 429 of their own that says which one, how much and until when', () => {
    const failure = refused(['budget'], { 0: { until: 3_601_000, budget } })
    const { kind, status, code, type, retryAfterMs, headers, body, message } = failure
    expect([kind, status, code, type, retryAfterMs, headers]).toEqual([
      'rate-limit',
      429,
      'budget_exceeded',
      'budget_exceeded',
      3_600_000,
      { 'retry-after': '3600' },
    ])
    expect(body).toEqual({
      error: {
        code: 'budget_exceeded',
        budget: { scope: 'provider', id: 'openai', limit: 10, spent: 10.5, resetsAt: '1970-01-01T01:00:01.000Z' },
      },
    })
    expect(message).toBe(
      'no deployment of "a" is available: "d0" has no budget left for the provider "openai" (3600 s). Try again in 3600 s, raise the budget, or add a fallback for this model.',
    )
  })

  test('without a known end say so', () => {
    const { body, retryAfterMs } = refused(['budget'], { 0: { until: undefined, budget: { ...budget, resetsAt: undefined } } })
    expect([retryAfterMs, body]).toEqual([
      undefined,
      { error: { code: 'budget_exceeded', budget: { scope: 'provider', id: 'openai', limit: 10, spent: 10.5, resetsAt: null } } },
    ])
  })

  test('beside a deployment that only rests are one reason among others', () => {
    expect(refused(['budget', 'requests'], { 0: { until: 9_000, budget } }).code).toBe('no_deployment_available')
  })
})

describe('what does not fit', () => {
  test.each<{ readonly said: readonly Hindrance[]; readonly want: readonly [string, number, string] }>([
    { said: ['tags', 'tags'], want: ['permission', 403, 'no_deployments_for_tags'] },
    { said: ['tags', 'region'], want: ['bad-request', 400, 'no_deployment_in_region'] },
    { said: ['parameters', 'region'], want: ['unsupported-params', 400, 'no_deployment_for_parameters'] },
    { said: ['parameters', 'context-window'], want: ['context-window', 400, 'context_length_exceeded'] },
    { said: ['context-window', 'requests'], want: ['rate-limit', 429, 'no_deployment_available'] },
  ])('$said', ({ said, want }) => {
    const { kind, status, code } = refused(said)
    expect([kind, status, code]).toEqual(want)
  })

  test('a deployment without a key says what is missing, where it is the only one that fits', () => {
    const keyless = at(0, 'a', { apiKey: { env: 'NOT_SET' } })
    const { call } = world({ deployments: [keyless, at(1, 'a')] }, [saying({ 1: 'tags' })])
    expect(refusalOf(call()).code).toBe('missing_api_key')
  })
})

test('the observer is told with the time of the pick', () => {
  const events: RouterEvent[] = []
  const { engine, call } = world({ deployments: some(1) }, [], { onEvent: (event) => events.push(event) })
  openBreaker(engine.state, 0, 1_000, 3_000, openedBy.limit)
  const fault = refuse(call(), 1_500)
  expect([fault.failure.retryAfterMs, events]).toEqual([1_500, [{ type: 'no-deployment', call: 1, at: 1_500, group: 'a', waitMs: 1_500 }]])
})

test('a caller gets it as an error of its class, and the call after the rest is served', async () => {
  const limited = { status: 429, headers: { 'retry-after': '7' }, json: { error: { message: 'slow down' } } }
  const { client, clock } = harness({ deployments: some(2), routing: { numRetries: 1 } }, { d0: [limited, ok()], d1: [limited, ok()] })
  const first = await errorOf(client.completion({ model: 'a', messages }))
  clock.time += 1_000
  const second = await errorOf(client.completion({ model: 'a', messages }))
  expect([first.status, second instanceof RateLimitError, second.status, second.code, second.retryAfterMs]).toEqual([
    429,
    true,
    429,
    'no_deployment_available',
    6_000,
  ])
  clock.time += 6_000
  expect((await client.completion({ model: 'a', messages })).choices[0]?.message.content).toBe('hello')
})
