/** Cohere's answers, whole and streamed, beyond what the contract of all adapters asks. */
import { describe, expect, test } from 'vitest'
import type { ChatReply, ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import { cohereReply } from '../../../src/providers/cohere/reply.js'
import { cohere } from '../../../src/providers/cohere.js'
import { foldedReply, foldFramed, frames } from '../../conformance/native-suite.js'
import { chatCall, httpReply, testNow, testTarget } from '../../support/codec.js'

const target = testTarget({ provider: { name: 'cohere', format: 'cohere' } })
const legacy: Partial<ChatRequest> = { functions: [{ name: 'now' }] }

function whole(body: object, request: Partial<ChatRequest> = {}) {
  return cohereReply(httpReply(body), chatCall(request), target)
}

function streamed(events: readonly object[], request: Partial<ChatRequest> = {}) {
  const call = chatCall(request, { stream: true })
  return foldFramed(
    cohere,
    [
      frames(
        'sse',
        events.map((data) => ({ data })),
      ),
    ],
    target,
    call,
  )
}

function answered(reply: ReturnType<typeof whole>): ChatReply {
  if (isFault(reply)) throw new Error(reply.failure.message)
  return reply
}

const usage = {
  billed_units: { input_tokens: 39, output_tokens: 4 },
  tokens: { input_tokens: 1683, output_tokens: 6 },
  cached_tokens: 1500,
}
const start = { type: 'message-start', id: 'c-1', delta: { message: { role: 'assistant', content: [] } } }
const end = (finish: string, more: object = {}) => ({ type: 'message-end', delta: { finish_reason: finish, usage, ...more } })
const text = (index: number, piece: string, more: object = {}) => ({
  type: 'content-delta',
  index,
  delta: { message: { content: { text: piece } } },
  ...more,
})
const callStart = (index: number, id: string, name: string, input = '') => ({
  type: 'tool-call-start',
  index,
  delta: { message: { tool_calls: { id, type: 'function', function: { name, arguments: input } } } },
})
const callDelta = (index: number, piece: string) => ({
  type: 'tool-call-delta',
  index,
  delta: { message: { tool_calls: { function: { arguments: piece } } } },
})

describe('token counts', () => {
  test('are those of the model, with the billed ones beside them, whole and streamed', () => {
    const want = {
      prompt_tokens: 1683,
      completion_tokens: 6,
      total_tokens: 1689,
      prompt_tokens_details: { cached_tokens: 1500 },
      billed_units: { input_tokens: 39, output_tokens: 4 },
    }
    const message = { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }
    expect(answered(whole({ id: 'c-1', message, finish_reason: 'COMPLETE', usage })).usage).toEqual(want)
    expect(foldedReply(streamed([start, text(0, 'Hi'), end('COMPLETE')]).chunks).usage).toEqual(want)
  })

  test('are the billed ones where there are no others, and missing where there are none', () => {
    const message = { role: 'assistant', content: [] }
    const billed = { billed_units: { input_tokens: 3, output_tokens: 2 } }
    expect(answered(whole({ message, usage: billed })).usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 })
    expect(answered(whole({ message })).usage).toBeUndefined()
  })
})

describe('the end', () => {
  test.each([
    ['COMPLETE', 'stop', undefined],
    ['STOP_SEQUENCE', 'stop', { native_finish_reason: 'STOP_SEQUENCE' }],
    ['MAX_TOKENS', 'length', undefined],
    ['ERROR_TOXIC', 'content_filter', { native_finish_reason: 'ERROR_TOXIC' }],
    ['NEW_ONE', 'stop', { native_finish_reason: 'NEW_ONE' }],
  ])('%s is %s', (native, want, fields) => {
    const body = { message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }, finish_reason: native }
    const [choice] = answered(whole(body)).choices
    const [folded] = foldedReply(streamed([start, text(0, 'Hi'), end(native)]).chunks).choices
    expect([choice?.finish_reason, choice?.message.provider_specific_fields]).toEqual([want, fields])
    expect([folded?.finish_reason, folded?.message.provider_specific_fields]).toEqual([want, fields])
  })

  test.each([
    ['ERROR', 'internal', 500],
    ['TIMEOUT', 'timeout', 408],
  ])('%s is a failure, whole and streamed', (native, kind, status) => {
    const reply = whole({ message: { role: 'assistant', content: [] }, finish_reason: native })
    expect(isFault(reply) && [reply.failure.kind, reply.failure.status, reply.failure.code]).toEqual([kind, status, 'generation_failed'])
    const { chunks, failure } = streamed([start, text(0, 'Hi'), end(native, { error: 'the model broke' })])
    expect([failure?.kind, failure?.status]).toEqual([kind, status])
    expect(failure?.message).toContain('the model broke')
    expect(chunks.every((chunk) => chunk.choices.every((choice) => choice.finish_reason === null))).toBe(true)
  })
})

