/** Anthropic streams and their oddities, as the chunks a caller gets. */
import { describe, expect, test } from 'vitest'
import type { ChatChunk, ChatRequest } from '../../../src/protocol/chat.js'
import { anthropic } from '../../../src/providers/anthropic.js'
import { chatCall, foldStream, sse, testTarget } from '../../support/codec.js'

const target = testTarget({ provider: { name: 'anthropic', format: 'anthropic' } })
const run = (events: readonly object[], request: Partial<ChatRequest> = {}) =>
  foldStream(anthropic, [sse(...events)], target, chatCall(request, { stream: true }))
const begin = (usage: object = { input_tokens: 10, output_tokens: 1 }, more: object = {}) => ({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude', content: [], stop_reason: null, usage, ...more },
})
const open = (index: number, block: object) => ({ type: 'content_block_start', index, content_block: block })
const add = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta })
const close = (index: number) => ({ type: 'content_block_stop', index })
const end = (reason = 'end_turn', usage: object = { output_tokens: 7 }, more: object = {}) => [
  { type: 'message_delta', delta: { stop_reason: reason }, usage, ...more },
  { type: 'message_stop' },
]
const words = (index: number, text: string) => [
  open(index, { type: 'text', text: '' }),
  add(index, { type: 'text_delta', text }),
  close(index),
]
const toolUse = (input: object = {}) => ({ type: 'tool_use', id: 'toolu_1', name: 'f', input })

/** Deltas, without what is not there. */
const deltas = (chunks: readonly ChatChunk[]) => chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))
const finish = (chunks: readonly ChatChunk[]) => chunks.flatMap(({ choices }) => choices.flatMap((choice) => choice.finish_reason ?? []))
const usage = (chunks: readonly ChatChunk[]) => chunks.at(-1)?.usage
const role = { role: 'assistant', content: '' }

describe('tool calls', () => {
  const introduced = { tool_calls: [{ index: 0, id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '' } }] }
  const piece = (text: string, index = 0) => ({ tool_calls: [{ index, function: { arguments: text } }] })
  const json = (index: number, partial: string) => add(index, { type: 'input_json_delta', partial_json: partial })
  test.each([
    {
      name: 'in pieces',
      events: [open(0, toolUse()), json(0, ''), json(0, '{"a"'), json(0, ':1}'), close(0)],
      want: [introduced, piece('{"a"'), piece(':1}')],
    },
    { name: 'without any JSON', events: [open(0, toolUse()), close(0)], want: [introduced, piece('{}')] },
    { name: 'with one empty piece', events: [open(0, toolUse()), json(0, ''), close(0)], want: [introduced, piece('{}')] },
    { name: 'whole at the start', events: [open(0, toolUse({ a: 1 })), close(0)], want: [introduced, piece('{"a":1}')] },
    {
      name: 'counted over calls, not blocks',
      events: [...words(0, 'x'), open(1, toolUse()), close(1)],
      want: [{ content: 'x' }, introduced, piece('{}')],
    },
    { name: 'left open at the end', events: [open(0, toolUse()), json(0, '{"a":1}')], want: [introduced, piece('{"a":1}')] },
  ])('$name', ({ events, want }) => {
    const { chunks } = run([begin(), ...events, ...end('tool_use')])
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, ...want, {}], ['tool_calls']])
  })

  test('a message_start that is complete already', () => {
    const { chunks } = run([begin(undefined, { content: [toolUse({ a: 1 })], stop_reason: 'tool_use' }), { type: 'message_stop' }])
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, introduced, piece('{"a":1}'), {}], ['tool_calls']])
  })

  test('legacy functions come as function_call', () => {
    const { chunks } = run([begin(), open(0, toolUse()), json(0, '{}'), close(0), ...end('tool_use')], { functions: [{ name: 'f' }] })
    expect([deltas(chunks), finish(chunks)]).toEqual([
      [role, { function_call: { name: 'f', arguments: '' } }, { function_call: { arguments: '{}' } }, {}],
      ['function_call'],
    ])
  })

  test('the hidden tool of a JSON schema is the answer', () => {
    const request = { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } } as const
    const { chunks } = run(
      [begin(), open(0, { ...toolUse(), name: 'json_tool_call' }), json(0, '{"a":'), json(0, '1}'), close(0), ...end('tool_use')],
      request,
    )
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, { content: '{"a":' }, { content: '1}' }, {}], ['stop']])
  })
})

