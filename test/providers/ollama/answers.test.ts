/** Ollama's answers, whole and streamed, beyond what the contract of all adapters asks. */
import { describe, expect, test } from 'vitest'
import type { ChatReply, ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import { ollamaReply } from '../../../src/providers/ollama/reply.js'
import { ollama } from '../../../src/providers/ollama.js'
import { foldedReply, foldFramed, frames } from '../../conformance/native-suite.js'
import { chatCall, httpReply, testNow, testTarget } from '../../support/codec.js'

const target = testTarget({ provider: { name: 'ollama', format: 'ollama' }, model: 'qwen3:8b' })
const head = { model: 'qwen3:8b', created_at: '2025-06-01T00:00:07.9Z' }
const counts = { prompt_eval_count: 26, eval_count: 298 }

function whole(message: object, more: object = {}, request: Partial<ChatRequest> = {}): ChatReply {
  const reply = ollamaReply(httpReply({ ...head, message, done: true, done_reason: 'stop', ...counts, ...more }), chatCall(request), target)
  if (isFault(reply)) throw new Error(reply.failure.message)
  return reply
}

function streamed(messages: readonly object[], last: object = {}, request: Partial<ChatRequest> = {}) {
  const lines = messages.map((message) => ({ data: { ...head, message, done: false } }))
  const end = { data: { ...head, message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', ...counts, ...last } }
  return foldFramed(ollama, [frames('json-lines', [...lines, end])], target, chatCall(request, { stream: true }))
}

test('time and model are the server’s own', () => {
  const want = {
    created: 1_748_736_007,
    model: 'qwen3:8b',
    object: 'chat.completion',
    id: expect.stringMatching(/^chatcmpl-[0-9a-f]{24}$/),
  }
  expect(whole({ content: 'Hi' })).toMatchObject(want)
  expect(foldedReply(streamed([{ content: 'Hi' }]).chunks)).toMatchObject(want)
})

describe('thinking', () => {
  test.each([
    ['a member of its own', [{ thinking: 'Two ' }, { thinking: 'and two.' }, { content: 'Four' }]],
    ['tags in the text', [{ content: '<think>Two ' }, { content: 'and two.</thi' }, { content: 'nk>\n\nFour' }]],
  ])('in %s is reasoning', (_name, messages) => {
    const [folded] = foldedReply(streamed(messages).chunks).choices
    expect([folded?.message.reasoning_content, folded?.message.content]).toEqual(['Two and two.', 'Four'])
    const joined = { thinking: '', content: '' }
    for (const message of messages) {
      if ('thinking' in message) joined.thinking += message.thinking
      else joined.content += message.content
    }
    const [choice] = whole(joined).choices
    expect([choice?.message.reasoning_content, choice?.message.content]).toEqual(['Two and two.', 'Four'])
  })

  test('a tag that turns out to be text is sent', () => {
    expect(foldedReply(streamed([{ content: '<thi' }]).chunks).choices[0]?.message.content).toBe('<thi')
  })
})

describe('tool calls', () => {
  const calls = [
    { function: { name: 'look_up', arguments: { city: 'Bern' } } },
    { id: 'call_own', function: { name: 'now', arguments: {} } },
  ]
  const made = expect.stringMatching(/^call_[0-9a-f]{24}$/)
  const want = [
    { id: made, type: 'function', function: { name: 'look_up', arguments: '{"city":"Bern"}' } },
    { id: 'call_own', type: 'function', function: { name: 'now', arguments: '{}' } },
  ]

  test('get ids and arguments as text, and end with `tool_calls`, whole and streamed', () => {
    const replies = [whole({ content: '', tool_calls: calls }), foldedReply(streamed(calls.map((call) => ({ tool_calls: [call] }))).chunks)]
    for (const reply of replies) {
      expect([reply.choices[0]?.message.tool_calls, reply.choices[0]?.finish_reason]).toEqual([want, 'tool_calls'])
    }
  })

  test('made ids differ', () => {
    const ids = whole({ tool_calls: [calls[0], calls[0]] }).choices[0]?.message.tool_calls?.map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })

  test('an answer to `functions` has a function call, whole and streamed', () => {
    const request = { functions: [{ name: 'look_up' }] }
    const replies = [
      whole({ content: '', tool_calls: calls }, {}, request),
      foldedReply(streamed([{ tool_calls: calls }], {}, request).chunks),
    ]
    for (const { choices } of replies) {
      expect([choices[0]?.message.function_call, choices[0]?.message.tool_calls, choices[0]?.finish_reason]).toEqual([
        { name: 'look_up', arguments: '{"city":"Bern"}' },
        undefined,
        'function_call',
      ])
    }
  })
})

test.each([
  ['stop', 'stop', undefined],
  ['length', 'length', undefined],
  ['load', 'stop', { native_finish_reason: 'load' }],
  [undefined, 'stop', undefined],
])('%s ends with %s', (native, want, fields) => {
  for (const reply of [
    whole({ content: 'Hi' }, { done_reason: native }),
    foldedReply(streamed([{ content: 'Hi' }], { done_reason: native }).chunks),
  ]) {
    expect([reply.choices[0]?.finish_reason, reply.choices[0]?.message.provider_specific_fields]).toEqual([want, fields])
  }
})

test('a prompt without a count is guessed from its text, the same whole and streamed', () => {
  const request: Partial<ChatRequest> = {
    messages: [
      { role: 'system', content: 'x'.repeat(40) },
      { role: 'user', content: [{ type: 'text', text: 'y'.repeat(39) }] },
    ],
  }
  const none = { prompt_eval_count: undefined }
  const want = { prompt_tokens: 20, completion_tokens: 298, total_tokens: 318 }
  expect(whole({ content: 'Hi' }, none, request).usage).toEqual(want)
  expect(foldedReply(streamed([{ content: 'Hi' }], none, request).chunks).usage).toEqual(want)
  expect(whole({ content: '' }, { ...none, eval_count: undefined }).usage).toBeUndefined()
})

test('log probabilities', () => {
  const item = { token: 'Hi', logprob: -0.5, bytes: [72, 105], top_logprobs: [{ token: 'Ho', logprob: -1 }] }
  const want = {
    content: [{ token: 'Hi', logprob: -0.5, bytes: [72, 105], top_logprobs: [{ token: 'Ho', logprob: -1, bytes: null }] }],
    refusal: null,
  }
  expect(whole({ content: 'Hi' }, { logprobs: [item] }).choices[0]?.logprobs).toEqual(want)
  const line = { data: { ...head, message: { content: 'Hi' }, logprobs: [item], done: true } }
  expect(foldedReply(foldFramed(ollama, [frames('json-lines', [line])], target).chunks).choices[0]?.logprobs).toEqual(want)
})

test('images of an answer are data URLs beside its text', () => {
  const image = (index: number, url: string) => ({ type: 'image_url', image_url: { url }, index })
  const images = ['iVBORw0K', '/9j/4AAQ']
  for (const reply of [whole({ content: '', images }), foldedReply(streamed(images.map((one) => ({ images: [one] }))).chunks)]) {
    expect(reply.choices[0]?.message.images).toEqual([
      image(0, 'data:image/png;base64,iVBORw0K'),
      image(1, 'data:image/jpeg;base64,/9j/4AAQ'),
    ])
  }
})

describe('answers in OpenAI’s form', () => {
  const chunk = (delta: object, finish: string | null = null) => ({
    data: { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] },
  })

  test('are read as such', () => {
    const events = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Hi' }), chunk({}, 'stop'), { data: '[DONE]' }]
    const { chunks, failure } = foldFramed(ollama, [frames('sse', events)], target)
    expect(failure).toBeUndefined()
    expect(foldedReply(chunks).choices[0]?.message.content).toBe('Hi')
  })

  test('are incomplete without their end, and broken where Ollama’s form had begun', () => {
    expect(foldFramed(ollama, [frames('sse', [chunk({ content: 'Hi' })])], target).failure?.code).toBe('incomplete_stream')
    const mixed = [
      ...frames('json-lines', [{ data: { ...head, message: { content: 'Hi' }, done: false } }]),
      ...frames('sse', [chunk({}, 'stop')]),
    ]
    expect(foldFramed(ollama, [new Uint8Array(mixed)], target).failure?.code).toBe('invalid_response')
  })
})

describe('errors', () => {
  test.each([
    [400, 'the input length exceeds the context length', 'context-window', 'context_length_exceeded'],
    [400, 'the prompt is longer than the context length currently available to the model', 'context-window', 'context_length_exceeded'],
    [400, '"llama3" does not support thinking', 'bad-request', null],
    [401, 'unauthorized', 'authentication', null],
    [404, "model 'gone' not found", 'not-found', 'model_not_found'],
    [429, 'you have reached your usage limit', 'rate-limit', null],
    [500, 'model runner has unexpectedly stopped', 'internal', null],
    [503, 'server busy, please try again.  maximum pending requests exceeded', 'unavailable', null],
  ])('%i %s is %s', (status, error, kind, code) => {
    const failure = ollama.toFailure({ status, headers: {}, text: JSON.stringify({ error }) }, target, testNow)
    expect([failure.kind, failure.status, failure.code]).toEqual([kind, status, code])
    expect(failure.message).toContain(error)
  })

  test.each([
    ["model 'gone' not found", 'not-found'],
    ['server busy, please try again.  maximum pending requests exceeded', 'unavailable'],
    ['rate limit reached', 'rate-limit'],
    ['an error was encountered while running the model', 'internal'],
  ])('%s in a line is %s', (error, kind) => {
    expect(foldFramed(ollama, [frames('json-lines', [{ data: { error } }])], target).failure?.kind).toBe(kind)
    const reply = ollamaReply(httpReply({ error }), chatCall(), target)
    expect(isFault(reply) && reply.failure.kind).toBe(kind)
  })
})
