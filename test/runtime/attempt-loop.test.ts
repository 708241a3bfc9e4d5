/** Behaviour of a call over several deployments and groups: retries, rests, fallbacks, aborts. Fake clock throughout. */
import { describe, expect, test, vi } from 'vitest'
import type { StateStore } from '../../src/protocol/state-store.js'
import { limits } from '../../src/runtime/features/limits.js'
import { memoryStore } from '../../src/runtime/state-store/memory-store.js'
import { chain } from '../support/plan.js'
import { at, errorOf, fails, harness, messages, ok } from './harness.js'

const a = { model: 'a', messages } as const
const twoOfA = { deployments: [at(0, 'a'), at(1, 'a')] }
const oneOfA = { deployments: [at(0, 'a')] }

test('a 401 in a group of two is tried on the other deployment', async () => {
  const { client, hosts } = harness(twoOfA, { d0: fails(401), d1: ok() })
  const reply = await client.chat.completions.create(a)
  expect(hosts).toEqual(['d0', 'd1'])
  expect(reply.meta.attempts).toEqual([
    { deploymentId: 'd0', group: 'a', provider: 'openai', outcome: 'authentication', status: 401, durationMs: 0 },
    { deploymentId: 'd1', group: 'a', provider: 'openai', outcome: 'ok', status: 200, durationMs: 0 },
  ])
})

test('an empty account is not asked again, and rests for five minutes where the group has others', async () => {
  const { client, hosts, events, clock } = harness(twoOfA, { d0: fails(429, { code: 'insufficient_quota' }), d1: ok() })
  await client.chat.completions.create(a)
  expect(hosts).toEqual(['d0', 'd1'])
  expect(events.find((event) => event.type === 'cooldown')).toMatchObject({ untilMs: clock.time + 300_000 })
})

test('the wait doubles, and there is none after the last attempt', async () => {
  const { client, hosts, sleeps } = harness({ ...oneOfA, routing: { numRetries: 5 } }, { d0: fails(500) })
  const error = await errorOf(client.chat.completions.create(a))
  expect(hosts).toHaveLength(6)
  expect(sleeps).toEqual([500, 1_000, 2_000, 4_000, 8_000])
  expect(error.attempts).toHaveLength(6)
  expect(error.message).toContain('[6 attempts: openai for "a": internal (6 times)]')
})

test('a network failure is retried, and its attempt has status 0', async () => {
  const { client } = harness(oneOfA, { d0: [{ fault: 'refused' }, ok()] })
  const reply = await client.chat.completions.create(a)
  expect(reply.meta.attempts.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['connection', 0],
    ['ok', 200],
  ])
})

describe('how often a failure is retried', () => {
  test.each([
    { name: 'the router default', input: oneOfA, call: {}, options: {}, calls: 3 },
    { name: 'the deployment over the router', input: { deployments: [at(0, 'a', { numRetries: 1 })] }, call: {}, options: {}, calls: 2 },
    {
      name: 'a policy over the deployment',
      input: { deployments: [at(0, 'a', { numRetries: 1 })], routing: { retryPolicy: { InternalServer: 3 } } },
      call: {},
      options: {},
      calls: 4,
    },
    {
      name: 'a group policy over the policy',
      input: {
        ...oneOfA,
        routing: { retryPolicy: { InternalServer: 3 }, groupRetryPolicies: [{ group: 'a', policy: { InternalServer: 0 } }] },
      },
      call: {},
      options: {},
      calls: 1,
    },
    {
      name: 'the body over a policy',
      input: { ...oneOfA, routing: { retryPolicy: { InternalServer: 3 } } },
      call: { num_retries: 1 },
      options: {},
      calls: 2,
    },
    { name: 'the second argument over the body', input: oneOfA, call: { num_retries: 4 }, options: { maxRetries: 0 }, calls: 1 },
  ])('$name', async ({ input, call, options, calls }) => {
    const { client, hosts } = harness(input, { d0: fails(500) })
    await errorOf(client.chat.completions.create({ ...a, ...call }, options))
    expect(hosts).toHaveLength(calls)
  })

  test('a policy for bad requests really retries a 400', async () => {
    const { client, hosts } = harness({ ...oneOfA, routing: { retryPolicy: { BadRequest: 1 } } }, { d0: [fails(400), ok()] })
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd0'])
  })
})