test('thinking is read as it comes, and given back signed and whole', () => {
  const events = [
    open(0, { type: 'thinking', thinking: '', signature: '' }),
    add(0, { type: 'thinking_delta', thinking: 'a' }),
    add(0, { type: 'thinking_delta', thinking: 'b' }),
    add(0, { type: 'signature_delta', signature: 's' }),
    close(0),
    open(1, { type: 'redacted_thinking', data: 'd' }),
    close(1),
    ...words(2, 'x'),
  ]
  expect(deltas(run([begin(), ...events, ...end()]).chunks)).toEqual([
    role,
    { reasoning_content: 'a' },
    { reasoning_content: 'b' },
    { thinking_blocks: [{ type: 'thinking', thinking: 'ab', signature: 's' }] },
    { thinking_blocks: [{ type: 'redacted_thinking', data: 'd' }] },
    { content: 'x' },
    {},
  ])
})

test('hosted tools are no tool calls; the blocks are kept for the next turn', () => {
  const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }
  const found = { type: 'web_search_tool_result', tool_use_id: 's', content: [] }
  const citation = { type: 'web_search_result_location', url: 'https://a', title: 'A', cited_text: 'x', encrypted_index: 'e' }
  const events = [
    open(0, search),
    add(0, { type: 'input_json_delta', partial_json: '{"query":"q"}' }),
    close(0),
    open(1, found),
    close(1),
    open(2, { type: 'text', text: '', citations: [] }),
    add(2, { type: 'text_delta', text: 'x' }),
    add(2, { type: 'citations_delta', citation }),
    close(2),
  ]
  const { chunks } = run([
    begin(),
    ...events,
    ...end('end_turn', { input_tokens: 90, output_tokens: 7, server_tool_use: { web_search_requests: 1 } }),
  ])
  expect(deltas(chunks)).toEqual([
    role,
    { content: 'x' },
    { annotations: [{ type: 'url_citation', url_citation: { url: 'https://a', title: 'A', start_index: 0, end_index: 1 } }] },
    {
      provider_specific_fields: {
        citations: [citation],
        content_blocks: [{ ...search, input: { query: 'q' } }, found, { type: 'text', text: 'x', citations: [citation] }],
      },
    },
    {},
  ])
  expect([finish(chunks), usage(chunks)]).toMatchObject([
    ['stop'],
    { prompt_tokens: 90, completion_tokens: 7, server_tool_use: { web_search_requests: 1 } },
  ])
})

test('compaction, container and refusal are told', () => {
  const events = [open(0, { type: 'compaction', content: '' }), add(0, { type: 'compaction_delta', content: 'so far' }), close(0)]
  const last = {
    type: 'message_delta',
    delta: { stop_reason: 'refusal', stop_details: { type: 'refusal', explanation: 'no' }, container: { id: 'c' } },
    usage: { output_tokens: 2 },
    context_management: { applied_edits: [] },
  }
  const { chunks } = run([begin(), ...events, last, { type: 'message_stop' }])
  expect(deltas(chunks)).toEqual([
    role,
    { refusal: 'no' },
    {
      provider_specific_fields: {
        content_blocks: [{ type: 'compaction', content: 'so far' }],
        container: { id: 'c' },
        context_management: { applied_edits: [] },
        stop_details: { type: 'refusal', explanation: 'no' },
        native_finish_reason: 'refusal',
      },
    },
    {},
  ])
  expect(finish(chunks)).toEqual(['content_filter'])
})

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'content_filter'],
  ['gone_fishing', 'stop'],
])('%s is %s', (native, want) => expect(finish(run([begin(), ...words(0, 'x'), ...end(native)]).chunks)).toEqual([want]))

test('counts at the end replace those of the start, key by key', () => {
  const start = { input_tokens: 10, cache_read_input_tokens: 4, cache_creation_input_tokens: 2, output_tokens: 1 }
  expect(
    usage(
      run([begin(start), ...words(0, 'x'), ...end('end_turn', { input_tokens: 20, output_tokens: 9, cache_read_input_tokens: null })])
        .chunks,
    ),
  ).toMatchObject({ prompt_tokens: 26, completion_tokens: 9, total_tokens: 35 })
})

