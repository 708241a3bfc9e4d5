/** Streams of OpenAI-compatible hosts and their oddities, as the chunks a caller gets. */
import { describe, expect, test } from 'vitest'
import type { ChatChunk } from '../../../src/protocol/chat.js'
import { openai } from '../../../src/providers/openai.js'
import { chatCall, foldStream, sse, testTarget } from '../../support/codec.js'

const head = { id: 'c1', object: 'chat.completion.chunk', created: 5, model: 'm' }
const chunk = (delta: object, finish: string | null = null, more: object = {}) => ({
  ...head,
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
})
const run = (...events: (object | string)[]) => foldStream(openai, [sse(...events)], testTarget(), chatCall({}, { stream: true }))
const deltas = (chunks: readonly ChatChunk[]) => chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))
const finish = (chunks: readonly ChatChunk[]) => chunks.flatMap(({ choices }) => choices.flatMap((choice) => choice.finish_reason ?? []))
const call = (index: number | undefined, more: object) => ({ tool_calls: [{ ...(index !== undefined && { index }), ...more }] })
const start = (id: string, name: string, args = '') => ({ id, type: 'function', function: { name, arguments: args } })

test('chunks that are fine pass, the finish chunk and the usage come last', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, prompt_tokens_details: {}, completion_tokens_details: {} }
  const { chunks } = run(
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'a' }),
    chunk({ content: 'b' }),
    chunk({}, 'stop'),
    { ...head, choices: [], usage },
    '[DONE]',
  )
  expect(chunks).toEqual([
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'a' }),
    chunk({ content: 'b' }),
    { ...head, choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }] },
    { ...head, choices: [], usage },
  ])
})

describe('tool calls', () => {
  test.each([
    {
      name: 'without index',
      events: [call(undefined, start('a', 'f', '{}')), call(undefined, start('b', 'g', '{}'))],
      want: ['a f {}', 'b g {}'],
    },
    {
      name: 'with indexes from 1',
      events: [call(1, start('a', 'f')), call(1, { function: { arguments: '{"x":1}' } }), call(2, start('b', 'g', '{}'))],
      want: ['a f {"x":1}', 'b g {}'],
    },
    { name: 'all at index 0', events: [call(0, start('a', 'f', '{}')), call(0, start('b', 'g', '{}'))], want: ['a f {}', 'b g {}'] },
    {
      name: 'with empty ids and names later',
      events: [call(0, start('a', 'f')), call(0, { id: '', type: 'function', function: { name: '', arguments: '{}' } })],
      want: ['a f {}'],
    },
    {
      name: 'without arguments',
      events: [call(0, start('a', 'f')), call(1, { id: 'b', function: { name: 'g' } })],
      want: ['a f {}', 'b g {}'],
    },
    {
      name: 'with an object as arguments',
      events: [call(0, { id: 'a', function: { name: 'f', arguments: { x: 1 } } })],
      want: ['a f {"x":1}'],
    },
    {
      name: 'whose name comes later',
      events: [call(0, { id: 'a', function: { arguments: '' } }), call(0, { function: { name: 'f', arguments: '{}' } })],
      want: ['a f {}'],
    },
  ])('$name', ({ events, want }) => {
    const { chunks } = run(
      chunk({ role: 'assistant', content: null }),
      ...events.map((delta) => chunk(delta)),
      chunk({}, 'tool_calls'),
      '[DONE]',
    )
    const calls: { id: string; name: string; text: string }[] = []
    for (const { tool_calls: pieces = [] } of deltas(chunks)) {
      for (const { index, id, function: definition } of pieces) {
        calls[index] ??= { id: id ?? '?', name: '', text: '' }
        const open = calls[index]
        open.name += definition?.name ?? ''
        open.text += definition?.arguments ?? ''
      }
    }
    expect(calls.map(({ id, name, text }) => `${id} ${name} ${text}`)).toEqual(want)
    expect(finish(chunks)).toEqual(['tool_calls'])
  })

  test('a call without id gets one', () => {
    const { chunks } = run(chunk(call(0, { function: { name: 'f', arguments: '{}' } })), chunk({}, ''), '[DONE]')
    expect(deltas(chunks)[0]?.tool_calls?.[0]?.id).toMatch(/^call_[a-z0-9]{24}$/)
    expect(finish(chunks)).toEqual(['tool_calls'])
  })
})

describe('reasoning', () => {
  test.each([
    { name: 'reasoning', events: [{ reasoning: 'r' }, { reasoning: null, content: 't' }] },
    {
      name: 'reasoning_content',
      events: [
        { reasoning_content: 'r', content: null },
        { content: 't', reasoning_content: null },
      ],
    },
    {
      name: 'thinking parts',
      events: [{ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'r' }] }] }, { content: [{ type: 'text', text: 't' }] }],
    },
    {
      name: 'reasoning details',
      events: [
        { content: '', reasoning_details: [{ type: 'reasoning.text', text: 'r' }] },
        { content: 't', reasoning_details: [] },
      ],
    },
    { name: 'tags', events: [{ content: '<think>r</think>\n\nt' }] },
    { name: 'tags in pieces', events: ['\n<', 'thi', 'nk>', 'r<', '/thin', 'k>\n', '\n', 't'].map((content) => ({ content })) },
  ])('as $name', ({ events }) => {
    const { chunks } = run(...events.map((delta) => chunk(delta)), chunk({}, 'stop'), '[DONE]')
    const all = deltas(chunks)
    expect([all.map((delta) => delta.reasoning_content ?? '').join(''), all.map((delta) => delta.content ?? '').join('')]).toEqual([
      'r',
      't',
    ])
    expect(all.some((delta) => 'reasoning' in delta)).toBe(false)
  })

  test.each(['a <think>b</think>', '<thin air>', '< think>', '<b>bold</b>', '<'])('%s is text', (text) => {
    const { chunks } = run(...[...text].map((content) => chunk({ content })), chunk({}, 'stop'), '[DONE]')
    expect(
      deltas(chunks)
        .map((delta) => delta.content ?? '')
        .join(''),
    ).toBe(text)
  })
})

