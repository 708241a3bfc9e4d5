/** Error answers as failures: one table of recorded and documented bodies. */
import { describe, expect, test } from 'vitest'
import type { HttpHeaders } from '../../../src/protocol/http.js'
import { anthropicErrorRules } from '../../../src/providers/anthropic/errors.js'
import { openAiErrorRules } from '../../../src/providers/openai/errors.js'
import { embeddedFailure, httpFailure } from '../../../src/providers/shared/to-failure.js'
import { testNow, testTarget } from '../../support/codec.js'

type Case = {
  readonly name: string
  readonly provider: string
  readonly status: number
  readonly body: object | string
  readonly want: readonly [string, string | null]
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } })

const cases: readonly Case[] = [
  {
    name: 'a bad request',
    provider: 'openai',
    status: 400,
    body: error('no', { type: 'invalid_request_error' }),
    want: ['bad-request', null],
  },
  {
    name: 'a full context by code',
    provider: 'openai',
    status: 400,
    body: error('x', { code: 'context_length_exceeded' }),
    want: ['context-window', 'context_length_exceeded'],
  },
  {
    name: 'a full context by text',
    provider: 'hosted_vllm',
    status: 400,
    body: { object: 'error', message: "This model's maximum context length is 4096 tokens.", code: 400 },
    want: ['context-window', 'context_length_exceeded'],
  },
  {
    name: 'a full context at Cerebras',
    provider: 'cerebras',
    status: 400,
    body: { message: 'Current length is 9000 while limit is 8192' },
    want: ['context-window', 'context_length_exceeded'],
  },
  {
    name: 'one long field',
    provider: 'openai',
    status: 400,
    body: error('string too long. Expected a string with maximum length 64', { code: 'string_above_max_length' }),
    want: ['bad-request', 'string_above_max_length'],
  },
  {
    name: 'context words under 500',
    provider: 'openai',
    status: 500,
    body: error("the model's maximum context length is fine, we are not"),
    want: ['internal', null],
  },
  {
    name: 'a bad request that echoes 429',
    provider: 'openai',
    status: 400,
    body: error('unknown field rate_limit_429'),
    want: ['bad-request', null],
  },
  {
    name: 'a filtered prompt on Azure',
    provider: 'azure',
    status: 400,
    body: error('filtered', { code: 'content_filter', innererror: { code: 'ResponsibleAIPolicyViolation' } }),
    want: ['content-policy', 'content_policy_violation'],
  },
  {
    name: 'a filtered prompt by inner code alone',
    provider: 'azure',
    status: 400,
    body: error('no', { code: 'BadRequest', innererror: { code: 'ResponsibleAIPolicyViolation' } }),
    want: ['content-policy', 'content_policy_violation'],
  },
  {
    name: 'a missing deployment',
    provider: 'azure',
    status: 404,
    body: error('none', { code: 'DeploymentNotFound' }),
    want: ['not-found', 'DeploymentNotFound'],
  },
  {
    name: 'a gateway in front of Azure',
    provider: 'azure',
    status: 401,
    body: { statusCode: 401, message: 'Access denied due to invalid subscription key.' },
    want: ['authentication', null],
  },
  {
    name: 'an unknown model as 400',
    provider: 'openai',
    status: 400,
    body: error('x', { code: 'model_not_found' }),
    want: ['bad-request', 'model_not_found'],
  },
  {
    name: 'an unknown model as text',
    provider: 'voyage',
    status: 400,
    body: { detail: 'Model x is not supported. Supported models are [].' },
    want: ['bad-request', 'model_not_found'],
  },
  {
    name: 'a wrong key',
    provider: 'openai',
    status: 401,
    body: error('Incorrect API key provided', { code: 'invalid_api_key' }),
    want: ['authentication', 'invalid_api_key'],
  },
  {
    name: 'an empty account',
    provider: 'openai',
    status: 429,
    body: error('quota', { type: 'insufficient_quota', code: 'insufficient_quota' }),
    want: ['rate-limit', 'insufficient_quota'],
  },
  {
    name: 'payment required',
    provider: 'openrouter',
    status: 402,
    body: error('Insufficient credits', { code: 402 }),
    want: ['rate-limit', 'insufficient_quota'],
  },
  { name: 'no permission', provider: 'openai', status: 403, body: error('country'), want: ['permission', null] },
  {
    name: 'a policy refusal at xAI',
    provider: 'xai',
    status: 403,
    body: { code: 'forbidden', error: 'Content violates usage guidelines.' },
    want: ['content-policy', 'content_policy_violation'],
  },
  {
    name: 'validation at Mistral',
    provider: 'mistral',
    status: 422,
    body: { detail: [{ loc: ['body', 'messages'], msg: 'Extra inputs', type: 'extra_forbidden' }] },
    want: ['unprocessable', null],
  },
  {
    name: 'validation at DeepSeek',
    provider: 'deepseek',
    status: 422,
    body: error('Failed to deserialize the JSON body'),
    want: ['unprocessable', null],
  },
  {
    name: 'a full context under 422',
    provider: 'mistral',
    status: 422,
    body: { object: 'error', message: 'prompt is too long for this model: 9 tokens' },
    want: ['context-window', 'context_length_exceeded'],
  },
  { name: 'validation elsewhere', provider: 'openai', status: 422, body: error('no'), want: ['bad-request', null] },
  {
    name: 'a large request',
    provider: 'anthropic',
    status: 413,
    body: { type: 'error', error: { type: 'request_too_large', message: 'too large' } },
    want: ['bad-request', null],
  },
  {
    name: 'a long prompt at Anthropic',
    provider: 'anthropic',
    status: 400,
    body: { type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' } },
    want: ['context-window', 'context_length_exceeded'],
  },
  {
    name: 'a used-up limit at Anthropic',
    provider: 'anthropic',
    status: 400,
    body: { type: 'error', error: { type: 'invalid_request_error', message: 'You have reached your specified API usage limits.' } },
    want: ['rate-limit', 'insufficient_quota'],
  },
  {
    name: 'an overloaded Anthropic',
    provider: 'anthropic',
    status: 529,
    body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    want: ['unavailable', null],
  },
  { name: 'a slow model', provider: 'openai', status: 504, body: '', want: ['timeout', null] },
  { name: 'an origin that does not answer', provider: 'together_ai', status: 524, body: '', want: ['timeout', null] },
  { name: 'a conflict', provider: 'openai', status: 409, body: error('x'), want: ['conflict', null] },
  { name: 'a failed dependency', provider: 'openai', status: 424, body: error('x'), want: ['internal', null] },
  { name: 'an expired token', provider: 'cohere', status: 498, body: { message: 'invalid token' }, want: ['authentication', null] },
  {
    name: 'a bad gateway with a page',
    provider: 'groq',
    status: 502,
    body: '<html><head><title>502 Bad Gateway</title></head></html>',
    want: ['bad-gateway', null],
  },
  { name: 'a status with no row', provider: 'openai', status: 418, body: '', want: ['api', null] },
  { name: 'a server status with no row', provider: 'openai', status: 599, body: '', want: ['internal', null] },
  {
    name: 'another LiteLLM proxy',
    provider: 'litellm_proxy',
    status: 400,
    body: error('litellm.ContextWindowExceededError: too much', { code: '400' }),
    want: ['context-window', '400'],
  },
  {
    name: 'a proxy class nobody knows',
    provider: 'litellm_proxy',
    status: 429,
    body: error('litellm.constructor: x'),
    want: ['rate-limit', null],
  },
]

const rulesOf = (provider: string) => (provider === 'anthropic' ? anthropicErrorRules : openAiErrorRules(provider))

test.each(cases)('$name at $provider ($status)', ({ provider, status, body, want }) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const failure = httpFailure({ status, headers: {}, text }, testTarget({ provider: { name: provider } }), rulesOf(provider), testNow)
  expect([failure.kind, failure.code]).toEqual(want)
  expect(failure.status).toBe(status)
})