test('a second start with the same id is passed over; with another, the open block is dropped', () => {
  expect(deltas(run([begin(), begin(), ...words(0, 'x'), ...end()]).chunks)).toEqual([role, { content: 'x' }, {}])
  const other = begin(undefined, { id: 'msg_2' })
  const { chunks } = run([begin(), open(0, { type: 'thinking', thinking: '', signature: '' }), other, ...words(0, 'x'), ...end()])
  expect([deltas(chunks), new Set(chunks.map(({ id }) => id))]).toEqual([[role, { content: 'x' }, {}], new Set(['msg_1'])])
})

test.each([
  {
    name: 'a new answer in the middle of a tool call',
    events: [begin(), open(0, toolUse()), begin(undefined, { id: 'msg_2' })],
    want: ['connection', 'invalid_response'],
  },
  {
    name: 'a piece of a block that was not opened',
    events: [begin(), add(3, { type: 'text_delta', text: 'x' })],
    want: ['connection', 'invalid_response'],
  },
  { name: 'a block before the start', events: [open(0, { type: 'text', text: '' })], want: ['connection', 'invalid_response'] },
  {
    name: 'overload as the first event',
    events: [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    want: ['unavailable', null],
  },
  {
    name: 'an error after content',
    events: [begin(), ...words(0, 'x'), { type: 'error', error: { type: 'api_error', message: 'x' } }],
    want: ['internal', null],
  },
  { name: 'no end', events: [begin(), ...words(0, 'x')], want: ['connection', 'incomplete_stream'] },
])('$name is a failure', ({ events, want }) => {
  const { failure } = run(events)
  expect([failure?.kind, failure?.code]).toEqual(want)
})

test('a stop reason without message_stop is an end, and events of other kinds are passed over', () => {
  const { chunks } = run([begin(), { type: 'ping' }, { type: 'message_mood', mood: 'good' }, ...words(0, 'x'), ...end().slice(0, 1)])
  expect(finish(chunks)).toEqual(['stop'])
})

describe('what the whole answer says, the stream says too', () => {
  const cite = { type: 'web_search_result_location', url: 'https://u', title: 't', cited_text: 'c' }
  const note = (from: number, to: number) => ({
    annotations: [{ type: 'url_citation', url_citation: { url: 'https://u', title: 't', start_index: from, end_index: to } }],
  })
  test('citations span their text, whether they come before or behind it', () => {
    const before = [open(1, { type: 'text', text: '' }), add(1, { type: 'citations_delta', citation: cite }), ...words(1, 'BC').slice(1)]
    const { chunks } = run([begin(), ...words(0, 'A '), ...before, ...end()])
    expect(deltas(chunks).slice(0, 4)).toEqual([role, { content: 'A ' }, { content: 'BC' }, note(2, 4)])
  })
  test('citations of a text that came whole', () => {
    const { chunks } = run([begin(undefined, { content: [{ type: 'text', text: 'ab', citations: [cite] }] }), ...end()])
    expect(deltas(chunks).slice(0, 3)).toEqual([role, { content: 'ab' }, note(0, 2)])
  })
  test('thinking that is there when its block opens', () => {
    const { chunks } = run([
      begin(),
      open(0, { type: 'thinking', thinking: 'I ', signature: '' }),
      add(0, { type: 'thinking_delta', thinking: 'see' }),
      add(0, { type: 'signature_delta', signature: 'S' }),
      close(0),
      ...end(),
    ])
    expect(deltas(chunks)).toEqual([
      role,
      { reasoning_content: 'I ' },
      { reasoning_content: 'see' },
      { thinking_blocks: [{ type: 'thinking', thinking: 'I see', signature: 'S' }] },
      {},
    ])
  })
  const schema: Partial<ChatRequest> = { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } } }
  const hidden = (index: number, input: string) => [
    open(index, { type: 'tool_use', id: 'toolu_2', name: 'json_tool_call', input: {} }),
    add(index, { type: 'input_json_delta', partial_json: input }),
    close(index),
  ]
  test('text beside the hidden tool does not spoil the JSON, and only its first call counts', () => {
    const { chunks } = run([begin(), ...words(0, 'Sure'), ...hidden(1, '{"a":1}'), ...hidden(2, '{"a":2}'), ...end('tool_use')], schema)
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, { content: '{"a":1}' }, {}], ['stop']])
  })
  test('text comes where the hidden tool was not called', () => {
    const { chunks } = run([begin(), ...words(0, 'No.'), ...end()], schema)
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, { content: 'No.' }, {}], ['stop']])
  })
})