describe('fallbacks', () => {
  const input = { deployments: [at(0, 'a'), at(1, 'b'), at(2, 'c')], chains: { general: [chain('a', 'b')] }, routing: { numRetries: 0 } }

  test("the config's chain is followed, and meta says so", async () => {
    const { client, hosts, events } = harness(input, { d0: fails(503), d1: ok('from b') })
    const reply = await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd1'])
    expect([reply.meta.group, reply.meta.fallbacks]).toEqual(['b', ['b']])
    expect(events.find((event) => event.type === 'fallback')).toMatchObject({ from: 'a', to: 'b', because: 'unavailable' })
  })

  test("the call's list replaces the config's, and its parameters replace the caller's", async () => {
    const { client, hosts, transport } = harness(input, { d0: fails(503), d2: ok() })
    await client.chat.completions.create({ ...a, temperature: 1, fallbacks: [{ model: 'c', temperature: 0 }] })
    expect(hosts).toEqual(['d0', 'd2'])
    expect(transport.requests.map((request) => JSON.parse(String(request.body)).temperature)).toEqual([1, 0])
  })

  test('a fallback group has its own retries, and the last failure is thrown with all attempts', async () => {
    const { client, hosts } = harness({ ...input, routing: { numRetries: 1 } }, { d0: fails(429), d1: fails(500) })
    const error = await errorOf(client.chat.completions.create(a))
    expect(hosts).toEqual(['d0', 'd0', 'd1', 'd1'])
    expect([error.name, error.attempts.map((attempt) => attempt.group)]).toEqual(['InternalServerError', ['a', 'a', 'b', 'b']])
  })

  test.each([
    { name: 'context window', failure: fails(400, { code: 'context_length_exceeded' }), key: 'contextWindow' },
    { name: 'content policy', failure: fails(400, { code: 'content_policy_violation' }), key: 'contentPolicy' },
  ] as const)('a $name refusal goes to its own chain first, then to the general one', async ({ failure, key }) => {
    const chains = { general: [chain('a', 'b')], [key]: [chain('a', 'c')] }
    const { client, hosts } = harness({ ...input, chains }, { d0: failure, d2: failure, d1: ok() })
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd2', 'd1'])
  })

  test('a group whose deployments all rest goes to its chain without a call', async () => {
    const { client, hosts } = harness(input, { d0: fails(401), d1: ok() })
    await client.chat.completions.create(a)
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd1', 'd1'])
  })

  test('a deployment named by its id is called even while it rests', async () => {
    const { client, hosts } = harness(input, { d0: [fails(401), ok()], d1: fails(503) })
    await errorOf(client.chat.completions.create(a))
    const body = { ...a, fallbacks: ['d0'] } as unknown as typeof a
    await client.chat.completions.create(body)
    expect(hosts).toEqual(['d0', 'd1', 'd0'])
  })

  test('an unknown fallback of the call is refused before anything is sent, with the nearest name', async () => {
    const { client, hosts } = harness({ deployments: [at(0, 'a'), at(1, 'claude-sonnet')] }, {})
    const body = { ...a, fallbacks: ['claude-sonet'] } as unknown as typeof a
    const error = await errorOf(client.chat.completions.create(body))
    expect([error.status, error.code, error.param]).toEqual([400, 'model_not_found', 'fallbacks'])
    expect(error.message).toContain('no model is called "claude-sonet". Did you mean "claude-sonnet"?')
    expect(hosts).toEqual([])
  })
})

