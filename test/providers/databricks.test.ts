/** Databricks: where it answers, what it takes of Claude and others, content lists, the service principal, its errors. */
import { describe, expect, test } from 'vitest'
import { databricks } from '../../src/providers/databricks.js'
import { chatCall, embeddingCall, foldStream, httpReply, sse, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget, tokenPorts } from '../support/native-request.js'

const host = 'https://adb-1.azuredatabricks.net'
const claude = rowTarget('databricks', { baseUrl: `${host}/serving-endpoints`, model: 'databricks-claude-3-7-sonnet' })
const llama = rowTarget('databricks', { baseUrl: `${host}/serving-endpoints`, model: 'databricks-llama-4-maverick' })

test.each([
  [`${host}/serving-endpoints`, `${host}/serving-endpoints/chat/completions`],
  [host, `${host}/serving-endpoints/chat/completions`],
  ['adb-1.azuredatabricks.net', `${host}/serving-endpoints/chat/completions`],
  [`${host}/serving-endpoints/chat/completions`, `${host}/serving-endpoints/chat/completions`],
  [`${host}/serving-endpoints/my-model`, `${host}/serving-endpoints/my-model/invocations`],
  [`${host}/serving-endpoints/my-model/invocations`, `${host}/serving-endpoints/my-model/invocations`],
  ['https://1.ai-gateway.cloud.databricks.com/mlflow/v1', 'https://1.ai-gateway.cloud.databricks.com/mlflow/v1/chat/completions'],
])('%s is called at %s', (baseUrl, url) => {
  expect(chatSent(databricks, { ...llama, baseUrl }).url).toBe(url)
})

describe('the body', () => {
  test('names stay on user messages, empty texts go, cache marks travel on parts', () => {
    const { body } = chatSent(databricks, claude, {
      messages: [
        { role: 'system', content: 'Be brief.', name: 'rules', cache_control: { type: 'ephemeral' } },
        { role: 'user', content: 'Hi', name: 'ann' },
        {
          role: 'assistant',
          content: ' \n',
          name: 'bot',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', content: 'ok', tool_call_id: 'c1' },
      ],
      max_completion_tokens: 50,
      user: 'u',
    })
    expect(body).toEqual({
      model: 'databricks-claude-3-7-sonnet',
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }] },
        { role: 'user', content: 'Hi', name: 'ann' },
        { role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }] },
        { role: 'tool', content: 'ok', tool_call_id: 'c1' },
      ],
      max_tokens: 50,
    })
  })

  test('Claude gets a thinking budget for an effort, and its own signed reasoning back', () => {
    const { body } = chatSent(databricks, claude, {
      reasoning_effort: 'medium',
      messages: [
        { role: 'user', content: '2+2?' },
        { role: 'assistant', content: '4', thinking_blocks: [{ type: 'thinking', thinking: 'easy', signature: 'sig' }] },
        { role: 'user', content: 'sure?' },
      ],
    })
    expect(body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 2048 }, max_tokens: 6144 })
    expect(body).not.toHaveProperty('reasoning_effort')
    expect(body.messages).toContainEqual({
      role: 'assistant',
      content: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'easy', signature: 'sig' }] },
        { type: 'text', text: '4' },
      ],
    })
  })

  test('other models keep the effort, and get no reasoning of Claude’s', () => {
    const { body } = chatSent(databricks, llama, {
      reasoning_effort: 'low',
      messages: [{ role: 'assistant', content: '4', thinking_blocks: [{ type: 'thinking', thinking: 'easy', signature: 'sig' }] }],
    })
    expect(body).toEqual({ model: llama.model, reasoning_effort: 'low', messages: [{ role: 'assistant', content: '4' }] })
  })

  test('a schema is asked for as OpenAI writes it, and never in a stream', () => {
    const format = { type: 'json_schema' as const, json_schema: { name: 'a', schema: { type: 'object' } } }
    const { body } = chatSent(databricks, claude, { response_format: format }, { stream: true })
    expect(body.response_format).toEqual(format)
    expect(body).not.toHaveProperty('stream')
    expect(chatSent(databricks, claude, {}, { stream: true }).body.stream).toBe(true)
  })

  test('JSON mode is asked of Claude in words, of others by its name', () => {
    const given = { response_format: { type: 'json_object' as const } }
    expect(chatSent(databricks, claude, given, { stream: true }).body).toEqual({
      model: claude.model,
      stream: true,
      messages: [
        { role: 'system', content: 'Answer with one JSON object and nothing else.' },
        { role: 'user', content: 'hello' },
      ],
    })
    expect(chatSent(databricks, llama, given).body.response_format).toEqual({ type: 'json_object' })
    const schema = { type: 'object' }
    const withSchema = { response_format: { type: 'json_object', response_schema: schema } } as never // LiteLLM's form
    expect(chatSent(databricks, claude, withSchema).body.response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', schema },
    })
  })
})

