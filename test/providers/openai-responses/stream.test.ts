/** Streams of the Responses API as hosts really send them. */
import { describe, expect, test } from 'vitest'
import { openaiResponses } from '../../../src/providers/openai-responses.js'
import { foldedReply, foldFramed } from '../../conformance/native-suite.js'
import { chatCall, sse, testTarget } from '../../support/codec.js'

const target = testTarget({ provider: { name: 'openai', format: 'openai-responses' } })
const fold = (...events: readonly (object | string)[]) =>
  foldFramed(openaiResponses, [sse(...events)], target, chatCall({}, { stream: true }))

function messageOf(...events: readonly (object | string)[]) {
  const { chunks, failure } = fold(...events)
  if (failure !== undefined) throw new Error(failure.message)
  return foldedReply(chunks).choices[0]?.message
}

const created = { type: 'response.created', response: { id: 'resp_1', created_at: 1, model: 'm' } }
const completed = (output: readonly object[] = [], more: object = {}) => ({
  type: 'response.completed',
  response: { status: 'completed', output, ...more },
})
const item = (index: number, value: object) => [
  { type: 'response.output_item.added', output_index: index, item: value },
  { type: 'response.output_item.done', output_index: index, item: value },
]

describe('what deltas leave out is told at the end', () => {
  const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: 'hi', annotations: [] }] }
  const call = { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'f', arguments: '{"a":1}' }
  const thought = { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] }
  const want = {
    content: 'hi',
    reasoning_content: 'hm',
    tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
  }

  test('by items without deltas', () => {
    expect(messageOf(created, ...item(0, thought), ...item(1, message), ...item(2, call), completed())).toMatchObject(want)
  })

  test('by the response alone', () => {
    expect(messageOf(completed([thought, message, call]))).toMatchObject(want)
  })

  test('also the end of a text that deltas only began', () => {
    const delta = { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta: 'h' }
    expect(messageOf(created, delta, { type: 'response.output_item.done', output_index: 0, item: message }, completed())).toMatchObject({
      content: 'hi',
    })
  })

  test('and only once', () => {
    const events = [...item(0, thought), ...item(1, message), ...item(2, call), completed([thought, message, call])]
    expect(messageOf(created, ...events)).toMatchObject(want)
  })
})

test('ids that change from event to event are told apart by their index', () => {
  const delta = (id: string, text: string) => ({
    type: 'response.output_text.delta',
    item_id: id,
    output_index: 0,
    content_index: 0,
    delta: text,
  })
  const message = { type: 'message', id: 'x9', role: 'assistant', content: [{ type: 'output_text', text: 'ab' }] }
  expect(
    messageOf(
      created,
      delta('x1', 'a'),
      delta('x2', 'b'),
      { type: 'response.output_item.done', output_index: 0, item: message },
      completed([message]),
    )?.content,
  ).toBe('ab')
})

test('events without index are told apart by their id, and [DONE] behind the end is read over', () => {
  const delta = (id: string, text: string) => ({ type: 'response.function_call_arguments.delta', item_id: id, delta: text })
  const call = (id: string) => ({
    type: 'response.output_item.added',
    item: { type: 'function_call', id, call_id: `call_${id}`, name: id, arguments: '' },
  })
  expect(messageOf(created, call('f'), call('g'), delta('g', '{}'), delta('f', '[]'), completed(), '[DONE]')?.tool_calls).toEqual([
    { id: 'call_f', type: 'function', function: { name: 'f', arguments: '[]' } },
    { id: 'call_g', type: 'function', function: { name: 'g', arguments: '{}' } },
  ])
})

test('custom calls, refusals, citations, pictures and probabilities', () => {
  const cited = { type: 'url_citation', url: 'https://h', title: 'H', start_index: 0, end_index: 1 }
  const place = { output_index: 0, content_index: 0 }
  const { chunks } = fold(
    created,
    { type: 'response.output_text.delta', ...place, delta: 'a', logprobs: [{ token: 'a', logprob: -1, top_logprobs: [] }] },
    { type: 'response.output_text.annotation.added', ...place, annotation_index: 0, annotation: cited },
    { type: 'response.refusal.delta', output_index: 0, content_index: 1, delta: 'no' },
    {
      type: 'response.output_item.added',
      output_index: 1,
      item: { type: 'custom_tool_call', id: 'ctc', call_id: 'c', name: 'g', input: '' },
    },
    { type: 'response.custom_tool_call_input.delta', output_index: 1, item_id: 'ctc', delta: 'fr' },
    { type: 'response.custom_tool_call_input.delta', output_index: 1, item_id: 'ctc', delta: 'ee' },
    ...item(2, { type: 'image_generation_call', id: 'ig', result: 'AA==' }),
    completed([], { usage: { input_tokens: 1, output_tokens: 2 } }),
  )
  const reply = foldedReply(chunks)
  expect(reply.choices[0]?.logprobs).toEqual({ content: [{ token: 'a', logprob: -1, bytes: null, top_logprobs: [] }], refusal: null })
  expect(reply.choices[0]?.message).toMatchObject({
    content: 'a',
    refusal: 'no',
    annotations: [{ type: 'url_citation', url_citation: { url: 'https://h', title: 'H', start_index: 0, end_index: 1 } }],
    tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'g', input: 'free' } }],
    images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' }, index: 0 }],
    provider_specific_fields: { output_provider: 'openai', output_items: [{ type: 'image_generation_call', id: 'ig', result: 'AA==' }] },
  })
  expect(reply.usage).toEqual({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 })
})