describe('a deployment without a key', () => {
  const keyless = at(0, 'a', { apiKey: { env: 'MY_KEY' } })

  test('is passed over while another can serve', async () => {
    const { client, hosts } = harness({ deployments: [keyless, at(1, 'a')] }, { d1: ok() })
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d1'])
  })

  test('ends the call with the variables to set, and is not put to rest', async () => {
    const { client, hosts, events } = harness({ deployments: [keyless] }, {})
    for (let call = 0; call < 2; call++) {
      const error = await errorOf(client.chat.completions.create(a))
      expect([error.name, error.code]).toEqual(['AuthenticationError', 'missing_api_key'])
      expect(error.message).toBe(
        'openai deployment "d0" (gpt-4o) of "a" has no API key: none of the variables MY_KEY, OPENAI_API_KEY is set. Set it, or hand it over as createLlm({ env }).',
      )
    }
    expect([hosts, events.map((event) => event.type)]).toEqual([[], ['failure', 'failure']])
  })
})

describe('the fallbacks of a call', () => {
  const input = { deployments: [at(0, 'a'), at(1, 'b')], chains: { general: [chain('a', 'b')] }, routing: { numRetries: 0 } }

  test.each([
    { name: 'an empty list: none, not even those of the config', extra: { fallbacks: [] }, want: ['d0'] },
    { name: 'disable_fallbacks: likewise', extra: { disable_fallbacks: true }, want: ['d0'] },
    { name: 'null: those of the config', extra: { fallbacks: null }, want: ['d0', 'd1'] },
    { name: 'names in a circle: each once', extra: { fallbacks: ['b', 'a', 'b', 'd0'] }, want: ['d0', 'd1', 'd0'] },
  ])('$name', async ({ extra, want }) => {
    const { client, hosts } = harness(input, { d0: fails(503), d1: fails(503) })
    await errorOf(client.completion({ ...a, ...extra } as never))
    expect(hosts).toEqual(want)
  })

  test.each([
    { name: 'a name alone', fallbacks: 'b' },
    { name: 'names beside lists by model', fallbacks: ['b', { a: ['b'] }] },
    { name: 'a number', fallbacks: ['b', 7] },
  ])('$name is refused before anything is sent', async ({ fallbacks }) => {
    const { client, hosts } = harness(input, {})
    const error = await errorOf(client.completion({ ...a, fallbacks } as never))
    expect([error.name, error.param, hosts]).toEqual(['BadRequestError', 'fallbacks', []])
    expect(error.message).toContain('a list of model names, or of maps with a model and its parameters')
  })

  test('an entry may bring messages, retries and a timeout of its own', async () => {
    const { client, transport } = harness(input, { d0: fails(503), d1: [fails(503), ok()] })
    const other = [{ role: 'user' as const, content: 'shorter' }]
    await client.completion({ ...a, timeout: 9, fallbacks: [{ model: 'b', messages: other, num_retries: 1, timeout: 2 }] })
    expect(transport.requests.map((request) => JSON.parse(String(request.body)).messages)).toEqual([messages, other, other])
    expect(transport.timers.map((timers) => timers.totalMs)).toEqual([9_000, 2_000, 2_000])
  })

  test.each([
    { name: 'an alias', to: 'other' },
    { name: 'a wildcard', to: 'x/gpt-5' },
    { name: 'a deployment id', to: 'd1' },
  ])('may name $name', async ({ to }) => {
    const { client, hosts } = harness(
      {
        deployments: [at(0, 'a'), at(1, 'b'), at(2, 'x/*', { model: 'openai/*', baseUrl: 'http://d1/v1' })],
        aliases: [{ name: 'other', group: 'b', hidden: false }],
        routing: { numRetries: 0 },
      },
      { d0: fails(503), d1: ok() },
    )
    const reply = await client.completion({ ...a, fallbacks: [to] } as never)
    expect([hosts, 'meta' in reply && reply.meta.fallbacks]).toEqual([['d0', 'd1'], [to]])
  })
})