test('citations are annotations of the joined text, and whole beside them', () => {
  const cited = (content: number, from: number, to: number) => ({
    start: from,
    end: to,
    text: 'x',
    type: 'TEXT_CONTENT',
    content_index: content,
    sources: [
      { type: 'document', id: 'doc:0', document: { id: 'doc:0', title: 'Weather', url: 'https://a.example' } },
      { type: 'tool', id: 'now:0', tool_output: { result: 'noon' } },
    ],
  })
  const citations = [cited(1, 0, 3), { ...cited(0, 0, 3), type: 'PLAN' }]
  const content = [
    { type: 'text', text: 'One. ' },
    { type: 'text', text: 'Two.' },
  ]
  const want = {
    annotations: [
      { type: 'url_citation', url_citation: { url: 'https://a.example', title: 'Weather', start_index: 5, end_index: 8 } },
      { type: 'url_citation', url_citation: { url: 'now:0', title: 'now:0', start_index: 5, end_index: 8 } },
    ],
    provider_specific_fields: { citations },
  }
  expect(answered(whole({ message: { role: 'assistant', content, citations } })).choices[0]?.message).toMatchObject(want)
  const events = [
    start,
    { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: 'One. ' } } } },
    { type: 'content-start', index: 1, delta: { message: { content: { type: 'text', text: '' } } } },
    text(1, 'Two.'),
    ...citations.map((citation) => ({ type: 'citation-start', delta: { message: { citations: citation } } })),
    end('COMPLETE'),
  ]
  expect(foldedReply(streamed(events).chunks).choices[0]?.message).toMatchObject({ content: 'One. Two.', ...want })
})

test('log probabilities are one entry a piece of text', () => {
  const items = [{ text: 'Hi', token_ids: [1, 2], logprobs: [-0.25, -0.5] }]
  const content = [{ token: 'Hi', bytes: null, logprob: -0.75, top_logprobs: [] }]
  const body = { message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] }, logprobs: items }
  expect(answered(whole(body)).choices[0]?.logprobs).toEqual({ content, refusal: null })
  const { chunks } = streamed([start, text(0, 'Hi', { logprobs: items[0] }), end('COMPLETE')])
  expect(foldedReply(chunks).choices[0]?.logprobs).toEqual({ content, refusal: null })
})

describe('tool calls of a stream', () => {
  const callsOf = (events: readonly object[]) =>
    foldedReply(streamed([start, ...events, end('TOOL_CALL')]).chunks).choices[0]?.message.tool_calls
  const call = (id: string, name: string, input: string) => ({ id, type: 'function', function: { name, arguments: input } })

  test('are numbered by themselves, whatever the provider numbers', () => {
    expect(callsOf([callStart(3, 'a', 'now', '{}'), callStart(7, 'b', 'look_up'), callDelta(7, '{"x"'), callDelta(7, ':1}')])).toEqual([
      call('a', 'now', '{}'),
      call('b', 'look_up', '{"x":1}'),
    ])
  })

  test.each([[['null']], [['nu', 'll']], [['n', 'u', 'l', 'l']], [[]]])('arguments %j are an empty object', (pieces) => {
    expect(callsOf([callStart(0, 'a', 'now'), ...pieces.map((piece) => callDelta(0, piece)), { type: 'tool-call-end', index: 0 }])).toEqual(
      [call('a', 'now', '{}')],
    )
  })

  test('a delta without its start is a failure', () => {
    const { failure } = streamed([start, callDelta(0, '{')])
    expect([failure?.kind, failure?.code]).toEqual(['connection', 'invalid_response'])
  })

  test('an answer to `functions` has a function call, whole and streamed', () => {
    const want = {
      finish: 'function_call',
      message: { role: 'assistant', content: null, refusal: null, function_call: { name: 'now', arguments: '{}' } },
    }
    const body = {
      message: { role: 'assistant', tool_calls: [call('a', 'now', 'null'), call('b', 'now', '{}')] },
      finish_reason: 'TOOL_CALL',
    }
    const [choice] = answered(whole(body, legacy)).choices
    expect({ finish: choice?.finish_reason, message: choice?.message }).toEqual(want)
    const { chunks } = streamed([start, callStart(0, 'a', 'now', 'null'), callStart(1, 'b', 'now', '{}'), end('TOOL_CALL')], legacy)
    const [folded] = foldedReply(chunks).choices
    expect({ finish: folded?.finish_reason, message: { ...folded?.message, content: null } }).toEqual(want)
  })
})

describe('errors', () => {
  test.each([
    [400, { message: 'too many tokens: size limit exceeded by 11326 tokens.' }, 'context-window', 'context_length_exceeded'],
    [400, { message: 'too many tokens: max tokens must be less than or equal to 4096' }, 'bad-request', null],
    [401, { message: 'invalid api token' }, 'authentication', null],
    [400, { message: 'No API key provided.' }, 'authentication', null],
    [404, { id: 'x', message: "model 'gone' not found, make sure the correct model ID was used" }, 'not-found', 'model_not_found'],
    [422, { message: 'invalid request: all elements must have a message' }, 'bad-request', null],
    [429, { message: 'too many requests' }, 'rate-limit', null],
    [429, { message: 'You are using a Trial key, which is limited to 1000 API calls / month.' }, 'rate-limit', 'insufficient_quota'],
    [498, { message: 'blocked output: please try again with a different prompt' }, 'content-policy', 'content_policy_violation'],
    [498, { message: 'invalid token' }, 'authentication', null],
    [500, { message: 'internal server error' }, 'internal', null],
    [503, { message: 'upstream' }, 'unavailable', null],
  ])('%i %j is %s', (status, body, kind, code) => {
    const failure = cohere.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target, testNow)
    expect([failure.kind, failure.status, failure.code]).toEqual([kind, status, code])
  })

  test('an error object in an answer of status 200 is a failure', () => {
    const reply = whole({ id: 'x', message: 'internal server error' })
    expect(isFault(reply) && reply.failure.kind).toBe('internal')
  })
})
