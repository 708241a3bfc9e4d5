/**
 * The behaviour checklist, one test (or table) an item, named by its sentence. Everything runs on a clock that moves only
 * when something waits; what a provider answers is scripted by host: `d0`, `d1`, …
 */
import { describe, expect, test } from 'vitest'
import type { PriceRow } from '../../src/plan/prices.js'
import type { Routing } from '../../src/plan/routing.js'
import type { AbortSignalLike } from '../../src/protocol/http.js'
import { gemini } from '../../src/providers/gemini.js'
import { runCall } from '../../src/runtime/attempt-loop.js'
import { budgets } from '../../src/runtime/features/budgets.js'
import { limits } from '../../src/runtime/features/limits.js'
import { tagRouting } from '../../src/runtime/features/tags.js'
import { countHealthy } from '../../src/runtime/pick.js'
import { isCooling } from '../../src/runtime/state.js'
import { attemptWhole } from '../../src/runtime/whole-attempt.js'
import { planOf } from '../compiler/plan-of.js'
import { toolWithoutInput } from '../support/anthropic-tool-stream.js'
import { fakeTransport } from '../support/fake-transport.js'
import { chain } from '../support/plan.js'
import { at, delta, end, errorOf, fails, harness, messages, ok, role, runOf, stop, streams, usage } from './harness.js'

const a = { model: 'a', messages } as const
const streamed = { ...a, stream: true } as const
const oneOfA = { deployments: [at(0, 'a')] }
const twoOfA = { deployments: [at(0, 'a'), at(1, 'a')] }

describe('1. two deployments, the first returns 429: the second serves, no sleep, the first cools for Retry-After or 5 s', () => {
  test.each([
    { name: 'Retry-After', headers: { 'retry-after': '7' }, restMs: 7_000 },
    { name: '5 s', headers: {}, restMs: 5_000 },
  ])('$name', async ({ headers, restMs }) => {
    const { client, hosts, sleeps, events, clock } = harness(twoOfA, { d0: fails(429, {}, headers), d1: ok('from d1') })
    const reply = await client.completion(a)
    expect([reply.choices[0]?.message.content, hosts, sleeps]).toEqual(['from d1', ['d0', 'd1'], []])
    expect(events.filter((event) => event.type === 'cooldown')).toEqual([
      { type: 'cooldown', call: 1, at: clock.time, deploymentId: 'd0', untilMs: clock.time + restMs },
    ])
    clock.time += restMs - 1
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd1', 'd1'])
    clock.time += 1
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd1', 'd1', 'd0', 'd1'])
  })
})

describe('2. one deployment, 429 with retry-after: 2: sleeps 2 to 2.75 s, the same deployment, not cooled', () => {
  test.each([
    { random: 0, ms: 2_000 },
    { random: 0.5, ms: 2_375 },
    { random: 0.9999, ms: 2_749.925 },
  ])('$ms ms where the random number is $random', async ({ random, ms }) => {
    const script = { d0: [fails(429, {}, { 'retry-after': '2' }), ok()] }
    const { client, hosts, sleeps, events } = harness(oneOfA, script, { random: () => random })
    await client.completion(a)
    expect([hosts, sleeps.length, events.map((event) => event.type)]).toEqual([
      ['d0', 'd0'],
      1,
      ['attempt', 'failure', 'wait', 'attempt', 'success'],
    ])
    expect(sleeps[0]).toBeCloseTo(ms, 6)
  })
})

test('3. one deployment, 401: no retry; cooled; the following request is a 429, no deployments', async () => {
  const { client, hosts, sleeps, clock } = harness(oneOfA, { d0: fails(401, { code: 'invalid_api_key' }) })
  const first = await errorOf(client.completion(a))
  expect([first.name, first.status, first.code, first.llm_provider]).toEqual(['AuthenticationError', 401, 'invalid_api_key', 'openai'])
  clock.time += 1_500
  const second = await errorOf(client.completion(a))
  expect([second.name, second.status, second.code, second.retryAfterMs]).toEqual(['RateLimitError', 429, 'no_deployment_available', 3_500])
  expect(second.headers).toEqual({ 'retry-after': '4' })
  expect([hosts, sleeps]).toEqual([['d0'], []])
})

test('4. a plain 400: one call, no cooldown, no retry, and, unlike LiteLLM, no fallback: another model cannot repair it', async () => {
  const { client, hosts, events } = harness(
    { deployments: [at(0, 'a'), at(1, 'a'), at(2, 'b')], chains: { general: [chain('a', 'b')] } },
    { d0: fails(400, { message: 'temperature must be a number' }), d2: ok() },
  )
  const error = await errorOf(client.completion(a))
  expect([error.name, error.status, hosts]).toEqual(['BadRequestError', 400, ['d0']])
  expect(events.map((event) => event.type)).toEqual(['attempt', 'failure'])
})

