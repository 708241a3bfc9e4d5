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

describe('what only some hosts send', () => {
  const calls = (...list: object[]) => ({ tool_calls: list })
  const argumentsOf = (chunks: readonly ChatChunk[]) => {
    const texts: string[] = []
    for (const { tool_calls } of deltas(chunks))
      for (const { index, function: given } of tool_calls ?? []) texts[index] = (texts[index] ?? '') + (given?.arguments ?? '')
    return texts
  }

  test('parallel calls told apart by id alone', () => {
    const piece = (id: string, text: string) => ({ id, function: { name: '', arguments: text } })
    const { chunks } = run(
      chunk(calls(start('a', 'f', '{"x"'), start('b', 'g', '{"y"'))),
      chunk(calls(piece('a', ':1}'))),
      chunk(calls(piece('b', ':2}'))),
      chunk({}, 'tool_calls'),
      '[DONE]',
    )
    expect(argumentsOf(chunks)).toEqual(['{"x":1}', '{"y":2}'])
  })

  test('two named calls in one delta without index and id, the first without arguments', () => {
    const { chunks } = run(
      chunk(calls({ function: { name: 'f', arguments: '' } }, { function: { name: 'g', arguments: '{"y":2}' } })),
      chunk({}, 'tool_calls'),
      '[DONE]',
    )
    expect(argumentsOf(chunks)).toEqual(['{}', '{"y":2}'])
  })

  test('an id that says "null" is replaced', () => {
    const { chunks } = run(chunk(calls(start('null', 'f', '{}'))), chunk({}, 'tool_calls'), '[DONE]')
    expect(deltas(chunks)[0]?.tool_calls?.[0]?.id).toMatch(/^call_.{24}$/)
  })

  test('nulls beside the text are left out', () => {
    const { chunks } = run(
      chunk({ role: 'assistant', content: '', function_call: null, tool_calls: null, audio: null }),
      chunk({ content: 'a', function_call: null, audio: null }),
      chunk({}, 'stop'),
      '[DONE]',
    )
    expect(deltas(chunks)).toEqual([{ role: 'assistant', content: '' }, { content: 'a' }, {}])
  })

  test('a whole message behind its deltas is not repeated', () => {
    const last = { ...head, object: 'chat.completion.done', choices: [{ index: 0, message: { content: 'ab' }, finish_reason: 'stop' }] }
    const { chunks } = run(chunk({ role: 'assistant', content: 'a' }), chunk({ content: 'b' }), last, '[DONE]')
    expect(deltas(chunks).map(({ content }) => content)).toEqual(['a', 'b', undefined])
  })

  test('citations of a chunk that says nothing else come with the finish chunk', () => {
    const { chunks } = run(
      chunk({ role: 'assistant', content: 'a' }, null, { citations: ['u'] }),
      chunk({ content: '' }, 'stop', { citations: ['u', 'v'], search_results: [{ url: 'v' }] }),
      { ...head, choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }, num_sources: 2 },
      '[DONE]',
    )
    expect(chunks.map((one) => [one.choices.length, one.citations, Reflect.get(one, 'num_sources')])).toEqual([
      [1, ['u'], undefined],
      [1, ['u', 'v'], 2],
      [0, undefined, undefined],
    ])
  })

  test("the upstream's own finish reason is kept where it says more", () => {
    const told = (finishReason: string, native?: string) => {
      const last = {
        ...head,
        choices: [{ index: 0, delta: {}, finish_reason: finishReason, ...(native !== undefined && { native_finish_reason: native }) }],
      }
      const { chunks } = run(chunk({ role: 'assistant', content: 'a' }), last, '[DONE]')
      return [finish(chunks), deltas(chunks).at(-1)?.provider_specific_fields]
    }
    expect([told('stop', 'end_turn'), told('model_length'), told('stop', 'stop'), told('eos')]).toEqual([
      [['stop'], { native_finish_reason: 'end_turn' }],
      [['length'], { native_finish_reason: 'model_length' }],
      [['stop'], undefined],
      [['stop'], { native_finish_reason: 'eos' }],
    ])
  })

  test('after a forced call `stop` stays what OpenAI says', () => {
    const events = [chunk(calls(start('a', 'f', '{}'))), chunk({}, 'stop'), '[DONE]']
    const forced = chatCall({ tool_choice: { type: 'function', function: { name: 'f' } } }, { stream: true })
    expect([finish(run(...events).chunks), finish(foldStream(openai, [sse(...events)], testTarget(), forced).chunks)]).toEqual([
      ['tool_calls'],
      ['stop'],
    ])
  })

  test('an error that stands in the choice ends the stream with its message', () => {
    const last = { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'error', error: { code: 503, message: 'overloaded' } }] }
    const { failure } = run(chunk({ role: 'assistant', content: 'a' }), last)
    expect([failure?.kind, failure?.status, failure?.message]).toEqual([
      'unavailable',
      503,
      'openai/model-x reported an error inside its answer: overloaded',
    ])
  })
})
