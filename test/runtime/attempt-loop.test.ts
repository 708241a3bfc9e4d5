/** Behaviour of a call over several deployments and groups: retries, rests, fallbacks, aborts. Fake clock throughout. */
import { describe, expect, test } from 'vitest'
import { chain } from '../support/plan.js'
import { at, delta, end, errorOf, fails, harness, messages, ok, role, stop, streams } from './harness.js'

const a = { model: 'a', messages } as const
const twoOfA = { deployments: [at(0, 'a'), at(1, 'a')] }
const oneOfA = { deployments: [at(0, 'a')] }

describe('checklist 1: a group of two whose first deployment answers 429', () => {
  test.each([
    { name: 'rests for the router default', headers: {}, restMs: 5_000 },
    { name: 'rests for Retry-After', headers: { 'retry-after': '7' }, restMs: 7_000 },
  ])('the second serves at once and the first $name', async ({ headers, restMs }) => {
    const { client, hosts, sleeps, events, clock } = harness(twoOfA, { d0: fails(429, {}, headers), d1: ok('from d1') })
    const reply = await client.chat.completions.create(a)
    expect(reply.choices[0]?.message.content).toBe('from d1')
    expect(hosts).toEqual(['d0', 'd1'])
    expect(sleeps).toEqual([])
    expect(events.filter((event) => event.type === 'cooldown')).toEqual([
      { type: 'cooldown', at: clock.time, deploymentId: 'd0', untilMs: clock.time + restMs },
    ])
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd1', 'd1'])
    clock.time += restMs
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd1', 'd1', 'd0', 'd1'])
  })
})

describe('checklist 2: a lone deployment answers 429 with retry-after: 2', () => {
  test.each([
    { random: 0, ms: 2_000 },
    { random: 0.5, ms: 2_375 },
    { random: 0.999, ms: 2_749.25 },
  ])('the same is asked again after $ms ms when the random number is $random', async ({ random, ms }) => {
    const { client, hosts, sleeps, events } = harness(
      oneOfA,
      { d0: [fails(429, {}, { 'retry-after': '2' }), ok()] },
      { random: () => random },
    )
    await client.chat.completions.create(a)
    expect(hosts).toEqual(['d0', 'd0'])
    expect(sleeps).toHaveLength(1)
    expect(sleeps[0]).toBeCloseTo(ms, 6)
    expect(events.some((event) => event.type === 'cooldown')).toBe(false)
  })
})

test('checklist 3: a lone deployment answers 401: no retry, it rests, the next call is a 429 with the remaining time', async () => {
  const { client, hosts, sleeps, clock } = harness(oneOfA, { d0: fails(401, { code: 'invalid_api_key' }) })
  const first = await errorOf(client.chat.completions.create(a))
  expect([first.name, first.status, first.code, first.llm_provider]).toEqual(['AuthenticationError', 401, 'invalid_api_key', 'openai'])
  expect(hosts).toEqual(['d0'])
  clock.time += 1_500
  const second = await errorOf(client.chat.completions.create(a))
  expect([second.name, second.status, second.code, second.retryAfterMs]).toEqual(['RateLimitError', 429, 'no_deployment_available', 3_500])
  expect(second.headers).toEqual({ 'retry-after': '4' })
  expect(second.message).toContain('no deployment of "a" is available: its only deployment rests after failures. Try again in 4 s')
  expect([hosts, sleeps]).toEqual([['d0'], []])
})

test('checklist 4: a plain 400 is one call: no retry, no rest, no fallback', async () => {
  const { client, hosts, events } = harness(
    { deployments: [at(0, 'a'), at(1, 'a'), at(2, 'b')], chains: { general: [chain('a', 'b')] } },
    { d0: fails(400, { message: 'temperature must be a number' }), d2: ok() },
  )
  const error = await errorOf(client.chat.completions.create(a))
  expect([error.name, error.status]).toEqual(['BadRequestError', 400])
  expect(hosts).toEqual(['d0'])
  expect(events.map((event) => event.type)).toEqual(['attempt', 'failure'])
})

test('checklist 5: a 404 in a group of two is tried on the other deployment', async () => {
  const { client, hosts, sleeps } = harness(twoOfA, { d0: fails(404, { code: 'model_not_found' }), d1: ok() })
  await client.chat.completions.create(a)
  expect([hosts, sleeps]).toEqual([['d0', 'd1'], []])
})

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
  expect(error.message).toContain('[6 attempts: openai for "a": internal; ')
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
    expect([hosts, events]).toEqual([[], []])
  })
})