test('5. a 404 with two deployments: unlike LiteLLM, which falls back, the other is tried', async () => {
  const input = { deployments: [at(0, 'a'), at(1, 'a'), at(2, 'b')], chains: { general: [chain('a', 'b')] } }
  const { client, hosts, sleeps } = harness(input, { d0: fails(404, { code: 'model_not_found' }), d1: ok(), d2: ok() })
  await client.completion(a)
  expect([hosts, sleeps]).toEqual([['d0', 'd1'], []])
})

describe('6. a group of two, rated by its share of failures: as in LiteLLM, but that the minute slides', () => {
  test.each([
    { name: '2 successes, then 500s: cooled at the third, 3 of 5', successes: 2, failures: 3, rests: true },
    { name: '3 successes and 3 failures, exactly half: not cooled', successes: 3, failures: 3, rests: false },
    { name: '4 straight failures, fewer than 5 calls: not cooled', successes: 0, failures: 4, rests: false },
  ])('$name', async ({ successes, failures, rests }) => {
    const script = [...Array.from({ length: successes }, () => ok()), ...Array.from({ length: failures }, () => fails(500))]
    const { client, hosts, events } = harness(twoOfA, { d0: [...script, ok()], d1: ok() })
    for (let call = 0; call < script.length; call++) {
      expect(events.some((event) => event.type === 'cooldown')).toBe(false)
      await client.completion(a)
    }
    expect(hosts.filter((host) => host === 'd0').length).toBe(script.length)
    expect(events.some((event) => event.type === 'cooldown')).toBe(rests)
  })
})

describe('7. allowed_fails: 3 is the default mode; 2 is the counter mode, in which the third failure within the window cools', () => {
  const routingOf = (allowed: number): Routing =>
    planOf(`model_list:\n  - { model_name: a, litellm_params: { model: openai/gpt-4o } }\nrouter_settings: { allowed_fails: ${allowed} }\n`)
      .routing

  test.each([
    { allowed: 3, pauseMs: 0, cooledAfter: undefined },
    { allowed: 2, pauseMs: 0, cooledAfter: 3 },
    { allowed: 2, pauseMs: 2_600, cooledAfter: undefined },
  ])('$allowed, a failure every $pauseMs ms', async ({ allowed, pauseMs, cooledAfter }) => {
    const { client, clock, events } = harness({ ...oneOfA, routing: { ...routingOf(allowed), numRetries: 0 } }, { d0: fails(500) })
    let failures = 0
    while (failures < 4 && !events.some((event) => event.type === 'cooldown')) {
      await errorOf(client.completion(a))
      clock.time += pauseMs
      failures++
    }
    expect(failures < 4 ? failures : undefined).toBe(cooledAfter)
  })
})

test('8. a policy of 0 for authentication: unlike LiteLLM, which reads 0 as not set, the first failure cools', async () => {
  const cooldown = { mode: 'count', allowedFails: 5, policy: { Authentication: 0 } } as const
  const { client, events } = harness({ ...oneOfA, routing: { cooldown } }, { d0: fails(401) })
  await errorOf(client.completion(a))
  expect(events.map((event) => event.type)).toEqual(['attempt', 'failure', 'cooldown'])
})

test('9. BadRequestErrorRetries: 1 retries a 400', async () => {
  const { client, hosts } = harness({ ...oneOfA, routing: { retryPolicy: { BadRequest: 1 } } }, { d0: fails(400) })
  expect([(await errorOf(client.completion(a))).status, hosts]).toEqual([400, ['d0', 'd0']])
})

test('10. a too long prompt where the context chain lacks the model: unlike LiteLLM, which raises, the general chain follows', async () => {
  const { client, hosts } = harness(
    {
      deployments: [at(0, 'a'), at(1, 'b'), at(2, 'c')],
      chains: { contextWindow: [chain('c', 'b')], general: [chain('a', 'b')] },
    },
    { d0: fails(400, { code: 'context_length_exceeded' }), d1: ok() },
  )
  await client.completion(a)
  expect(hosts).toEqual(['d0', 'd1'])
})

