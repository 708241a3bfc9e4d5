/** Cooldowns, fallbacks, deadlines and test switches as a caller meets them. */
import { describe, expect, test } from 'vitest'
import type { Routing } from '../../src/plan/routing.js'
import { memoryStore } from '../../src/runtime/state-store/memory-store.js'
import { chain } from '../support/plan.js'
import { at, delta, end, errorOf, fails, harness, messages, ok, role, stop, streams } from './harness.js'

const a = { model: 'a', messages } as const
const streamed = { ...a, stream: true } as const
const oneOfA = { deployments: [at(0, 'a')] }
const twoOfA = { deployments: [at(0, 'a'), at(1, 'a')] }
const aThenB = { deployments: [at(0, 'a'), at(1, 'b')], chains: { general: [chain('a', 'b')] } }
const types = (events: readonly { readonly type: string }[]) => events.map((event) => event.type)
/** The first failure of a deployment puts it to rest. */
const strict = { cooldown: { mode: 'rate', leastCalls: 1 }, numRetries: 0 } as const satisfies Partial<Routing>

describe('a deployment comes back', () => {
  test('by one call that succeeds; then it is told, and the row of rests is over', async () => {
    const { client, clock, hosts, events } = harness(
      { ...twoOfA, routing: { numRetries: 1 } },
      { d0: [fails(429), ok(), fails(429)], d1: ok() },
    )
    await client.completion(a)
    clock.time += 5_000
    await client.completion(a)
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd1', 'd0', 'd0', 'd1'])
    expect(types(events)).toEqual([
      ...['attempt', 'failure', 'cooldown', 'attempt', 'success'],
      ...['attempt', 'recovered', 'success'],
      ...['attempt', 'failure', 'cooldown', 'attempt', 'success'],
    ])
    expect(events.flatMap((event) => (event.type === 'cooldown' ? event.untilMs - event.at : []))).toEqual([5_000, 5_000])
  })

  test('or rests twice as long where that one fails', async () => {
    const { client, clock, events } = harness(twoOfA, { d0: [fails(429), fails(500), ok()], d1: ok() })
    await client.completion(a)
    clock.time += 5_000
    await client.completion(a)
    expect(events.flatMap((event) => (event.type === 'cooldown' ? event.untilMs - event.at : []))).toEqual([5_000, 10_000])
  })

  test('with the first content of a stream, not with its end', async () => {
    const { client, clock, events } = harness(twoOfA, { d0: [fails(429), streams(role, delta('h'), stop, end)], d1: ok() })
    await client.completion(a)
    clock.time += 5_000
    const stream = await client.completion(streamed)
    expect(types(events).slice(-2)).toEqual(['attempt', 'recovered'])
    await stream.finalMessage()
  })
})

describe('where the whole group rests', () => {
  test('after failures the one that comes back first is asked all the same, and a success ends its rest', async () => {
    const { client, clock, hosts, events } = harness({ ...twoOfA, routing: strict }, { d0: [fails(500), ok()], d1: fails(500) })
    await errorOf(client.completion(a))
    clock.time += 10
    await errorOf(client.completion(a))
    clock.time += 10
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd1', 'd0'])
    expect(types(events).slice(-4)).toEqual(['no-deployment', 'attempt', 'recovered', 'success'])
  })

  test('its fallback is asked first', async () => {
    const input = { deployments: [...twoOfA.deployments, at(2, 'b')], chains: { general: [chain('a', 'b')] }, routing: strict }
    const { client, hosts } = harness(input, { d0: fails(500), d1: fails(500), d2: ok() })
    for (let call = 0; call < 3; call++) await client.completion(a)
    expect(hosts).toEqual(['d0', 'd2', 'd1', 'd2', 'd2'])
  })

  test('after limits nobody is asked, and the error says when to come back', async () => {
    const { client, hosts } = harness({ ...twoOfA, routing: { numRetries: 1 } }, { d0: fails(429), d1: fails(429) })
    await errorOf(client.completion(a))
    const error = await errorOf(client.completion(a))
    expect([error.code, error.retryAfterMs, error.headers['retry-after'], hosts]).toEqual([
      'no_deployment_available',
      5_000,
      '5',
      ['d0', 'd1'],
    ])
  })

  test.each([
    { name: 'as long as the config allows', waitMs: 5_000, deadline: undefined, sleeps: [5_000], want: ['d0', 'd1', 'd0'] },
    { name: 'not for longer', waitMs: 4_999, deadline: undefined, sleeps: [], want: ['d0', 'd1'] },
    { name: 'not beyond the deadline', waitMs: 5_000, deadline: 4_000, sleeps: [], want: ['d0', 'd1'] },
  ])('it is waited for $name', async ({ waitMs, deadline, sleeps: wanted, want }) => {
    const routing = { numRetries: 1, cooldownWaitMs: waitMs }
    const { client, hosts, sleeps } = harness({ ...twoOfA, routing }, { d0: [fails(429), ok()], d1: fails(429) })
    await errorOf(client.completion(a, { deadline: 1_000 }))
    await client.completion(a, { ...(deadline !== undefined && { deadline }) }).catch(() => undefined)
    expect([hosts, sleeps]).toEqual([want, wanted])
  })
})

