/** Bodies of Claude and of the models that speak OpenAI's format, on Vertex AI; what errors mean; who is asked how. */
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Adapter } from '../../../src/providers/adapter.js'
import { vertex } from '../../../src/providers/vertex.js'
import { vertexAnthropic } from '../../../src/providers/vertex-anthropic.js'
import { vertexOpenai } from '../../../src/providers/vertex-openai.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { chatCall, httpReply, type TargetInput, testNow, testTarget } from '../../support/codec.js'

const target = (model: string, more: TargetInput = {}) =>
  testTarget({
    provider: { name: 'vertex_ai', format: 'vertex', auth: 'fields' },
    baseUrl: 'https://{location}-aiplatform.googleapis.com',
    settings: { vertex_project: 'p' },
    ...more,
    model,
  })

function built(adapter: Adapter, model: string, request: object, options: { stream?: boolean } & TargetInput = {}) {
  const { stream = false, ...more } = options
  const http = adapter.endpoints.chat?.toRequest(chatCall(request as Partial<ChatRequest>, { stream }), target(model, more))
  if (http === undefined || isFault(http)) throw new Error(http?.failure.message ?? 'no codec')
  return { headers: http.headers, body: JSON.parse(String(http.body)) }
}

const claude = 'claude-sonnet-4-5@20250929'
const hello = [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }]

describe('Claude', () => {
  test('has its version in the body and its model in the address', () => {
    const { body, headers } = built(vertexAnthropic, claude, { max_tokens: 9 })
    expect(body).toEqual({ anthropic_version: 'vertex-2023-10-16', max_tokens: 9, messages: hello })
    expect(headers).toEqual({ 'content-type': 'application/json' })
  })

  test('streams by a member as well as by the address', () => {
    expect(built(vertexAnthropic, claude, { max_tokens: 9 }, { stream: true }).body.stream).toBe(true)
  })

  test('gets a schema through the hidden tool, and the answer is read back out of it', () => {
    const deployment = { flags: ['native-json-schema' as const] }
    const format = { type: 'json_schema' as const, json_schema: { name: 'x', schema: { type: 'object', properties: {} } } }
    const { body } = built(vertexAnthropic, claude, { response_format: format }, { deployment })
    expect(body.output_config).toBeUndefined()
    expect(body.tool_choice).toEqual({ type: 'tool', name: 'json_tool_call' })
    const reply = vertexAnthropic.endpoints.chat?.fromResponse(
      httpReply({
        id: 'm',
        model: 'claude',
        content: [{ type: 'tool_use', id: 't', name: 'json_tool_call', input: { a: 1 } }],
        stop_reason: 'tool_use',
      }),
      chatCall({ response_format: format }),
      target(claude, { deployment }),
    )
    expect(reply).toMatchObject({ choices: [{ message: { content: '{"a":1}' }, finish_reason: 'stop' }] })
  })

  test.each([
    ['a beta that Vertex AI knows', { tools: [{ type: 'computer_20250124', name: 'computer' }] }, 'computer-use-2025-01-24'],
    [
      'a beta under the name it has there',
      { tools: [{ type: 'tool_search_tool_regex_20251119', name: 'x' }] },
      'tool-search-tool-2025-10-19',
    ],
    ['the beta of web search', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 'web-search-2025-03-05'],
    ['the beta of compaction', { context_management: { edits: [{ type: 'compact_20260112' }] } }, 'compact-2026-01-12'],
    [
      'the betas of compaction and other edits',
      { context_management: { edits: [{ type: 'compact_20260112' }, { type: 'clear_tool_uses_20250919' }] } },
      'compact-2026-01-12,context-management-2025-06-27',
    ],
    ['no beta that it refuses', { tools: [{ type: 'web_fetch_20250910', name: 'x' }] }, undefined],
    ['whatever the caller asks for', { headers: 'context-1m-2025-08-07' }, 'context-1m-2025-08-07'],
  ])('is sent %s', (_name, request, want) => {
    const own = 'headers' in request ? { headers: { 'anthropic-beta': String(request.headers) } } : {}
    const { headers } = built(vertexAnthropic, claude, 'headers' in request ? {} : request, own)
    expect(headers['anthropic-beta']).toBe(want)
  })

  test('fetches no media', () => {
    expect(vertexAnthropic.cannotFetch?.('https://x/y.png', target(claude))).toBe(true)
    expect(vertex.cannotFetch?.('https://x/y.png', target(claude))).toBe(true)
    expect(vertex.cannotFetch?.('https://x/y.png', target('gemini-2.5-flash'))).toBe(false)
  })
})