describe('an answer that the content filter stopped', () => {
  const answer = { ...ok(), json: JSON.parse(JSON.stringify(ok().json).replace('"stop"', '"content_filter"')) }
  const input = { deployments: [at(0, 'a'), at(1, 'b')], chains: { contentPolicy: [chain('a', 'b')] } }
  test.each([
    { name: 'goes to the content chain', extra: {}, last: ok(), want: ['d0', 'd1'], finish: 'stop' },
    { name: 'is the answer where the whole chain is filtered', extra: {}, last: answer, want: ['d0', 'd1'], finish: 'content_filter' },
    {
      name: 'is the answer where the call wants no fallback',
      extra: { fallbacks: [] },
      last: ok(),
      want: ['d0'],
      finish: 'content_filter',
    },
  ])('$name', async ({ extra, last, want, finish }) => {
    const { client, hosts } = harness(input, { d0: answer, d1: last })
    const reply = await client.completion({ ...a, ...extra })
    expect([hosts, reply.choices[0]?.finish_reason]).toEqual([want, finish])
  })
})

test('a redirect is not retried, and says where it points to without its query', async () => {
  const { client, hosts } = harness(oneOfA, { d0: { status: 301, headers: { location: 'https://elsewhere/v1?key=secret' }, text: '' } })
  const error = await errorOf(client.completion(a))
  expect([hosts, error.status]).toEqual([['d0'], 301])
  expect(error.message).toBe(
    'openai/gpt-4o answered 301 without a message. It points to https://elsewhere/v1; requests are not sent on. Correct api_base.',
  )
})

test('a 429 where the other deployment has no key is that of a lone deployment: waited for, not put to rest', async () => {
  const { client, hosts, sleeps } = harness(
    { deployments: [at(0, 'a'), at(1, 'a', { apiKey: { env: 'NOT_SET' } })] },
    { d0: [fails(429, {}, { 'retry-after': '2' }), ok()] },
  )
  await client.completion(a)
  expect([hosts, sleeps]).toEqual([['d0', 'd0'], [2_000]])
})

describe('latency-based routing', () => {
  /** Evenly spread numbers that do not repeat soon. */
  const spread = () => {
    let last = 0
    return () => {
      last = (last + 0.618034) % 1
      return last
    }
  }
  const routing = { strategy: 'latency-based-routing' } as const

  test.each([
    { name: 'equally fast deployments share the load', slowMs: 400, share: [0.4, 0.6] },
    { name: 'a slow one gets little', slowMs: 4_000, share: [0, 0.05] },
  ])('$name', async ({ slowMs, share: [least = 0, most = 0] }) => {
    const answerAfter = (ms: number) => () => {
      clock.time += ms
      return ok()
    }
    const { client, hosts, clock } = harness(
      { ...twoOfA, routing },
      { d0: answerAfter(400), d1: answerAfter(slowMs) },
      { random: spread() },
    )
    for (let call = 0; call < 100; call++) await client.chat.completions.create(a)
    const share = hosts.filter((host) => host === 'd1').length / 100
    expect(share).toBeGreaterThanOrEqual(least)
    expect(share).toBeLessThanOrEqual(most)
  })
})

test('latency-based routing moves away from a deployment that becomes slow, and returns when it is fast again', async () => {
  let last = 0
  const took = { d0: 400, d1: 600 }
  const answerAfter = (host: 'd0' | 'd1') => () => {
    clock.time += took[host]
    return ok()
  }
  const { client, hosts, clock } = harness(
    { ...twoOfA, routing: { strategy: 'latency-based-routing' } },
    { d0: answerAfter('d0'), d1: answerAfter('d1') },
    { random: () => (last = (last + 0.618034) % 1) },
  )
  const shareOfD0 = async (calls: number) => {
    hosts.length = 0
    for (let call = 0; call < calls; call++) await client.completion(a)
    return hosts.filter((host) => host === 'd0').length / calls
  }
  expect(await shareOfD0(100)).toBeGreaterThan(0.9)
  took.d0 = 20_000
  expect(await shareOfD0(100)).toBeLessThan(0.1)
  took.d0 = 400
  await shareOfD0(110) // a minute goes by
  expect(await shareOfD0(100)).toBeGreaterThan(0.9)
})