test.each([
  { name: 'allowed_fails of its own', own: { allowedFails: 1 }, restsAfter: 2 },
  { name: 'allowed_fails_policy of its own', own: { allowedFailsPolicy: { InternalServer: 0 } }, restsAfter: 1 },
  { name: 'a cooldown_time of 0', own: { allowedFails: 0, cooldownMs: 0 }, restsAfter: undefined },
  { name: 'a cooldown_time below 0, which is none', own: { allowedFails: 0, cooldownMs: -5_000 }, restsAfter: 1 },
])('a deployment with $name', async ({ own, restsAfter }) => {
  const { client, events } = harness({ deployments: [at(0, 'a', own)], routing: { numRetries: 0 } }, { d0: fails(500) })
  let failures = 0
  while (failures < 4 && !types(events).includes('cooldown')) {
    await errorOf(client.completion(a))
    failures++
  }
  expect(types(events).includes('cooldown') ? failures : undefined).toBe(restsAfter)
})

test('LiteLLM’s variables steer what the config leaves open', async () => {
  const env = { DEFAULT_FAILURE_THRESHOLD_MINIMUM_REQUESTS: '2', INITIAL_RETRY_DELAY: '0.1' }
  const { client, events, sleeps } = harness(twoOfA, { d0: fails(500), d1: ok() }, { env })
  await client.completion(a)
  await client.completion(a)
  expect(types(events).filter((type) => type === 'cooldown')).toEqual(['cooldown'])
  const lone = harness(oneOfA, { d0: [fails(500), ok()] }, { env })
  await lone.client.completion(a)
  expect([sleeps, lone.sleeps]).toEqual([[], [100]])
})

test('clients that share a state hear of each other’s rests, until they are closed', async () => {
  const state = memoryStore()
  const settled = () => import('../../src/runtime/health/shared-rests.js')
  const one = harness(twoOfA, { d0: fails(429), d1: ok() }, { state })
  const other = harness(twoOfA, { d0: ok(), d1: ok() }, { state })
  await settled()
  await one.client.completion(a)
  await other.client.completion(a)
  const until = one.clock.time + 5_000
  expect([other.hosts, other.events[0]]).toEqual([
    ['d1'],
    { type: 'cooldown', call: 0, at: until - 5_000, deploymentId: 'd0', untilMs: until },
  ])
  await other.client.close()
  state.shareRest('d1', until)
  expect(other.events.filter((event) => event.type === 'cooldown').length).toBe(1)
})

describe('the fallbacks of a call', () => {
  const three = { deployments: [at(0, 'a'), at(1, 'b'), at(2, 'c')], routing: { numRetries: 0 } }
  const long = { message: 'too long', code: 'context_length_exceeded' }

  test.each([
    { name: 'lists by model', extra: { fallbacks: [{ a: ['b'] }, { b: ['c'] }] }, d0: fails(500), want: ['d0', 'd1', 'd2'] },
    { name: 'lists for another model only', extra: { fallbacks: [{ c: ['b'] }] }, d0: fails(500), want: ['d0'] },
    { name: 'a list for long prompts', extra: { context_window_fallbacks: [{ a: ['c'] }] }, d0: fails(400, long), want: ['d0', 'd2'] },
    { name: 'which serves no other failure', extra: { context_window_fallbacks: [{ a: ['c'] }] }, d0: fails(500), want: ['d0'] },
    {
      name: 'a list for refused contents',
      extra: { content_policy_fallbacks: [{ a: ['b'] }] },
      d0: fails(400, { code: 'content_policy_violation' }),
      want: ['d0', 'd1'],
    },
    { name: 'a fallback’s own', extra: { fallbacks: [{ model: 'b', fallbacks: ['c'] }] }, d0: fails(500), want: ['d0', 'd1', 'd2'] },
    { name: 'at most so many', extra: { fallbacks: ['b', 'c'], max_fallbacks: 1 }, d0: fails(500), want: ['d0', 'd1'] },
    { name: 'none', extra: { fallbacks: [{ a: ['b'] }], disable_fallbacks: true }, d0: fails(500), want: ['d0'] },
  ])('$name', async ({ extra, d0, want }) => {
    const { client, hosts, transport } = harness(three, { d0, d1: fails(500), d2: ok() })
    await client.completion({ ...a, ...extra } as never).catch(() => undefined)
    expect(hosts).toEqual(want)
    expect(Object.keys(JSON.parse(String(transport.requests[0]?.body)))).toEqual(['model', 'messages'])
  })

  test('a list by model that names nobody is refused', async () => {
    const { client, hosts } = harness(three, {})
    const error = await errorOf(client.completion({ ...a, context_window_fallbacks: [{ a: ['nobody'] }] } as never))
    expect([error.code, hosts]).toEqual(['model_not_found', []])
  })

  test('of a stream are off too, while retries within the model go on', async () => {
    const input = { ...aThenB, deployments: [...twoOfA.deployments, at(2, 'b')] }
    const { client, hosts } = harness(input, { d0: fails(500), d1: fails(500), d2: ok() })
    await errorOf(client.completion({ ...streamed, disable_fallbacks: true, num_retries: 1 } as never))
    expect(hosts).toEqual(['d0', 'd1'])
  })

  test('a target whose window is known to be too small is passed over', async () => {
    const input = {
      deployments: [at(0, 'a'), at(1, 'b', { contextWindow: 100 }), at(2, 'c', { contextWindow: 1_000_000 })],
      chains: { general: [chain('a', 'b', 'c')] },
      routing: { numRetries: 0 },
    }
    const { client, hosts } = harness(input, { d0: fails(500), d1: ok(), d2: ok() })
    await client.completion({ model: 'a', messages: [{ role: 'user', content: 'word '.repeat(2_000) }] })
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd2', 'd0', 'd1'])
  })
})