const summary = (text: string, signature: string) => ({ type: 'reasoning', summary: [{ type: 'summary_text', text, signature }] })

describe('answers', () => {
  test('signatures and citations survive the content list', () => {
    const content = [summary('think', 'sig-1'), { type: 'text', text: 'Paris.', citations: [{ cited_text: 'P' }] }]
    const body = { id: '1', choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] }
    const reply = madeOf(databricks.endpoints.chat?.fromResponse(httpReply(body), chatCall(), claude))
    expect(reply.choices[0]?.message).toMatchObject({
      content: 'Paris.',
      reasoning_content: 'think',
      thinking_blocks: [{ type: 'thinking', thinking: 'think', signature: 'sig-1' }],
      provider_specific_fields: { citations: [{ cited_text: 'P' }] },
    })
  })

  test('in a stream the signature comes behind its text', () => {
    const chunk = (delta: object, finish: string | null = null) => ({ id: '1', choices: [{ index: 0, delta, finish_reason: finish }] })
    const bytes = sse(
      chunk({ role: 'assistant', content: [summary('th', '')] }),
      chunk({ content: [summary('ink', '')] }),
      chunk({ content: [summary('', 'sig-2')] }),
      chunk({ content: 'Paris.' }),
      chunk({}, 'stop'),
      '[DONE]',
    )
    const { chunks, failure } = foldStream(databricks, [bytes], claude, chatCall({}, { stream: true }))
    expect(failure).toBeUndefined()
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.thinking_blocks ?? [])).toEqual([
      { type: 'thinking', thinking: 'th', signature: '' },
      { type: 'thinking', thinking: 'ink', signature: '' },
      { type: 'thinking', thinking: '', signature: 'sig-2' },
    ])
  })

  test.each([
    [400, 'BAD_REQUEST', 'Input is too long', 'context-window'],
    [404, 'RESOURCE_DOES_NOT_EXIST', 'no such endpoint', 'not-found'],
    [403, 'PERMISSION_DENIED', 'no', 'permission'],
    [429, 'REQUEST_LIMIT_EXCEEDED', 'slow down', 'rate-limit'],
    [503, 'TEMPORARILY_UNAVAILABLE', 'later', 'unavailable'],
  ])('%i %s is read', (status, error_code, message, kind) => {
    const failure = databricks.toFailure({ status, headers: {}, text: JSON.stringify({ error_code, message }) }, claude, testNow)
    expect(failure).toMatchObject({ kind, status, message: `databricks/${claude.model} answered ${status}: ${message}` })
  })

  test('embeddings go to the same host', () => {
    const target = rowTarget('databricks', { baseUrl: host, model: 'databricks-gte-large-en' })
    expect(embeddingSent(databricks, target, { input: ['a'] })).toMatchObject({
      url: `${host}/serving-endpoints/embeddings`,
      body: { model: 'databricks-gte-large-en', input: ['a'] },
    })
    const body = { data: [{ embedding: [1, 2], index: 0 }], usage: { prompt_tokens: 3, total_tokens: 3 } }
    const reply = madeOf(databricks.endpoints.embeddings?.fromResponse(httpReply(body), embeddingCall(), target))
    expect(reply).toEqual({
      object: 'list',
      model: 'databricks-gte-large-en',
      data: [{ object: 'embedding', index: 0, embedding: [1, 2] }],
      usage: { prompt_tokens: 3, total_tokens: 3 },
    })
  })
})

describe('sign-in', () => {
  const ports = tokenPorts([])
  const ask = (fields: { [name: string]: string }) => databricks.signIn?.request({ kind: 'fields', fields }, claude, ports)

  test('a service principal asks its workspace for a token', async () => {
    expect(madeOf(await ask({ client_id: 'id', client_secret: 'se cret' }))).toEqual({
      method: 'POST',
      url: `${host}/oidc/v1/token`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        authorization: `Basic ${btoa('id:se cret')}`,
      },
      body: 'grant_type=client_credentials&scope=all-apis',
    })
  })

  test('a personal token is used as it is', async () => {
    expect(await databricks.signIn?.request({ kind: 'key', key: 'dapi' }, claude, ports)).toBeUndefined()
  })

  test('half a principal names the missing half', async () => {
    expect(failureOf(await ask({ client_id: 'id' }))).toMatchObject({
      kind: 'authentication',
      code: 'missing_api_key',
      message: 'databricks: the service principal has no client_secret (DATABRICKS_CLIENT_SECRET)',
    })
  })

  test('the token ends when the answer says', () => {
    const reply = httpReply({ access_token: 't', expires_in: 3600 })
    expect(databricks.signIn?.fromResponse(reply, claude, testNow)).toEqual({ token: 't', expiresAt: testNow + 3_600_000 })
  })
})