test('11. fallbacks of ten groups, max_fallbacks 5: all ten are tried, as in LiteLLM, whose limit bounds lists of lists', async () => {
  const names = Array.from({ length: 10 }, (_, nth) => `g${nth}`)
  const { client, hosts } = harness(
    {
      deployments: [at(0, 'a'), ...names.map((name, nth) => at(nth + 1, name))],
      chains: { general: [chain('a', ...names)] },
      routing: { numRetries: 0, maxFallbacks: 5 },
    },
    { ...Object.fromEntries(names.map((_, nth) => [`d${nth}`, fails(503)])), d10: ok() },
  )
  await client.completion(a)
  expect(hosts).toEqual(Array.from({ length: 11 }, (_, nth) => `d${nth}`))
})

test('12. a fallback that fails with 500 after a 429: unlike LiteLLM, which surfaces the 429, the last error, with all attempts', async () => {
  const { client } = harness(
    { deployments: [at(0, 'a'), at(1, 'b')], chains: { general: [chain('a', 'b')] }, routing: { numRetries: 0 } },
    { d0: fails(429), d1: fails(500) },
  )
  const error = await errorOf(client.completion(a))
  expect([error.status, error.attempts.map(({ group, status }) => [group, status])]).toEqual([
    500,
    [
      ['a', 429],
      ['b', 500],
    ],
  ])
})

test('13. a fallback to a deployment id works while that deployment cools', async () => {
  const { client, hosts, events } = harness(
    { deployments: [at(0, 'a'), at(1, 'b'), at(2, 'b')], chains: { general: [chain('a', 'd1')] }, routing: { numRetries: 1 } },
    { d0: fails(500), d1: [fails(401), ok('from d1')], d2: ok() },
  )
  await client.completion({ model: 'b', messages })
  expect(events.filter((event) => event.type === 'cooldown').map(({ deploymentId }) => deploymentId)).toEqual(['d1'])
  const reply = await client.completion(a)
  expect([reply.choices[0]?.message.content, hosts.at(-1)]).toEqual(['from d1', 'd1'])
})

describe('14. stream: an error before the first content is retried; after content it is an error event', () => {
  test.each([
    { name: 'an error status', first: fails(500) },
    { name: 'an error event', first: streams('data: {"error":{"message":"boom","type":"server_error","code":null}}\n\n') },
    { name: 'an error event after the role', first: streams(role, 'data: {"error":{"message":"boom","type":"server_error"}}\n\n') },
    { name: 'an end without content', first: streams(role) },
    { name: 'a cut after the role', first: streams(role, { fault: 'truncated' as const }) },
    { name: 'silence', first: streams({ fault: 'idle-timeout' as const }) },
  ])('before: $name', async ({ first }) => {
    const { client, hosts } = harness(twoOfA, { d0: first, d1: streams(role, delta('hi'), stop, end) })
    const stream = await client.completion(streamed)
    const reply = await stream.finalMessage()
    expect([reply.choices[0]?.message.content, hosts, reply.meta.attempts.map((attempt) => attempt.outcome).at(-1)]).toEqual([
      'hi',
      ['d0', 'd1'],
      'ok',
    ])
  })

  test.each([
    { name: 'a cut', last: { fault: 'truncated' as const } },
    { name: 'an error event', last: 'data: {"error":{"message":"boom","type":"server_error","code":null}}\n\n' },
    { name: 'an end without a finish', last: '' },
  ])('after: $name is thrown from the iterator under status 200, and nothing of another model is spliced in', async ({ last }) => {
    const { client, hosts, events } = harness(twoOfA, { d0: streams(role, delta('hel'), last), d1: streams(delta('x'), stop, end) })
    const { data: stream, response } = await client.completion(streamed).withResponse()
    const seen: string[] = []
    const reading = async () => {
      for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? '')
    }
    const error = await errorOf(reading())
    expect([response.status, seen, hosts, error.attempts.length]).toEqual([200, ['', 'hel'], ['d0'], 1])
    expect(events.map((event) => event.type)).toEqual(['attempt', 'failure'])
  })
})

test('15. stream with include_usage: the final chunk has usage, the finish chunk before it, null on all others; then the end', async () => {
  const { client } = harness(oneOfA, { d0: streams(role + delta('hel'), delta('lo'), stop + usage + end) })
  const stream = await client.completion({ ...streamed, stream_options: { include_usage: true } })
  const seen: unknown[] = []
  for await (const { choices, usage: reported } of stream)
    seen.push([choices[0]?.delta.content, choices[0]?.finish_reason, reported?.total_tokens ?? reported])
  expect(seen).toEqual([
    ['', null, null],
    ['hel', null, null],
    ['lo', null, null],
    [undefined, 'stop', null],
    [undefined, undefined, 15],
  ])
})

