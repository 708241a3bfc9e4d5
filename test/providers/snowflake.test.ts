/** Snowflake Cortex: both doors, the type of the token, Claude's reasoning, tools of the older API, vectors. */
import { describe, expect, test } from 'vitest'
import { snowflake } from '../../src/providers/snowflake.js'
import { chatCall, embeddingCall, foldStream, httpReply, sse, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget } from '../support/native-request.js'

const account = 'https://org-acc.snowflakecomputing.com'
const row = 'https://snowflakecomputing.com/api/v2'
const target = rowTarget('snowflake', { baseUrl: `${account}/api/v2`, model: 'claude-sonnet-4-6' })
const native = { ...target, baseUrl: `${account}/api/v2/cortex/inference:complete` }
const door = `${account}/api/v2/cortex/v1/chat/completions`
const tool = { type: 'function' as const, function: { name: 'f', description: 'does f', parameters: { type: 'object' } } }

describe('where it answers', () => {
  test.each([
    [account, door],
    [`${account}/api/v2`, door],
    [`${account}/api/v2/cortex/v1`, door],
    [door, door],
    ['https://gateway.example/sf/v1', 'https://gateway.example/sf/v1/chat/completions'],
    [native.baseUrl, native.baseUrl],
  ])('%s leads to %s', (baseUrl, url) => {
    expect(chatSent(snowflake, { ...target, baseUrl }).url).toBe(url)
  })

  test('an account id alone is enough', () => {
    expect(chatSent(snowflake, { ...target, baseUrl: row, settings: { account_id: 'org-acc' } }).url).toBe(door)
  })

  test('without an account it says what to set', () => {
    expect(failureOf(snowflake.endpoints.chat?.toRequest(chatCall(), { ...target, baseUrl: row }))).toMatchObject({
      code: 'missing_setting',
      param: 'account_id',
      message: expect.stringContaining('SNOWFLAKE_ACCOUNT_ID'),
    })
  })
})

describe('the token', () => {
  const name = 'x-snowflake-authorization-token-type'
  const plain = { method: 'POST' as const, url: door, headers: {} }
  const sign = async (key: string, headers = {}) =>
    (await snowflake.authorize({ ...plain, headers }, { kind: 'key', key }, target, undefined as never, testNow)).headers

  test.each([
    ['pat/abc', 'PROGRAMMATIC_ACCESS_TOKEN', 'abc'],
    ['oauth/abc', 'OAUTH', 'abc'],
    ['eyJ.a.b', 'KEYPAIR_JWT', 'eyJ.a.b'],
  ])('%s travels as %s', async (key, type, token) => {
    expect(await sign(key)).toEqual({ [name]: type, authorization: `Bearer ${token}` })
  })

  test('a type of the deployment’s own wins', async () => {
    expect(await sign('abc', { [name]: 'OAUTH' })).toEqual({ [name]: 'OAUTH', authorization: 'Bearer abc' })
  })
})

describe('the OpenAI door', () => {
  test.each([
    [{ reasoning_effort: 'low' as const }, { reasoning: { effort: 'low' } }],
    [{ thinking: { type: 'enabled' as const, budget_tokens: 2000 } }, { reasoning: { max_tokens: 2000 } }],
    [{ max_tokens: 5 }, { max_completion_tokens: 5 }],
  ])('Claude is asked %j as %j', (given, want) => {
    expect(chatSent(snowflake, target, given).body).toEqual({
      model: target.model,
      messages: [{ role: 'user', content: 'hello' }],
      ...want,
    })
  })

  test('OpenAI’s models keep their effort', () => {
    expect(chatSent(snowflake, { ...target, model: 'openai-gpt-5' }, { reasoning_effort: 'low' }).body.reasoning_effort).toBe('low')
  })
})

