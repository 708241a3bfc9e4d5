/** Streams of completions and responses, native and over a chat. */
import { describe, expect, test } from 'vitest'
import type { Adapter } from '../../src/providers/adapter.js'
import { openai } from '../../src/providers/openai.js'
import { at, delta, end, errorOf, fails, harness, role, stop, streams, usage } from './harness.js'
import { toyCodec } from './toy-adapter.js'

const events = <E extends 'completions' | 'responses'>() =>
  toyCodec<E>({
    stream: {
      start: () => ({ done: false }),
      fromEvent: (state, { data }) => {
        if (data === '[DONE]') state.done = true
        return data === '[DONE]' ? [] : [JSON.parse(data)]
      },
      end: () => [],
      isDone: (state) => state.done,
    },
  })
const native: { readonly openai: Adapter } = { openai: { ...openai, endpoints: { completions: events(), responses: events() }, later: {} } }
const overChat: { readonly openai: Adapter } = { openai: { ...openai, later: {} } }

const sse = (body: object) => `data: ${JSON.stringify(body)}\n\n`
const head = { id: 'c', object: 'text_completion', created: 1, model: 'm' }
const piece = (index: number, text: string, finish_reason: string | null = null, logprobs: object | null = null) =>
  sse({ ...head, choices: [{ index, text, finish_reason, logprobs }] })
const counts = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 }
const prices = [
  { model: 'm', family: 'f', input: 1_000_000, output: 2_000_000, perSearch: 10_000_000_000, services: { priority: { input: 2_000_000 } } },
]
const priced = { price: { by: 'row', row: 0 } } as const

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = []
  for await (const chunk of stream) seen.push(chunk)
  return seen
}

describe('a stream of a completion', () => {
  const input = { deployments: [at(0, 't', { mode: 'completion', ...priced })], prices }
  const ask = { model: 't', prompt: 'p', stream: true } as const
  const pieces = [
    piece(0, 'he', null, { tokens: ['he'] }),
    piece(1, 'x'),
    piece(0, 'llo', 'stop', { tokens: ['llo'] }),
    piece(1, 'y', 'length'),
    sse({ ...head, choices: [], usage: counts }),
    end,
  ]

  test('adds up to the whole, with its cost; usage is kept back', async () => {
    const { client } = harness(input, { d0: streams(...pieces) }, {}, native)
    const stream = await client.completions.create(ask)
    const seen = await all(stream)
    expect(seen.map(({ choices, usage: told }) => [choices[0]?.text, told])).toEqual([
      ['he', undefined],
      ['x', undefined],
      ['llo', undefined],
      ['y', undefined],
    ])
    expect(await stream.finalCompletion()).toEqual({
      ...head,
      choices: [
        { index: 0, text: 'hello', finish_reason: 'stop', logprobs: { tokens: ['he', 'llo'] } },
        { index: 1, text: 'xy', finish_reason: 'length', logprobs: null },
      ],
      usage: counts,
    })
    expect([stream.meta.costNanoUsd, stream.meta.attempts.length]).toEqual([8_000, 1])
  })

  test('ends with its usage where that is asked for', async () => {
    const { client } = harness(input, { d0: streams(...pieces) }, {}, native)
    const seen = await all(await client.completions.create({ ...ask, stream_options: { include_usage: true } }))
    expect([seen.at(-1), seen.slice(0, -1).every((chunk) => chunk.usage === null)]).toEqual([{ ...head, choices: [], usage: counts }, true])
  })

  test('of a chat model goes through its chat', async () => {
    const { client } = harness(
      { deployments: [at(0, 'a')] },
      { d0: streams(role, delta('hel'), delta('lo'), stop, usage, end) },
      {},
      overChat,
    )
    const stream = await client.completions.create({ ...ask, model: 'a' })
    expect([(await stream.finalCompletion()).choices[0]?.text, stream.meta.attempts[0]?.outcome]).toEqual(['hello', 'ok'])
  })
})

describe('a stream of a response', () => {
  const input = { deployments: [at(0, 'r', { mode: 'responses', ...priced }), at(1, 'b', { mode: 'responses' })], prices }
  const ask = { model: 'r', input: 'x', stream: true } as const
  const whole = {
    id: 'resp_1',
    object: 'response',
    model: 'm',
    output: [{ type: 'web_search_call' }],
    service_tier: 'priority',
    usage: { input_tokens: 2, output_tokens: 3, total_tokens: 5, input_tokens_details: { cached_tokens: 0 } },
  }
  const created = sse({ type: 'response.created', response: {} })
  const text = sse({ type: 'response.output_text.delta', delta: 'hi' })
  const completed = sse({ type: 'response.completed', response: whole })

  test('passes its events as they are, and ends with the response, whose searches and tier are billed', async () => {
    const { client } = harness(input, { d0: streams(created, text, completed, end) }, {}, native)
    const stream = await client.responses.create(ask)
    expect((await all(stream)).map(({ type }) => type)).toEqual(['response.created', 'response.output_text.delta', 'response.completed'])
    expect(await stream.finalResponse()).toEqual(whole)
    expect(stream.meta.costNanoUsd).toBe(2 * 2_000 + 3 * 2_000 + 10_000_000)
  })

  test('that fails before its first content falls back, and not after', async () => {
    const late = { fault: 'reset' } as const
    const early = harness(input, { d0: streams(created, late), d1: streams(created, text, completed, end) }, {}, native)
    const stream = await early.client.responses.create({ ...ask, fallbacks: ['b'], num_retries: 0 })
    await stream.finalResponse()
    expect([stream.meta.group, stream.meta.fallbacks]).toEqual(['b', ['b']])
    const { client } = harness(input, { d0: streams(created, text, late) }, {}, native)
    const broken = await client.responses.create({ ...ask, fallbacks: ['b'] })
    expect((await errorOf(broken.finalResponse())).name).toBe('APIConnectionError')
  })

  test('that is refused is an error of its status', async () => {
    const { client } = harness(input, { d0: fails(401) }, {}, native)
    expect((await errorOf(client.responses.create(ask))).name).toBe('AuthenticationError')
  })

  test('is left by its reader', async () => {
    const { client, transport } = harness(input, { d0: streams(created, text, text, completed) }, {}, native)
    const stream = await client.responses.create(ask)
    for await (const event of stream) if (event.type === 'response.output_text.delta') break
    expect([transport.cancelled.length, stream.meta.attempts[0]?.outcome]).toEqual([1, 'abort'])
  })

  test('of a chat model goes through its chat', async () => {
    const { client } = harness(
      { deployments: [at(0, 'a')] },
      { d0: streams(role, delta('hel'), delta('lo'), stop, usage, end) },
      {},
      overChat,
    )
    const stream = await client.responses.create({ ...ask, model: 'a' })
    const seen = await all(stream)
    expect([seen[0]?.type, seen.at(-1)?.type, (await stream.finalResponse()).output_text]).toEqual([
      'response.created',
      'response.completed',
      'hello',
    ])
  })
})