describe('16. an Anthropic tool stream without input: arguments {} exactly once', () => {
  const { start, block, noInput, close, over } = toolWithoutInput

  test.each([
    { name: 'no input event', pieces: [start, block, close, over] },
    { name: 'an empty input event', pieces: [start, block + noInput, close + over] },
  ])('$name', async ({ pieces }) => {
    const deployment = at(0, 'a', { model: 'anthropic/claude-sonnet-4-20250514', baseUrl: 'http://d0' })
    const { client } = harness({ deployments: [deployment] }, { d0: streams(...pieces) })
    const tools = [{ type: 'function' as const, function: { name: 'now', parameters: { type: 'object', properties: {} } } }]
    const stream = await client.completion({ ...streamed, tools })
    const written: string[] = []
    for await (const chunk of stream)
      for (const call of chunk.choices[0]?.delta.tool_calls ?? []) written.push(call.function?.arguments ?? '')
    const reply = await stream.finalMessage()
    expect(written.join('')).toBe('{}')
    expect([reply.choices[0]?.finish_reason, reply.choices[0]?.message.tool_calls]).toEqual([
      'tool_calls',
      [{ id: 'toolu_1', type: 'function', function: { name: 'now', arguments: '{}' } }],
    ])
  })
})

const tiered: PriceRow = {
  model: 'gemini-2.5-pro',
  family: 'google',
  input: 1_250_000,
  output: 10_000_000,
  cacheRead: 125_000,
  tiers: [{ aboveTokens: 200_000, input: 2_500_000, output: 15_000_000, cacheRead: 625_000 }],
}
const priced = { price: { by: 'row', row: 0 } } as const

test.each([
  { prompt: 200_000, usd: 0.25 },
  { prompt: 200_001, usd: 0.5000025 },
])('17. a prompt of $prompt tokens costs $usd USD: above 200,000 the higher price holds for every token', async ({ prompt, usd }) => {
  const used = { ...(ok().json as object), usage: { prompt_tokens: prompt, completion_tokens: 0, total_tokens: prompt } }
  const { client } = harness({ deployments: [at(0, 'a', priced)], prices: [tiered] }, { d0: { ...ok(), json: used } })
  expect((await client.completion(a)).meta.cost).toBe(usd)
})