describe('models that speak OpenAI’s format', () => {
  const messages = [{ role: 'user', content: 'hello' }]
  test.each([
    ['meta/llama-4-maas', { max_tokens: 5 }, false, { model: 'meta/llama-4-maas', messages, max_tokens: 5 }],
    ['meta/llama-4-maas', {}, true, { model: 'meta/llama-4-maas', messages, stream: true, stream_options: { include_usage: true } }],
    ['4711', {}, false, { model: '', messages }],
    [
      'mistral-large@2407',
      { seed: 1, max_completion_tokens: 2, tool_choice: 'required' },
      true,
      { model: 'mistral-large', messages, random_seed: 1, max_tokens: 2, tool_choice: 'any', stream: true },
    ],
    ['jamba-1.5-large', { max_completion_tokens: 2 }, false, { model: 'jamba-1.5-large', messages, max_tokens: 2 }],
    ['gemma/4711', { max_completion_tokens: 2 }, true, { instances: [{ '@requestFormat': 'chatCompletions', messages, max_tokens: 2 }] }],
  ])('%s gets %j, streamed %j', (model, request, stream, want) => {
    expect(built(vertexOpenai, model, request, { stream }).body).toEqual(want)
  })

  test('a prediction’s answer is read out of it', () => {
    const completion = {
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: '',
      choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
    }
    const read = (body: unknown) => vertexOpenai.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target('gemma/4711'))
    expect(read({ deployedModelId: '1', predictions: completion })).toMatchObject({
      model: 'gemma/4711',
      choices: [{ message: { content: 'hi' } }],
    })
    expect(read({ predictions: [] })).toMatchObject({ failure: { kind: 'connection', code: 'invalid_response' } })
    expect(read('<html>')).toMatchObject({ failure: { kind: 'connection', code: 'invalid_response' } })
  })
})

describe('errors', () => {
  const google = (code: number, status: string) => JSON.stringify({ error: { code, status, message: 'said so' } })
  test.each([
    [claude, 429, google(429, 'RESOURCE_EXHAUSTED'), 'rate-limit'],
    [
      claude,
      400,
      JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 300000 tokens > 200000' } }),
      'context-window',
    ],
    [claude, 529, JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }), 'unavailable'],
    [claude, 401, google(401, 'UNAUTHENTICATED'), 'authentication'],
    ['gemini-2.5-flash', 403, google(403, 'PERMISSION_DENIED'), 'permission'],
    ['gemini-2.5-flash', 404, `[${google(404, 'NOT_FOUND')}]`, 'not-found'],
    ['meta/llama-4-maas', 400, `[${google(400, 'INVALID_ARGUMENT')}]`, 'bad-request'],
    ['meta/llama-4-maas', 503, '<html><title>no</title></html>', 'unavailable'],
  ])('of %s: %i is what it says', (model, status, text, kind) => {
    expect(vertex.toFailure({ status, headers: {}, text }, target(model), testNow).kind).toBe(kind)
  })
})

test.each([
  [{ kind: 'bearer', token: 't' }, { authorization: 'Bearer t' }],
  [{ kind: 'key', key: 'k' }, { 'x-goog-api-key': 'k' }],
  [{ kind: 'none' }, {}],
] as const)('%j goes into a header', async (credentials, headers) => {
  const request = { method: 'POST', url: 'https://x', headers: {} } as const
  expect(await vertex.authorize(request, credentials, target('gemini-2.5-flash'), nodeCrypto, testNow)).toEqual({ ...request, headers })
})
