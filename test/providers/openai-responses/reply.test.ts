/** Whole answers of the Responses API as chat replies, and the failures that they report. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { openaiResponses } from '../../../src/providers/openai-responses.js'
import { chatCall, httpReply, testNow, testTarget } from '../../support/codec.js'

const target = testTarget({ provider: { name: 'openai', format: 'openai-responses' } })

function replyOf(body: unknown) {
  const reply = openaiResponses.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target)
  if (reply === undefined) throw new Error('no codec')
  return reply
}

function messageOf(...output: readonly object[]) {
  const reply = replyOf({ id: 'resp_1', created_at: 1_700_000_000.9, model: 'm', status: 'completed', output })
  if (isFault(reply)) throw new Error(reply.failure.message)
  return reply.choices[0]?.message
}

const message = (...content: readonly object[]) => ({ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content })
const text = (value: string, annotations: readonly object[] = []) => ({ type: 'output_text', text: value, annotations })

test('head, counts and searches', () => {
  const search = { id: 'ws', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q' } }
  const open = { id: 'ws2', type: 'web_search_call', status: 'completed', action: { type: 'open_page', url: 'u' } }
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
    output_tokens: 7,
    output_tokens_details: { reasoning_tokens: 3 },
    total_tokens: 17,
    cost: 0.5,
  }
  const output = [search, open, message(text('hi'))]
  expect(
    replyOf({ id: 'resp_1', created_at: 1_700_000_000.9, model: 'm', status: 'completed', service_tier: 'flex', output, usage }),
  ).toEqual({
    id: 'resp_1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'm',
    service_tier: 'flex',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: {
          role: 'assistant',
          content: 'hi',
          refusal: null,
          provider_specific_fields: { output_provider: 'openai', output_items: output },
        },
      },
    ],
    usage: {
      cost: 0.5,
      prompt_tokens: 10,
      completion_tokens: 7,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2, cache_creation_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 3 },
      server_tool_use: { web_search_requests: 1 },
    },
  })
})

describe('messages', () => {
  test('plain text and calls need no items to go back', () => {
    expect(messageOf(message(text('a')), { type: 'function_call', id: 'fc', call_id: 'c', name: 'f', arguments: '' })).toEqual({
      role: 'assistant',
      content: 'a',
      refusal: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
    })
  })

  test('places of citations count from the beginning of all text', () => {
    const cited = { type: 'url_citation', url: 'https://h', title: 'H', start_index: 0, end_index: 2 }
    const file = { type: 'file_citation', file_id: 'f', filename: 'n', index: 0 }
    const found = messageOf(message(text('one ')), message(text('two', [cited, file, { type: 'url_citation', url: 'https://x' }])))
    expect([found?.content, found?.annotations]).toEqual([
      'one two',
      [
        { type: 'url_citation', url_citation: { url: 'https://h', title: 'H', start_index: 4, end_index: 6 } },
        { type: 'url_citation', url_citation: { url: 'https://x', title: '', start_index: 0, end_index: 0 } },
      ],
    ])
  })

  test('refusals, custom calls and pictures', () => {
    const custom = { type: 'custom_tool_call', id: 'ctc', call_id: 'c', name: 'g', input: 'free' }
    const picture = { type: 'image_generation_call', id: 'ig', status: 'completed', result: 'AA==', output_format: 'webp' }
    expect(messageOf(message({ type: 'refusal', refusal: 'no' }), custom, picture)).toMatchObject({
      content: null,
      refusal: 'no',
      tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'g', input: 'free' } }],
      images: [{ type: 'image_url', image_url: { url: 'data:image/webp;base64,AA==' }, index: 0 }],
    })
  })

  test('reasoning is told by its summaries, else by its text', () => {
    const summary = (value: string) => ({ type: 'summary_text', text: value })
    expect(
      messageOf(
        { type: 'reasoning', id: 'r1', summary: [summary('a'), summary('b')], content: [{ type: 'reasoning_text', text: 'x' }] },
        { type: 'reasoning', id: 'r2', summary: [], content: [{ type: 'reasoning_text', text: 'c' }] },
        { type: 'reasoning', id: 'r3', summary: [] },
      )?.reasoning_content,
    ).toBe('a\n\nb\n\nc')
  })

  test('probabilities of tokens', () => {
    const logprobs = [{ token: 'a', logprob: -1, bytes: [97], top_logprobs: [{ token: 'b', logprob: -2, bytes: [98] }] }]
    const reply = replyOf({ id: 'r', output: [message({ ...text('a'), logprobs })] })
    expect(isFault(reply) ? undefined : reply.choices[0]?.logprobs).toEqual({ content: logprobs, refusal: null })
  })
})

describe('ends', () => {
  test.each([
    [{ status: 'completed' }, 'stop'],
    [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
    [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content_filter'],
    [{ status: 'incomplete', incomplete_details: null }, 'stop'],
    [{}, 'stop'],
  ])('%j is %s', (end, want) => {
    const reply = replyOf({ id: 'r', output: [message(text('a'))], ...end })
    expect(isFault(reply) ? reply : reply.choices[0]?.finish_reason).toBe(want)
  })

  test.each<{ body: object; want: readonly [string, string | null] }>([
    {
      body: { id: 'r', status: 'failed', output: [], error: { code: 'rate_limit_exceeded', message: 'slow down' } },
      want: ['rate-limit', 'rate_limit_exceeded'],
    },
    { body: { id: 'r', status: 'failed', output: [], error: { code: 'server_error', message: 'no' } }, want: ['internal', 'server_error'] },
    {
      body: { id: 'r', status: 'failed', output: [], error: { code: 'bio_policy', message: 'no' } },
      want: ['content-policy', 'content_policy_violation'],
    },
    { body: { id: 'r', status: 'failed', output: [], error: null }, want: ['internal', 'failed'] },
    { body: { id: 'r', status: 'cancelled', output: [] }, want: ['internal', 'cancelled'] },
    { body: { code: 'invalid_api_key', error: 'no such key' }, want: ['authentication', 'invalid_api_key'] },
    { body: { message: 'nothing here' }, want: ['internal', null] },
    { body: { id: 'r' }, want: ['connection', 'invalid_response'] },
  ])('$body is a failure', ({ body, want }) => {
    const reply = replyOf(body)
    expect(isFault(reply) && [reply.failure.kind, reply.failure.code]).toEqual(want)
  })

  test('an unknown model stays a bad request', () => {
    const error = { code: 'model_not_found', message: 'The requested model does not exist.', type: 'invalid_request_error', param: 'model' }
    const failure = openaiResponses.toFailure({ status: 400, headers: {}, text: JSON.stringify({ error }) }, target, testNow)
    expect([failure.kind, failure.code, failure.param]).toEqual(['bad-request', 'model_not_found', 'model'])
  })
})

test('a custom call that the host has made itself is not asked of the client', () => {
  const call = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'xs_call_1', name: 'x_user_search', input: '{}', status: 'completed' }
  const body = { id: 'resp_1', created_at: 1, model: 'm', status: 'completed', output: [call, message(text('found'))] }
  const seen = (tools: readonly object[]) => {
    const reply = replyOf({ ...body, tools })
    if (isFault(reply)) throw new Error(reply.failure.message)
    return [reply.choices[0]?.finish_reason, reply.choices[0]?.message.tool_calls]
  }
  const asked = ['tool_calls', [{ id: 'xs_call_1', type: 'custom', custom: { name: 'x_user_search', input: '{}' } }]]
  expect(seen([{ type: 'x_search' }])).toEqual(['stop', undefined])
  expect([seen([]), seen([{ type: 'custom', name: 'x_user_search' }]), seen([{ type: 'namespace', name: 'n' }])]).toEqual([
    asked,
    asked,
    asked,
  ])
})
