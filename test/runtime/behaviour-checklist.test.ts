/**
 * The behaviour checklist, one test (or table) an item, named by its sentence. Everything runs on a clock that moves only
 * when something waits; what a provider answers is scripted by host: `d0`, `d1`, …
 */
import { describe, expect, test } from 'vitest'
import type { AbortSignalLike } from '../../src/protocol/http.js'
import { runCall } from '../../src/runtime/attempt-loop.js'
import { countHealthy } from '../../src/runtime/pick.js'
import { isCooling } from '../../src/runtime/state.js'
import { attemptWhole } from '../../src/runtime/whole-attempt.js'
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
  const event = (body: { type: string }) => `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`
  const start = event({
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-20250514',
      content: [],
      stop_reason: null,
      usage: { input_tokens: 9, output_tokens: 1 },
    },
  } as never)
  const block = event({
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'now', input: {} },
  } as never)
  const noInput = event({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '' } } as never)
  const close = event({ type: 'content_block_stop', index: 0 } as never)
  const over =
    event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } } as never) +
    event({ type: 'message_stop' })

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
    expect(countHealthy(run.engine, run.current.group, 0)).toEqual({ healthy: 1, others: 0 })
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