describe('test switches', () => {
  test.each([
    { name: 'mock_testing_fallbacks', chains: { general: [chain('a', 'b')] } },
    { name: 'mock_testing_context_fallbacks', chains: { contextWindow: [chain('a', 'b')] } },
    { name: 'mock_testing_content_policy_fallbacks', chains: { contentPolicy: [chain('a', 'b')] } },
  ])('$name: the chain is tried, and the model is not asked', async ({ name, chains }) => {
    const { client, hosts, transport } = harness({ ...aThenB, chains }, { d1: ok() })
    const reply = await client.completion({ ...a, [name]: true } as never)
    expect([hosts, reply.meta.fallbacks]).toEqual([['d1'], ['b']])
    expect(String(transport.requests[0]?.body)).not.toContain('mock_testing')
  })

  test('without a chain the staged failure is the error', async () => {
    const { client, hosts } = harness(oneOfA, {})
    const error = await errorOf(client.completion({ ...a, mock_testing_content_policy_fallbacks: true } as never))
    expect([error.name, error.status, hosts]).toEqual(['ContentPolicyViolationError', 400, []])
    expect(error.message).toBe('"a" was made to fail by mock_testing_content_policy_fallbacks; no provider was asked')
  })

  test('a staged rate limit is retried within the model', async () => {
    const { client, hosts, events } = harness(oneOfA, { d0: ok() })
    await client.completion({ ...a, mock_testing_rate_limit_error: true } as never)
    expect([hosts, types(events)]).toEqual([['d0'], ['attempt', 'success']])
  })
})

describe('the deadline', () => {
  test('ends the call with a timeout that names it, with the attempts, and the last failure as its cause', async () => {
    const slow = () => {
      clock.time += 700
      return fails(503, { message: 'overloaded' })
    }
    const { client, clock } = harness(twoOfA, { d0: slow, d1: slow })
    const error = await errorOf(client.completion(a, { deadline: 1_000 }))
    expect([error.name, error.code, error.status, error.attempts.length]).toEqual([
      'APIConnectionTimeoutError',
      'deadline_exceeded',
      408,
      2,
    ])
    expect(error.message).toContain('ran into its deadline after 2 attempts')
    const cause = await errorOf(Promise.reject(error.cause))
    expect([cause.name, cause.status]).toEqual(['ServiceUnavailableError', 503])
  })

  test('does not hide that the request itself was wrong', async () => {
    const { client, clock } = harness(oneOfA, {
      d0: () => {
        clock.time += 5_000
        return fails(400)
      },
    })
    expect((await errorOf(client.completion(a, { deadline: 1_000 }))).status).toBe(400)
  })
})

test('num_retries: 0 asks once; the error says when to come back, as a header too', async () => {
  const { client, hosts } = harness(oneOfA, { d0: fails(429, {}, { 'retry-after-ms': '1500' }) })
  const error = await errorOf(client.completion({ ...a, num_retries: 0 }))
  expect([hosts, error.retryAfterMs, error.headers['retry-after'], error.num_retries, error.max_retries]).toEqual([
    ['d0'],
    1_500,
    '2',
    0,
    0,
  ])
})

test('the error says how many retries were made, and how many were allowed for its class', async () => {
  const routing = { retryPolicy: { InternalServer: 3 } }
  const { client } = harness({ ...oneOfA, routing }, { d0: [fails(500), fails(500), fails(401)] })
  const error = await errorOf(client.completion(a))
  expect([error.status, error.num_retries, error.max_retries]).toEqual([401, 2, 2])
})