test('18. 257,955 cached of 262,960 prompt tokens at Gemini: cached ones are priced once, 0.1849 USD in all', async () => {
  const json = {
    candidates: [{ content: { role: 'model', parts: [{ text: 'hi' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 262_960, cachedContentTokenCount: 257_955, candidatesTokenCount: 744, totalTokenCount: 263_704 },
    modelVersion: 'gemini-2.5-pro',
  }
  const deployment = at(0, 'a', { model: 'gemini/gemini-2.5-pro', baseUrl: 'http://d0/v1beta', ...priced })
  const { client } = harness({ deployments: [deployment], prices: [tiered] }, { d0: { json } }, {}, { gemini })
  expect((await client.completion(a)).meta.cost?.toFixed(4)).toBe('0.1849')
})

test('19. a provider budget that the first call spends: it passes, the second is a 429; unlike LiteLLM’s it says when to come back', async () => {
  const providerBudgets = [{ name: 'openai', maxUsd: 1e-12, period: { ms: 86_400_000 } }]
  const { client, hosts } = harness(
    { deployments: [at(0, 'a', priced)], prices: [tiered], routing: { providerBudgets } },
    { d0: ok() },
    {},
    undefined,
    [budgets],
  )
  await client.completion(a)
  const error = await errorOf(client.completion(a))
  expect([error.status, error.code, hosts]).toEqual([429, 'budget_exceeded', ['d0']])
  expect(error.headers['retry-after']).toBe('86400')
})

describe('20. order 1 and 2', () => {
  const input = { deployments: [at(0, 'a', { order: 1 }), at(1, 'a', { order: 2 })] }

  test('order 2 is used while order 1 cools, and no longer', async () => {
    const { client, hosts, clock } = harness(input, { d0: [fails(429), ok()], d1: ok() })
    await client.completion(a)
    await client.completion(a)
    clock.time += 5_000
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd1', 'd1', 'd0'])
  })

  test('order 2 is used by the retry after order 1 failed, cooled or not', async () => {
    const { client, hosts, events } = harness(input, { d0: fails(500), d1: ok() })
    await client.completion(a)
    expect([hosts, events.some((event) => event.type === 'cooldown')]).toEqual([['d0', 'd1'], false])
  })
})

describe('21. tags', () => {
  const tagged = (tags: Routing['tags'], ...each: readonly (readonly string[])[]) => ({
    deployments: each.map((own, nth) => at(nth, 'a', { tags: own })),
    routing: { tags: tags ?? 'any' },
  })
  const all = { d0: ok(), d1: ok(), d2: ok() }
  const ask = (input: ReturnType<typeof tagged>, script: typeof all | { [host: string]: ReturnType<typeof ok> }) =>
    harness(input, script, {}, undefined, [tagRouting])

  test.each([
    { name: 'any: one of the request’s tags is enough', match: 'any', tags: ['x', 'y'], want: 'd1' },
    { name: 'subset: all of them have to be there', match: 'all', tags: ['x', 'y'], want: 'd2' },
    { name: 'default: the pool of tags that nobody has', match: 'any', tags: ['z'], want: 'd0' },
    { name: 'none: the pool too', match: 'any', tags: undefined, want: 'd0' },
  ] as const)('$name', async ({ match, tags, want }) => {
    const { client, hosts } = ask(tagged(match, ['default'], ['y'], ['x', 'y']), all)
    await client.completion({ ...a, ...(tags && { metadata: { tags } }) } as never)
    expect(hosts).toEqual([want])
  })

  test('a tag that nobody has, without a pool, is refused as such, with 403 and not LiteLLM’s 401', async () => {
    const { client, hosts } = ask(tagged('any', ['x'], ['y']), all)
    const error = await errorOf(client.completion({ ...a, metadata: { tags: ['z'] } } as never))
    expect([error.status, hosts]).toEqual([403, []])
  })

  test('a tagged deployment that cools is unavailable, not forbidden as in LiteLLM', async () => {
    const { client } = ask(tagged('any', ['x'], ['y']), { d0: fails(401), d1: ok() })
    const forX = { ...a, metadata: { tags: ['x'] } } as never
    await errorOf(client.completion(forX))
    const error = await errorOf(client.completion(forX))
    expect([error.status, error.code, error.retryable]).toEqual([429, 'no_deployment_available', true])
  })
})

describe('22. client abort during backoff: ends at once, nothing stays taken, counts no failure', () => {
  test('during the wait', async () => {
    const control = new AbortController()
    const options = {
      transport: fakeTransport(() => fails(503)),
      sleep: async (_ms: number, signal?: AbortSignalLike) => {
        control.abort(new Error('the user left'))
        expect(signal?.aborted).toBe(true)
      },
    }
    const run = runOf(oneOfA, a, options, { signal: control.signal })
    const error = await errorOf(runCall(run, { attempt: attemptWhole, releasedBy: 'loop' }))
    expect([error.name, error.kind, error.status, error.cause]).toEqual(['APIUserAbortError', 'abort', 499, new Error('the user left')])
    const { state } = run.engine
    // One failure: the 503 before the wait. The abort adds none.
    expect([[...state.inFlight], [...state.failures].reduce((sum, each) => sum + each, 0), isCooling(state, 0, 0)]).toEqual([[0], 1, false])
    expect(countHealthy(run, 0)).toEqual({ healthy: 1, others: 0 })
  })

  test('during the wait: permit and reservation were given back, and a lone permit serves the next call', async () => {
    const control = new AbortController()
    const options = {
      sleep: async (_ms: number, signal?: AbortSignalLike) => {
        if (signal !== undefined) control.abort()
      },
    }
    const input = { deployments: [at(0, 'a', { maxParallelRequests: 1 })] }
    const { client, hosts } = harness(input, { d0: [fails(503), ok()] }, options, undefined, [limits])
    expect((await errorOf(client.completion(a, { signal: control.signal }))).kind).toBe('abort')
    await client.completion(a)
    expect(hosts).toEqual(['d0', 'd0'])
  })

  test('during the call', async () => {
    const { client, hosts, events } = harness(
      { deployments: [at(0, 'a'), at(1, 'a'), at(2, 'b')], chains: { general: [chain('a', 'b')] } },
      { d0: { fault: 'aborted' } },
    )
    const error = await errorOf(client.completion(a))
    expect([error.kind, hosts, events.map((event) => event.type)]).toEqual(['abort', ['d0'], ['attempt', 'failure']])
  })

  test('before the call', async () => {
    const { client, hosts } = harness(oneOfA, { d0: ok() })
    const error = await errorOf(client.completion(a, { signal: AbortSignal.abort('enough') }))
    expect([error.kind, hosts]).toEqual(['abort', []])
  })
})
