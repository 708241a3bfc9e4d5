/** What single rows of the catalogue ask of the codec: the request each host gets. */
import { describe, expect, test } from 'vitest'
import { findModel } from '../../../src/catalog/models.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Credentials, Target } from '../../../src/providers/adapter.js'
import { openai } from '../../../src/providers/openai.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { chatCall, embeddingCall, type TargetInput } from '../../support/codec.js'
import { rowTarget } from './endpoint-call.js'

const { chat, embeddings } = openai.endpoints

function chatOf(target: Target, request: Partial<ChatRequest> = {}) {
  const built = chat?.toRequest(chatCall({ messages: [{ role: 'user', content: 'hi' }], ...request }), target)
  if (built === undefined || isFault(built)) return { refused: built?.failure.message }
  return { url: built.url, headers: built.headers, body: JSON.parse(String(built.body)) }
}

const target = (name: string, model: string, more: TargetInput = {}) =>
  rowTarget(name, { model, deployment: { flags: findModel(name, model)?.flags ?? [] }, ...more })

describe('addresses', () => {
  test.each([
    ['datarobot', 'https://app.datarobot.com', 'https://app.datarobot.com/api/v2/genai/llmgw/chat/completions/'],
    [
      'datarobot',
      'https://app.datarobot.com/api/v2/genai/llmgw/chat/completions',
      'https://app.datarobot.com/api/v2/genai/llmgw/chat/completions/',
    ],
    ['datarobot', 'https://app.datarobot.com/api/v2/deployments/1', 'https://app.datarobot.com/api/v2/deployments/1/'],
    ['gradient_ai', 'https://a.agents.do-ai.run/api/v1/chat/completions', 'https://a.agents.do-ai.run/api/v1/chat/completions'],
  ])('%s at %s', (name, baseUrl, want) => expect(chatOf(target(name, 'm', { baseUrl }))).toMatchObject({ url: want }))

  test('embeddings stand beside a path of chat that is not the usual one', () => {
    const built = embeddings?.toRequest(embeddingCall(), target('docker_model_runner', 'm'))
    expect(built).toMatchObject({ url: 'http://model-runner.docker.internal/engines/llama.cpp/v1/embeddings' })
  })
})

test.each([
  ['openai.chat-completion.gpt-oss-20b', 'https://clarifai.com/openai/chat-completion/models/gpt-oss-20b'],
  ['gcp.generate.gemini-2.5-pro', 'https://clarifai.com/gcp/generate/models/gemini-2.5-pro'],
  ['https://clarifai.com/a/b/models/c', 'https://clarifai.com/a/b/models/c'],
  ['gpt-4o', 'gpt-4o'],
])('Clarifai knows %s as %s', (model, want) => expect(chatOf(target('clarifai', model))).toMatchObject({ body: { model: want } }))

describe('headers from the environment', () => {
  test.each([
    ['openrouter', { or_site_url: 'https://a.example', or_app_name: 'A' }, { 'http-referer': 'https://a.example', 'x-title': 'A' }],
    ['vercel_ai_gateway', { vercel_app_name: 'A' }, { 'x-title': 'A' }],
    ['openai', { openai_organization: 'org-1', openai_project: 'proj-1' }, { 'openai-organization': 'org-1', 'openai-project': 'proj-1' }],
    ['openrouter', {}, {}],
  ])('%s with %j', (name, settings, want) => {
    expect(chatOf(target(name, 'm', { settings })).headers).toEqual({ 'content-type': 'application/json', ...want })
  })

  test('the organisation of the config wins', () => {
    const given = target('openai', 'm', { settings: { openai_organization: 'org-1' }, organization: 'org-2' })
    expect(chatOf(given).headers).toMatchObject({ 'openai-organization': 'org-2' })
  })
})

test.each([
  ['portkey', { 'x-portkey-api-key': 'k' }],
  ['groq', { authorization: 'Bearer k' }],
])('%s takes its key in %j', async (name, want) => {
  const key: Credentials = { kind: 'key', key: 'k' }
  const request = { method: 'POST', url: 'u', headers: {}, body: '' } as const
  expect((await openai.authorize(request, key, target(name, 'm'), nodeCrypto, 0)).headers).toEqual(want)
})

describe('Grok', () => {
  test.each([
    ['xai', 'grok-4', ['stop', 'presence_penalty', 'frequency_penalty']],
    ['xai', 'grok-4-1-fast-reasoning', ['stop', 'presence_penalty', 'frequency_penalty']],
    ['xai', 'grok-3-mini', ['stop', 'presence_penalty', 'frequency_penalty']],
    ['xai', 'grok-code-fast-1', ['stop', 'presence_penalty', 'frequency_penalty']],
    ['xai', 'grok-4.20-reasoning', ['stop', 'presence_penalty', 'frequency_penalty', 'reasoning_effort']],
    ['xai', 'grok-4.20-0309-non-reasoning', ['reasoning_effort']],
    ['xai', 'grok-4-1-fast-non-reasoning', []],
    ['xai', 'grok-3', []],
    ['azure_ai', 'grok-4', ['stop', 'presence_penalty', 'frequency_penalty']],
    ['openrouter', 'x-ai/grok-4', []],
  ])('%s/%s refuses %j', (name, model, refused) => {
    const asked = { stop: 'a', presence_penalty: 1, frequency_penalty: 1, reasoning_effort: 'low' } as const
    const built = chatOf(target(name, model), asked)
    const named = [...(built.refused ?? '').matchAll(/`(\w+)`/g)]
      .map(([, word]) => word)
      .filter((word) => word !== undefined && word in asked)
    expect(named).toEqual(refused)
  })
})

describe('JSON mode', () => {
  const schema = { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } } as const

  test.each(['meta_llama', 'lm_studio'])('%s takes a schema, and JSON without one is refused', (name) => {
    expect(chatOf(target(name, 'm'), { response_format: schema })).toMatchObject({ body: { response_format: schema } })
    expect(chatOf(target(name, 'm'), { response_format: { type: 'json_object' } }).refused).toContain('only with a JSON schema')
    expect(chatOf(target(name, 'm'), { response_format: { type: 'text' } }).refused).toBeUndefined()
  })
})

test('Mistral gets no assistant message that says nothing, unless it calls', () => {
  const call = { id: 'abcdefghi', type: 'function', function: { name: 'f', arguments: '{}' } } as const
  const messages: ChatRequest['messages'] = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: '' },
    { role: 'assistant', content: null },
    { role: 'assistant', content: '', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'abcdefghi', content: '' },
    { role: 'user', content: '' },
  ]
  const roles = chatOf(target('mistral', 'm'), { messages }).body.messages.map(({ role }: { readonly role: string }) => role)
  expect(roles).toEqual(['user', 'assistant', 'tool', 'user'])
})

test('media are read here only for hosts that do not read them', () => {
  const url = 'https://a.example/a.png'
  expect(openai.cannotFetch?.(url, target('moonshot', 'm'))).toBe(true)
  expect(openai.cannotFetch?.('ms://file', target('moonshot', 'm'))).toBe(false)
  expect(openai.cannotFetch?.(url, target('groq', 'm'))).toBe(false)
})