test('a failure tells who, what, which request, how long to wait, and keeps the error object', () => {
  const headers: HttpHeaders = { 'x-request-id': 'req-7', 'retry-after': '2' }
  const text = JSON.stringify(
    error('Rate limit reached for sk-proj-abcdefgh12345678', { type: 'tokens', code: 'rate_limit_exceeded', param: null }),
  )
  const target = testTarget({ model: 'gpt-4o' })
  expect(httpFailure({ status: 429, headers, text }, target, [], testNow)).toEqual({
    kind: 'rate-limit',
    message: 'openai/gpt-4o answered 429: Rate limit reached for …5678',
    status: 429,
    code: 'rate_limit_exceeded',
    type: 'tokens',
    param: null,
    headers,
    requestId: 'req-7',
    provider: 'openai',
    model: 'gpt-4o',
    retryAfterMs: 2000,
    body: { message: 'Rate limit reached for …5678', type: 'tokens', code: 'rate_limit_exceeded', param: null },
  })
})

test('a page is told by its title', () => {
  const text = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>a{}</style></head><body>x</body></html>'
  const { message } = httpFailure({ status: 502, headers: {}, text }, testTarget(), [], undefined)
  expect(message).toBe('openai/model-x answered 502: an HTML page: 502 Bad Gateway')
})

test('a long error object is not kept', () => {
  const text = JSON.stringify(error('x'.repeat(5000), { code: 'big' }))
  const { body, message } = httpFailure({ status: 400, headers: {}, text }, testTarget(), [], undefined)
  expect(body).toEqual({ code: 'big', truncated: true })
  expect(message).toHaveLength('openai/model-x answered 400: '.length + 1000)
})

test('a message that the provider states is told as it stands, anything else is sampled', () => {
  const told = (text: string) => httpFailure({ status: 400, headers: {}, text }, testTarget(), [], undefined).message
  const long = `the model is not there.\nThese are: ${'a-model, '.repeat(60)}`.trim()
  expect([told(JSON.stringify(error(long))), told(JSON.stringify({ odd: 'x'.repeat(900) })), told('y'.repeat(900))]).toEqual([
    `openai/model-x answered 400: ${long}`,
    `openai/model-x answered 400: {"odd":"${'x'.repeat(291)}…`,
    `openai/model-x answered 400: ${'y'.repeat(299)}…`,
  ])
})

describe('an error inside an answer', () => {
  test.each([
    { value: error('x', { type: 'server_error' }), want: ['internal', 500] },
    { value: error('x', { type: 'rate_limit_error' }), want: ['rate-limit', 429] },
    { value: error('x', { code: 429 }), want: ['rate-limit', 429] },
    { value: error('x', { status_code: 400, code: 'tool_use_failed' }), want: ['bad-request', 400] },
    { value: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, want: ['unavailable', 503] },
    { value: { code: 'The service is currently unavailable', error: 'at capacity' }, want: ['unavailable', 503] },
    { value: error("exceeds the model's context window, maximum context length is 10"), want: ['context-window', 400] },
    { value: 'plain', want: ['internal', 500] },
    { value: null, want: ['internal', 500] },
  ])('$value is $want', ({ value, want }) => {
    const failure = embeddedFailure(value, testTarget(), anthropicErrorRules)
    expect([failure.kind, failure.status]).toEqual(want)
  })
})