describe('inference:complete', () => {
  test('tools, calls and results take Snowflake’s form', () => {
    const { body } = chatSent(snowflake, native, {
      messages: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        {
          role: 'assistant',
          content: 'Calling.',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', content: '42', tool_call_id: 'c1' },
      ],
      tools: [tool],
      tool_choice: { type: 'function', function: { name: 'f' } },
      max_tokens: 9,
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
      guardrails: { enabled: true },
    } as never)
    expect(body).toEqual({
      model: target.model,
      stream: false,
      max_tokens: 9,
      guardrails: { enabled: true },
      response_format: { type: 'json', schema: { type: 'object' } },
      tools: [{ tool_spec: { type: 'generic', name: 'f', description: 'does f', input_schema: { type: 'object' } } }],
      tool_choice: { type: 'tool', name: ['f'] },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: 'Calling.',
          content_list: [
            { type: 'text', text: 'Calling.' },
            { type: 'tool_use', tool_use: { tool_use_id: 'c1', name: 'f', input: { a: 1 } } },
          ],
        },
        {
          role: 'user',
          content: '',
          content_list: [{ type: 'tool_results', tool_results: { tool_use_id: 'c1', name: 'f', content: [{ type: 'text', text: '42' }] } }],
        },
      ],
    })
  })

  test('images and what it does not know are refused', () => {
    const image = chatCall({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x' } }] }] })
    expect(failureOf(snowflake.endpoints.chat?.toRequest(image, native))).toMatchObject({ kind: 'bad-request', param: 'messages' })
    expect(failureOf(snowflake.endpoints.chat?.toRequest(chatCall({ seed: 1 }), native))).toMatchObject({
      kind: 'unsupported-params',
      param: 'seed',
    })
  })

  test('two calls of a stream are told apart by their ids', () => {
    const event = (delta: object, usage: object = {}) => ({ id: '1', model: 'm', choices: [{ delta }], usage })
    const bytes = sse(
      event({ type: 'text', content: 'Let me see. ' }),
      event({ type: 'tool_use', tool_use_id: 'c1', name: 'f' }),
      event({ type: 'tool_use', input: '{"a":' }),
      event({ type: 'tool_use', input: '1}' }),
      event({ type: 'tool_use', tool_use_id: 'c2', name: 'g' }),
      { id: '1', model: 'm', choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } },
    )
    const { chunks, failure } = foldStream(snowflake, [bytes], native, chatCall({}, { stream: true }))
    expect(failure).toBeUndefined()
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])).toEqual([
      { index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } },
      { index: 0, function: { arguments: '{"a":' } },
      { index: 0, function: { arguments: '1}' } },
      { index: 1, id: 'c2', type: 'function', function: { name: 'g', arguments: '' } },
      { index: 1, function: { arguments: '{}' } },
    ])
    expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['tool_calls'])
  })
})

describe('embeddings', () => {
  test('texts go in as `text`, vectors come each in a list', () => {
    expect(embeddingSent(snowflake, { ...target, model: 'snowflake-arctic-embed-m' }, { input: 'a' })).toMatchObject({
      url: `${account}/api/v2/cortex/inference:embed`,
      body: { model: 'snowflake-arctic-embed-m', text: ['a'] },
    })
    const body = { object: 'list', model: 'm', data: [{ embedding: [[1, 2]], index: 0 }], usage: { total_tokens: 4 } }
    expect(madeOf(snowflake.endpoints.embeddings?.fromResponse(httpReply(body), embeddingCall(), target))).toMatchObject({
      data: [{ embedding: [1, 2], index: 0, object: 'embedding' }],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    })
  })
})

test.each([
  [400, { message: 'unknown model "x"', request_id: 'r' }, 'bad-request'],
  [401, { code: '390144', message: 'JWT token is invalid.' }, 'authentication'],
  [429, { message: 'too many requests' }, 'rate-limit'],
])('%i %j is read', (status, body, kind) => {
  expect(snowflake.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target, testNow)).toMatchObject({ kind, status })
})