describe('heads and ends', () => {
  test('one id, time and model, though the host changes them', () => {
    const { chunks } = run(
      chunk({ content: 'a' }),
      { ...chunk({ content: 'b' }), id: 'c2', created: 9, model: 'other', object: 'x' },
      chunk({}, 'stop'),
      '[DONE]',
    )
    expect(new Set(chunks.map(({ id, created, model, object }) => [id, created, model, object].join()))).toEqual(
      new Set(['c1,5,m,chat.completion.chunk']),
    )
  })

  test('an empty id and time are made', () => {
    const { chunks } = run({ ...chunk({ content: 'a' }), id: '', created: 0, model: '' }, '[DONE]')
    expect(chunks[0]).toMatchObject({ id: expect.stringMatching(/^chatcmpl-.{24}$/), created: 1_748_736_000, model: 'model-x' })
    expect(finish(chunks)).toEqual(['stop'])
  })

  test.each([
    ['length', 'length'],
    ['model_length', 'length'],
    ['eos', 'stop'],
    ['sensitive', 'content_filter'],
    ['', 'stop'],
  ])('finish "%s" is %s', (native, want) =>
    expect(finish(run(chunk({ content: 'a' }), chunk({}, native), '[DONE]').chunks)).toEqual([want]),
  )

  test('one finish chunk though the host sends two, and none of it mixed with text', () => {
    const { chunks } = run(chunk({ content: 'a' }, 'length'), chunk({ content: '' }, 'length'), '[DONE]')
    expect(chunks.map(({ choices }) => choices.map(({ delta, finish_reason }) => [delta.content, finish_reason]))).toEqual([
      [['a', null]],
      [[undefined, 'length']],
    ])
  })

  test('a token that is half a character keeps its probability', () => {
    const logprobs = { content: [{ token: 'x', bytes: [240], logprob: -1, top_logprobs: [] }], refusal: null }
    const half = { ...head, choices: [{ index: 0, delta: { content: '' }, logprobs, finish_reason: null }] }
    const { chunks } = run(chunk({ content: 'a' }), half, chunk({}, 'stop'), '[DONE]')
    expect(chunks[1]?.choices).toEqual([{ index: 0, delta: {}, logprobs, finish_reason: null }])
  })

  test.each([1.5, -1, 1e9, 'x', null])('a choice index of %s is 0', (index) => {
    const { chunks } = run({ ...head, choices: [{ index, delta: { content: 'a' }, finish_reason: 'stop' }] }, '[DONE]')
    expect(chunks.map(({ choices }) => choices[0]?.index)).toEqual([0, 0])
  })

  test('a finish without [DONE] is an end', () => expect(finish(run(chunk({ content: 'a' }), chunk({}, 'stop')).chunks)).toEqual(['stop']))

  test.each([
    {
      name: 'a reason that means a broken answer',
      events: [chunk({ content: 'a' }), chunk({}, 'insufficient_system_resource')],
      want: ['unavailable', 'insufficient_system_resource'],
    },
    { name: '[DONE] and nothing else', events: ['[DONE]'], want: ['connection', 'incomplete_stream'] },
    {
      name: 'an error in x_groq',
      events: [chunk({ content: 'a' }), chunk({}, null, { x_groq: { error: { message: 'x', type: 'server_error' } } })],
      want: ['internal', null],
    },
    { name: 'an error object of vLLM', events: [{ object: 'error', message: 'bad', code: 400 }], want: ['bad-request', '400'] },
    {
      name: 'an error beside choices',
      events: [chunk({ content: 'a' }, null, { error: { code: 502, message: 'x' } })],
      want: ['bad-gateway', '502'],
    },
  ])('$name is a failure', ({ events, want }) => {
    const { failure } = run(...events)
    expect([failure?.kind, failure?.code]).toEqual(want)
  })

  test('usage of every chunk counts once, the last report', () => {
    const usage = (completion: number) => ({ usage: { prompt_tokens: 3, completion_tokens: completion, total_tokens: 3 + completion } })
    const { chunks } = run(chunk({ content: 'a' }, null, usage(1)), chunk({ content: 'b' }, 'stop', usage(2)), '[DONE]')
    expect(chunks.map((each) => each.usage?.completion_tokens ?? null)).toEqual([null, null, null, 2])
  })

  test('choices are kept apart', () => {
    const both = (first: object, second: object, end: string | null = null) => ({
      ...head,
      choices: [
        { index: 0, delta: first, finish_reason: end },
        { index: 1, delta: second, finish_reason: end },
      ],
    })
    const { chunks } = run(both({ content: 'a' }, { content: '<think>r</think>b' }), both({}, {}, 'stop'), '[DONE]')
    expect(
      chunks.flatMap(({ choices }) =>
        choices.map(({ index, delta, finish_reason }) => [index, delta.content, delta.reasoning_content, finish_reason]),
      ),
    ).toEqual([
      [0, 'a', undefined, null],
      [1, 'b', 'r', null],
      [0, undefined, undefined, 'stop'],
      [1, undefined, undefined, 'stop'],
    ])
  })
})
