/** Azure's URLs, keys, versions and hints; its answers are OpenAI's. */
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Call, Credentials } from '../../src/providers/adapter.js'
import { azure } from '../../src/providers/azure.js'
import { chatCall, embeddingCall, foldStream, sse, type TargetInput, testNow, testTarget } from '../support/codec.js'

const root = 'https://r.openai.azure.com'
const target = (input: TargetInput = {}) =>
  testTarget({ model: 'prod', baseUrl: root, ...input, provider: { name: 'azure', format: 'azure', auth: 'api-key' } })

function sent(request: Partial<ChatRequest>, input: TargetInput = {}, options: Partial<Call<'chat'>> = {}) {
  const built = azure.endpoints.chat?.toRequest(chatCall(request, options), target(input))
  if (built === undefined || isFault(built)) return { url: '', body: { refused: built?.failure.param } }
  return { url: built.url, body: JSON.parse(String(built.body)) }
}

test.each<readonly [string, string | undefined, string]>([
  [root, '2024-06-01', `${root}/openai/deployments/prod/chat/completions?api-version=2024-06-01`],
  [`${root}/`, '2024-06-01', `${root}/openai/deployments/prod/chat/completions?api-version=2024-06-01`],
  [`${root}/openai`, '2024-06-01', `${root}/openai/deployments/prod/chat/completions?api-version=2024-06-01`],
  [root, undefined, `${root}/openai/deployments/prod/chat/completions?api-version=2025-02-01-preview`],
  [`${root}?api-version=2024-10-21`, undefined, `${root}/openai/deployments/prod/chat/completions?api-version=2024-10-21`],
  [`${root}/openai/deployments/other`, '2024-06-01', `${root}/openai/deployments/other/chat/completions?api-version=2024-06-01`],
  [
    `${root}/openai/deployments/other/chat/completions?api-version=2024-06-01`,
    undefined,
    `${root}/openai/deployments/other/chat/completions?api-version=2024-06-01`,
  ],
  [`${root}/openai/v1`, '2024-06-01', `${root}/openai/v1/chat/completions`],
  [`${root}/openai/v1/`, 'preview', `${root}/openai/v1/chat/completions?api-version=preview`],
  [root, 'preview', `${root}/openai/v1/chat/completions?api-version=preview`],
  [root, 'latest', `${root}/openai/v1/chat/completions`],
  [
    'https://g.azure-api.net/team',
    '2024-06-01',
    'https://g.azure-api.net/team/openai/deployments/prod/chat/completions?api-version=2024-06-01',
  ],
])('%s with version %s', (baseUrl, apiVersion, want) => expect(sent({}, { baseUrl, apiVersion }).url).toBe(want))

test('embeddings go to the deployment', () => {
  const built = azure.endpoints.embeddings?.toRequest(embeddingCall(), target({ apiVersion: '2024-06-01' }))
  expect(built !== undefined && !isFault(built) && built.url).toBe(`${root}/openai/deployments/prod/embeddings?api-version=2024-06-01`)
})

test.each<readonly [Credentials, object]>([
  [{ kind: 'key', key: 'k' }, { 'api-key': 'k' }],
  [{ kind: 'bearer', token: 't' }, { authorization: 'Bearer t' }],
  [{ kind: 'none' }, {}],
])('%j', async (credentials, want) => {
  const crypto = {
    sha256: () => new Uint8Array(),
    hmacSha256: () => new Uint8Array(),
    signRs256: () => new Uint8Array(),
    crc32: () => 0,
    randomId: () => '',
  }
  expect((await azure.authorize({ method: 'POST', url: 'u', headers: {} }, credentials, target(), crypto, testNow)).headers).toEqual(want)
})

describe('parameters by api-version', () => {
  const format = { type: 'json_schema' as const, json_schema: { name: 'x', schema: { type: 'object' } } }
  test.each<readonly [string, Partial<ChatRequest>, string, object]>([
    ['no stream_options before 2024-09', { stream: true }, '2024-06-01', { stream: true }],
    ['stream_options since', { stream: true }, '2024-09-01-preview', { stream: true, stream_options: { include_usage: true } }],
    ['a schema in words before 2024-08', { response_format: format }, '2024-06-01', { response_format: { type: 'json_object' } }],
    ['a schema since', { response_format: format }, '2024-08-01-preview', { response_format: format }],
    [
      'no tool_choice before 2023-12',
      { tool_choice: { type: 'function', function: { name: 'f' } } },
      '2023-05-15',
      { refused: 'tool_choice' },
    ],
    ['no required before 2024-06', { tool_choice: 'required' }, '2024-02-01', { refused: 'tool_choice' }],
    ['required since', { tool_choice: 'required' }, '2024-06-01', { tool_choice: 'required' }],
  ])('%s', (_name, request, apiVersion, want) => {
    const { model: _model, messages: _messages, ...body } = sent(request, { apiVersion }, { stream: request.stream === true }).body
    expect(body).toEqual(want)
  })

  test('the v1 door has no gates', () => {
    expect(sent({ stream: true }, { baseUrl: `${root}/openai/v1` }, { stream: true }).body).toMatchObject({
      model: 'prod',
      stream_options: { include_usage: true },
    })
  })
})

test.each(['o_series/prod', 'gpt5_series/prod'])('%s is a reasoning model under the name behind it', (model) => {
  const { url, body } = sent({ max_tokens: 5 }, { model, apiVersion: '2024-12-01-preview' })
  expect([url.includes('/deployments/prod/'), body.model, body.max_completion_tokens]).toEqual([true, 'prod', 5])
})

test('the first chunk without choices is passed over', () => {
  const chunk = (choices: object[], more: object = {}) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o',
    choices,
    ...more,
  })
  const bytes = sse(
    { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [] },
    chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
    chunk([{ index: 0, delta: {}, finish_reason: null, content_filter_offsets: {}, content_filter_results: {} }]),
    chunk([{ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }]),
    '[DONE]',
  )
  const { chunks } = foldStream(azure, [bytes], target(), chatCall({}, { stream: true }))
  expect(chunks.map(({ id, model, choices }) => [id, model, choices[0]?.delta.content, choices[0]?.finish_reason])).toEqual([
    ['c', 'gpt-4o', '', null],
    ['c', 'gpt-4o', 'a', null],
    ['c', 'gpt-4o', undefined, 'stop'],
  ])
})
