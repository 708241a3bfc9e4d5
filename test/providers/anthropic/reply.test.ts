/** Whole answers of the Messages API. */
import { expect, test } from 'vitest'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import { messagesReply } from '../../../src/providers/anthropic/reply.js'
import { chatCall, httpReply, testTarget } from '../../support/codec.js'

const answer = (content: readonly object[], reason: string | null = 'end_turn', more: object = {}) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content,
  stop_reason: reason,
  usage: { input_tokens: 1, output_tokens: 2 },
  ...more,
})

function read(body: unknown, request: Partial<ChatRequest> = {}) {
  const reply = messagesReply(httpReply(body), chatCall(request), testTarget({ provider: { name: 'anthropic' } }))
  return isFault(reply) ? { kind: reply.failure.kind, code: reply.failure.code } : reply
}

const text = (value: string, more: object = {}) => ({ type: 'text', text: value, ...more })
const use = { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } }
const called = { id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }
const base = { role: 'assistant', content: '', refusal: null }

test.each<readonly [string, readonly object[], string | null, object, object, string]>([
  ['text is joined', [text('a'), text('b')], 'end_turn', {}, { ...base, content: 'ab' }, 'stop'],
  ['nothing', [], 'end_turn', {}, base, 'stop'],
  ['a call alone', [use], 'tool_use', {}, { ...base, content: null, tool_calls: [called] }, 'tool_calls'],
  [
    'a call without input',
    [{ ...use, input: undefined }],
    'tool_use',
    {},
    { ...base, content: null, tool_calls: [{ ...called, function: { name: 'f', arguments: '{}' } }] },
    'tool_calls',
  ],
  [
    'thinking',
    [{ type: 'thinking', thinking: 't', signature: 's' }, text('a')],
    'end_turn',
    {},
    { ...base, content: 'a', reasoning_content: 't', thinking_blocks: [{ type: 'thinking', thinking: 't', signature: 's' }] },
    'stop',
  ],
  [
    'thinking that is not shown',
    [{ type: 'thinking', thinking: '', signature: 's' }, text('a')],
    'end_turn',
    {},
    { ...base, content: 'a', thinking_blocks: [{ type: 'thinking', thinking: '', signature: 's' }] },
    'stop',
  ],
  [
    'a refusal with its reason',
    [],
    'refusal',
    { stop_details: { type: 'refusal', explanation: 'no' } },
    {
      ...base,
      refusal: 'no',
      provider_specific_fields: { stop_details: { type: 'refusal', explanation: 'no' }, native_finish_reason: 'refusal' },
    },
    'content_filter',
  ],
  [
    'a call from hosted code',
    [{ ...use, caller: { type: 'code_execution_20260120' } }],
    'tool_use',
    { container: { id: 'c' } },
    {
      ...base,
      content: null,
      tool_calls: [called],
      provider_specific_fields: { content_blocks: [{ ...use, caller: { type: 'code_execution_20260120' } }], container: { id: 'c' } },
    },
    'tool_calls',
  ],
  [
    'citations',
    [
      text('ab '),
      text('cd', { citations: [{ type: 'web_search_result_location', url: 'https://a', title: 'A' }, { type: 'page_location' }] }),
    ],
    'end_turn',
    {},
    {
      ...base,
      content: 'ab cd',
      annotations: [{ type: 'url_citation', url_citation: { url: 'https://a', title: 'A', start_index: 3, end_index: 5 } }],
      provider_specific_fields: {
        citations: [{ type: 'web_search_result_location', url: 'https://a', title: 'A' }, { type: 'page_location' }],
        content_blocks: expect.any(Array),
      },
    },
    'stop',
  ],
])('%s', (_name, content, reason, more, message, finish) => {
  expect(read(answer(content, reason, more))).toEqual({
    id: 'msg_1',
    object: 'chat.completion',
    created: 1_748_736_000,
    model: 'claude',
    choices: [{ index: 0, message, finish_reason: finish, logprobs: null }],
    usage: {
      prompt_tokens: 1,
      completion_tokens: 2,
      total_tokens: 3,
      prompt_tokens_details: { cached_tokens: 0, cache_creation_tokens: 0 },
    },
  })
})

test('the hidden tool of a JSON schema is the answer', () => {
  const request: Partial<ChatRequest> = { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } }
  expect(read(answer([{ ...use, name: 'json_tool_call' }], 'tool_use'), request)).toMatchObject({
    choices: [{ message: { content: '{"a":1}' }, finish_reason: 'stop' }],
  })
})

test('legacy functions come as function_call', () => {
  expect(read(answer([use], 'tool_use'), { functions: [{ name: 'f' }] })).toMatchObject({
    choices: [{ message: { function_call: { name: 'f', arguments: '{"a":1}' } }, finish_reason: 'function_call' }],
  })
})

test.each<readonly [string, unknown, string, string | null]>([
  ['an error in a 200', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'unavailable', null],
  ['no content', { id: 'msg_1' }, 'connection', 'invalid_response'],
  ['half of JSON', '{"content":[', 'connection', 'invalid_response'],
])('%s is a failure', (_name, body, kind, code) => expect(read(body)).toEqual({ kind, code }))