test('an observer hears of every step of a call, in order', async () => {
  const { client, events, ends } = harness(
    { deployments: [at(0, 'a'), at(1, 'b')], chains: { general: [chain('a', 'b')] }, routing: { numRetries: 1 } },
    { d0: fails(503), d1: ok() },
  )
  await client.chat.completions.create(a)
  expect(events).toEqual([
    {
      type: 'attempt',
      call: 1,
      at: 1_000_000,
      group: 'a',
      deploymentId: 'd0',
      provider: 'openai',
      attempt: 1,
      retry: 0,
      strategy: 'simple-shuffle',
      eligible: 1,
    },
    {
      type: 'failure',
      call: 1,
      at: 1_000_000,
      group: 'a',
      deploymentId: 'd0',
      kind: 'unavailable',
      code: null,
      status: 503,
      durationMs: 0,
    },
    { type: 'wait', call: 1, at: 1_000_000, group: 'a', ms: 500 },
    {
      type: 'attempt',
      call: 1,
      at: 1_000_500,
      group: 'a',
      deploymentId: 'd0',
      provider: 'openai',
      attempt: 2,
      retry: 1,
      strategy: 'simple-shuffle',
      eligible: 1,
    },
    {
      type: 'failure',
      call: 1,
      at: 1_000_500,
      group: 'a',
      deploymentId: 'd0',
      kind: 'unavailable',
      code: null,
      status: 503,
      durationMs: 0,
    },
    { type: 'fallback', call: 1, at: 1_000_500, from: 'a', to: 'b', because: 'unavailable' },
    {
      type: 'attempt',
      call: 1,
      at: 1_000_500,
      group: 'b',
      deploymentId: 'd1',
      provider: 'openai',
      attempt: 3,
      retry: 0,
      strategy: 'simple-shuffle',
      eligible: 1,
    },
    {
      type: 'success',
      call: 1,
      at: 1_000_500,
      group: 'b',
      deploymentId: 'd1',
      durationMs: 0,
      costNanoUsd: undefined,
      inputTokens: 10,
      outputTokens: 5,
    },
  ])
  expect(ends).toEqual([
    {
      type: 'done',
      call: 1,
      at: 1_000_500,
      model: 'a',
      outcome: 'ok',
      code: null,
      status: 200,
      attempts: 3,
      fallbacks: 1,
      durationMs: 500,
      costNanoUsd: undefined,
    },
  ])
})

test('a deployment that is put to rest while the state store is asked is not called: the claim is given back', async () => {
  const inner = memoryStore()
  const doors: (() => void)[] = []
  const settled: unknown[] = []
  const state: StateStore = {
    reserve: async (claims, now) => {
      const admission = await inner.reserve(claims, now)
      await new Promise<void>((open) => doors.push(open))
      return admission
    },
    settle: (reservation, settlement, now) => {
      settled.push(reservation.id)
      return inner.settle(reservation, settlement, now)
    },
    shareRest: () => undefined,
    onRest: () => () => undefined,
    budgets: () => [],
    close: async () => undefined,
  }
  const limited = { maxParallelRequests: 2 }
  const { client, hosts } = harness(
    { deployments: [at(0, 'a', { ...limited, order: 1 }), at(1, 'a', { ...limited, order: 2 })] },
    { d0: fails(401), d1: ok('from d1') },
    { state },
    undefined,
    [limits],
  )
  const calls = [client.chat.completions.create(a), client.chat.completions.create(a)]
  await vi.waitFor(() => expect(doors.length).toBe(2))
  doors[0]?.()
  // The first call is refused by d0, and asks for d1 next.
  await vi.waitFor(() => expect(doors.length).toBe(3))
  doors[1]?.()
  await vi.waitFor(() => expect(doors.length).toBe(4))
  for (const open of doors) open()
  const replies = await Promise.all(calls)
  expect(hosts).toEqual(['d0', 'd1', 'd1'])
  expect(replies.map(({ meta }) => meta.attempts.length)).toEqual([2, 1])
  expect(settled.length).toBe(4)
})