describe('checklist 22: the caller aborts', () => {
  test('during a wait: the call ends at once, the slot is free, nothing counts against the deployment', async () => {
    const control = new AbortController()
    const { client, hosts, events } = harness(
      oneOfA,
      { d0: fails(503) },
      {
        sleep: async (_ms, signal) => {
          control.abort()
          expect(signal?.aborted).toBe(true)
        },
      },
    )
    const error = await errorOf(client.chat.completions.create(a, { signal: control.signal }))
    expect([error.name, error.kind, error.status]).toEqual(['APIUserAbortError', 'abort', 499])
    expect(hosts).toEqual(['d0'])
    expect(events.filter((event) => event.type === 'failure')).toHaveLength(1)
  })

  test('during the call: no retry, no fallback, no rest', async () => {
    const { client, hosts, events } = harness(
      { deployments: [at(0, 'a'), at(1, 'a'), at(2, 'b')], chains: { general: [chain('a', 'b')] } },
      { d0: { fault: 'aborted' } },
    )
    const error = await errorOf(client.chat.completions.create(a))
    expect([error.kind, hosts]).toEqual(['abort', ['d0']])
    expect(events.some((event) => event.type === 'cooldown' || event.type === 'fallback')).toBe(false)
  })

  test('before the call: nothing is sent', async () => {
    const { client, hosts } = harness(oneOfA, { d0: ok() })
    const error = await errorOf(client.chat.completions.create(a, { signal: AbortSignal.abort('enough') }))
    expect([error.kind, hosts]).toEqual(['abort', []])
  })
})

describe('streams', () => {
  const body = { ...a, stream: true } as const

  test.each([
    { name: 'an error status', first: fails(500) },
    { name: 'an error event', first: streams('data: {"error":{"message":"boom","type":"server_error","code":null}}\n\n') },
    { name: 'an end without content', first: streams(role) },
    { name: 'a cut after the role', first: streams(role, { fault: 'truncated' as const }) },
  ])('checklist 14: $name before the first content is retried', async ({ first }) => {
    const { client, hosts } = harness(twoOfA, { d0: first, d1: streams(role, delta('hi'), stop, end) })
    const stream = await client.chat.completions.create(body)
    const reply = await stream.finalMessage()
    expect(reply.choices[0]?.message.content).toBe('hi')
    expect(hosts).toEqual(['d0', 'd1'])
  })

  test('checklist 14: an error after content is thrown from the iterator, and nothing is spliced', async () => {
    const { client, hosts, events } = harness(twoOfA, {
      d0: streams(role, delta('hel'), { fault: 'truncated' }),
      d1: streams(delta('x'), stop, end),
    })
    const stream = await client.chat.completions.create(body)
    const seen: string[] = []
    const error = await errorOf(
      (async () => {
        for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? '')
      })(),
    )
    expect([seen, error.name, hosts]).toEqual([['', 'hel'], 'APIConnectionError', ['d0']])
    expect(events.map((event) => event.type)).toEqual(['attempt', 'failure'])
  })
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

test('an observer hears of every step of a call, in order', async () => {
  const { client, events } = harness(
    { deployments: [at(0, 'a'), at(1, 'b')], chains: { general: [chain('a', 'b')] }, routing: { numRetries: 1 } },
    { d0: fails(503), d1: ok() },
  )
  await client.chat.completions.create(a)
  expect(events).toEqual([
    { type: 'attempt', at: 1_000_000, group: 'a', deploymentId: 'd0', provider: 'openai', attempt: 1 },
    { type: 'failure', at: 1_000_000, group: 'a', deploymentId: 'd0', kind: 'unavailable', status: 503, durationMs: 0 },
    { type: 'wait', at: 1_000_000, group: 'a', ms: 500 },
    { type: 'attempt', at: 1_000_500, group: 'a', deploymentId: 'd0', provider: 'openai', attempt: 2 },
    { type: 'failure', at: 1_000_500, group: 'a', deploymentId: 'd0', kind: 'unavailable', status: 503, durationMs: 0 },
    { type: 'fallback', at: 1_000_500, from: 'a', to: 'b', because: 'unavailable' },
    { type: 'attempt', at: 1_000_500, group: 'b', deploymentId: 'd1', provider: 'openai', attempt: 3 },
    { type: 'success', at: 1_000_500, group: 'b', deploymentId: 'd1', durationMs: 0, costNanoUsd: undefined },
  ])
})
