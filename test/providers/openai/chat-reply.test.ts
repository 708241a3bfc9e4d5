/** Whole answers of OpenAI-compatible hosts and their oddities. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { chatReply } from '../../../src/providers/openai/chat-reply.js'
import { chatCall, httpReply, testTarget } from '../../support/codec.js'

const reply = (message: object, finish: unknown = 'stop', more: object = {}) => ({
  id: 'c1',
  object: 'chat.completion',
  created: 5,
  model: 'm',
  choices: [{ index: 0, message, finish_reason: finish }],
  ...more,
})
const read = (body: unknown) => chatReply(httpReply(body), chatCall(), testTarget())
const messageOf = (body: unknown) => {
  const answer = read(body)
  return isFault(answer) ? answer.failure.message : answer.choices[0]?.message
}
const settled = { role: 'assistant', content: 't', refusal: null }

test.each<readonly [string, object, object]>([
  ['missing members', { content: 't' }, settled],
  [
    'zero-filled members',
    {
      content: 't',
      refusal: '',
      audio: { id: '', data: '' },
      function_call: { name: '', arguments: '' },
      tool_calls: null,
      annotations: null,
    },
    settled,
  ],
  ['reasoning', { content: 't', reasoning: 'r' }, { ...settled, reasoning_content: 'r' }],
  ['no reasoning', { content: 't', reasoning: null, reasoning_content: null }, settled],
  [
    'thinking parts',
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'r' }] },
        { type: 'text', text: 't' },
        { type: 'reference', reference_ids: [1] },
      ],
    },
    { ...settled, reasoning_content: 'r', provider_specific_fields: { content_parts: [{ type: 'reference', reference_ids: [1] }] } },
  ],
  [
    'reasoning details',
    { content: 't', reasoning: 'r', reasoning_details: [{ type: 'reasoning.text', text: 'r' }] },
    { ...settled, reasoning_content: 'r', provider_specific_fields: { reasoning_details: [{ type: 'reasoning.text', text: 'r' }] } },
  ],
  ['leading tags', { content: '\n<think>\nr\n</think>\n\nt' }, { ...settled, reasoning_content: '\nr\n' }],
  ['tags without an end', { content: '<think>r' }, { ...settled, content: '<think>r' }],
  ['tags inside', { content: 'see <think>r</think>' }, { ...settled, content: 'see <think>r</think>' }],
  [
    'calls without type, arguments or with an index',
    {
      content: '',
      tool_calls: [
        { id: 'a', index: 0, function: { name: 'f' } },
        { id: 'b', custom: {}, function: { name: 'g', arguments: { x: 1 } } },
      ],
    },
    {
      ...settled,
      content: '',
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'b', type: 'function', function: { name: 'g', arguments: '{"x":1}' } },
      ],
    },
  ],
  [
    'custom calls',
    { content: null, tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'f', input: 'x' } }] },
    { ...settled, content: null, tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'f', input: 'x' } }] },
  ],
])('%s', (_name, message, want) => expect(messageOf(reply(message))).toEqual(want))

test.each<readonly [unknown, object, string]>([
  ['', {}, 'stop'],
  ['', { tool_calls: [{ id: 'a', function: { name: 'f' } }] }, 'tool_calls'],
  ['stop', { tool_calls: [{ id: 'a', function: { name: 'f' } }] }, 'tool_calls'],
  ['length', { tool_calls: [{ id: 'a', function: { name: 'f' } }] }, 'length'],
  [null, {}, 'stop'],
  ['eos', {}, 'stop'],
  ['model_length', {}, 'length'],
  ['toString', {}, 'stop'],
])('finish %j of %j is %s', (native, message, want) => {
  const answer = read(reply(message, native))
  expect(isFault(answer) || answer.choices[0]?.finish_reason).toBe(want)
})

test('id, time, model and object are there whatever the host leaves out', () => {
  expect(read({ choices: [{ message: { content: 't' } }], failure: 'x', service_tier: '' })).toEqual({
    id: expect.stringMatching(/^chatcmpl-.{24}$/),
    object: 'chat.completion',
    created: 1_748_736_000,
    model: 'model-x',
    choices: [{ index: 0, message: settled, finish_reason: 'stop', logprobs: null }],
  })
})

test.each<readonly [string, unknown, string, string | null]>([
  ['an error in a 200', { error: { message: 'x', code: 502 } }, 'bad-gateway', '502'],
  [
    "xAI's error in a 200",
    { code: 'The service is currently unavailable', error: 'full' },
    'unavailable',
    'The service is currently unavailable',
  ],
  ['an error beside choices', { ...reply({ content: 't' }), error: { message: 'x', code: 429 } }, 'rate-limit', '429'],
  ['a broken answer', reply({ content: 't' }, 'insufficient_system_resource'), 'unavailable', 'insufficient_system_resource'],
  ['no choices', { id: 'c' }, 'connection', 'invalid_response'],
  ['a choice that is none', { choices: [7] }, 'connection', 'invalid_response'],
  ['half of JSON', '{"choices":[{"message":{"content":"t', 'connection', 'invalid_response'],
])('%s is a failure', (_name, body, kind, code) => {
  const answer = read(body)
  expect(isFault(answer) && [answer.failure.kind, answer.failure.code]).toEqual([kind, code])
})

test('an error of null is none', () => expect(messageOf({ ...reply({ content: 't' }), error: null })).toEqual(settled))

test.each([
  { name: 'a call the model made by itself', choice: 'auto', native: 'stop', want: 'tool_calls' },
  { name: 'a forced call, as OpenAI ends it', choice: { type: 'function', function: { name: 'f' } }, native: 'stop', want: 'stop' },
  { name: 'a demanded call, as OpenAI ends it', choice: 'required', native: 'stop', want: 'stop' },
  { name: 'a forced call without a reason', choice: 'required', native: '', want: 'tool_calls' },
] as const)('finish reason of $name', ({ choice, native, want }) => {
  const body = reply({ content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] }, native)
  const answer = chatReply(httpReply(body), chatCall({ tool_choice: choice }), testTarget())
  expect(isFault(answer) ? answer.failure : answer.choices[0]?.finish_reason).toBe(want)
})

test("the upstream's own finish reason is kept beside OpenAI's word", () => {
  const body = reply({ content: 't' })
  Object.assign(body.choices[0] ?? {}, { native_finish_reason: 'end_turn' })
  expect([messageOf(body), messageOf(reply({ content: 't' }, 'model_length'))]).toEqual([
    { ...settled, provider_specific_fields: { native_finish_reason: 'end_turn' } },
    { ...settled, provider_specific_fields: { native_finish_reason: 'model_length' } },
  ])
})

test('an error that stands in the choice is the failure', () => {
  const body = reply({ content: 'half' }, 'error')
  Object.assign(body.choices[0] ?? {}, { error: { code: 502, message: 'upstream went away' } })
  const answer = read(body)
  expect(isFault(answer) && [answer.failure.kind, answer.failure.status, answer.failure.message]).toEqual([
    'bad-gateway',
    502,
    'openai/model-x reported an error inside its answer: upstream went away',
  ])
})