test('reasoning comes in one of its forms, with a blank line between its parts', () => {
  const summary = (index: number, text: string) => ({
    type: 'response.reasoning_summary_text.delta',
    output_index: 0,
    item_id: 'rs',
    summary_index: index,
    delta: text,
  })
  const raw = (index: number, text: string) => ({
    type: 'response.reasoning_text.delta',
    output_index: index,
    item_id: `rs${index}`,
    content_index: 0,
    delta: text,
  })
  expect(
    messageOf(created, summary(0, 'a'), raw(0, 'x'), summary(0, 'b'), summary(1, 'c'), raw(1, 'd'), raw(1, 'e'), completed())
      ?.reasoning_content,
  ).toBe('ab\n\nc\n\nde')
})

describe('failures', () => {
  test.each<{ name: string; event: object; want: readonly [string, string | null, string] }>([
    {
      name: 'nested',
      event: { type: 'error', error: { type: 'tokens', code: 'rate_limit_exceeded', message: 'slow down', param: null } },
      want: ['rate-limit', 'rate_limit_exceeded', 'slow down'],
    },
    {
      name: 'flat',
      event: { type: 'error', code: 'context_length_exceeded', message: 'too long', param: 'input', sequence_number: 2 },
      want: ['context-window', 'context_length_exceeded', 'too long'],
    },
    {
      name: 'the response failed',
      event: { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error', message: 'broke' } } },
      want: ['internal', 'server_error', 'broke'],
    },
    { name: 'the response failed without a word', event: { type: 'response.failed', response: {} }, want: ['internal', 'failed', 'ended'] },
    {
      name: 'an error without a type',
      event: { error: { message: 'gone', code: 'insufficient_quota' } },
      want: ['rate-limit', 'insufficient_quota', 'gone'],
    },
  ])('$name', ({ event, want: [kind, code, text] }) => {
    const { failure } = fold(created, event, completed())
    expect([failure?.kind, failure?.code]).toEqual([kind, code])
    expect(failure?.message).toContain(text)
  })

  test('[DONE] before the end is no end', () => {
    expect(fold(created, '[DONE]').failure?.code).toBe('incomplete_stream')
  })
})

describe('custom calls', () => {
  const call = {
    type: 'custom_tool_call',
    id: 'ctc_1',
    call_id: 'xs_call_1',
    name: 'x_keyword_search',
    input: '{"query":"a"}',
    status: 'completed',
  }
  const answer = { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'output_text', text: 'found' }] }
  const told = (tools: readonly object[]) => [
    { ...created, response: { ...created.response, tools } },
    { type: 'response.output_item.added', output_index: 0, item: { ...call, input: '', status: 'in_progress' } },
    { type: 'response.custom_tool_call_input.delta', output_index: 0, item_id: 'ctc_1', delta: call.input },
    { type: 'response.output_item.done', output_index: 0, item: call },
    ...item(1, answer),
    completed([call, answer], { tools }),
  ]

  test('that the host makes itself are kept for the next turn only', () => {
    const [choice] = foldedReply(fold(...told([{ type: 'x_search' }])).chunks).choices
    expect(choice?.message).toEqual({
      role: 'assistant',
      content: 'found',
      refusal: null,
      provider_specific_fields: { output_provider: 'openai', output_items: [call, answer] },
    })
    expect(choice?.finish_reason).toBe('stop')
  })

  test.each([[[{ type: 'custom', name: 'x_keyword_search' }, { type: 'x_search' }]], [[]]])(
    'of a client with the tools %j are asked of it',
    (tools) => {
      const [choice] = foldedReply(fold(...told(tools)).chunks).choices
      expect([choice?.finish_reason, choice?.message.tool_calls]).toEqual([
        'tool_calls',
        [{ id: 'xs_call_1', type: 'custom', custom: { name: 'x_keyword_search', input: '{"query":"a"}' } }],
      ])
    },
  )
})
