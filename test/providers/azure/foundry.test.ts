/** Azure AI Foundry: one resource, a door for each format. */
import { describe, expect, test } from 'vitest'
import { formatOf } from '../../../src/catalog/format-of.js'
import { findProvider } from '../../../src/catalog/providers.js'
import { isFault, type Outcome } from '../../../src/protocol/failure.js'
import type { HttpRequest } from '../../../src/protocol/http.js'
import type { Adapter, Credentials, Target } from '../../../src/providers/adapter.js'
import { azure } from '../../../src/providers/azure.js'
import { azureAi } from '../../../src/providers/azure-ai.js'
import { azureAnthropic } from '../../../src/providers/azure-anthropic.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { chatCall, seededRandom, type TargetInput } from '../../support/codec.js'
import { rowTarget } from '../openai/endpoint-call.js'

const foundry = 'https://r.services.ai.azure.com'
const serverless = 'https://m.eastus2.models.ai.azure.com'

function sent(built: Outcome<HttpRequest>): HttpRequest {
  if (isFault(built)) throw new Error(built.failure.message)
  return built
}

function chatUrl(adapter: Adapter, target: Target): string {
  const { chat } = adapter.endpoints
  if (chat === undefined) throw new Error('no chat')
  return sent(chat.toRequest(chatCall({ messages: [{ role: 'user', content: 'hi' }] }), target)).url
}

function embeddingsUrl(target: Target): string {
  const { embeddings } = azureAi.endpoints
  if (embeddings === undefined) throw new Error('no embeddings')
  const call = { stream: false, dropParams: false, modifyParams: false, headers: {}, random: seededRandom(1), now: () => 0 }
  return sent(embeddings.toRequest({ ...call, endpoint: 'embeddings', request: { model: 'm', input: 'a' } }, target)).url
}

const at = (baseUrl: string, more: TargetInput = {}) => rowTarget('azure_ai', { baseUrl, model: 'm', ...more })

describe('the models door', () => {
  test.each([
    [foundry, {}, `${foundry}/models/chat/completions?api-version=2024-05-01-preview`],
    [`${foundry}/models`, {}, `${foundry}/models/chat/completions?api-version=2024-05-01-preview`],
    [`${foundry}/models/chat/completions?api-version=2025-01-01`, {}, `${foundry}/models/chat/completions?api-version=2025-01-01`],
    [foundry, { apiVersion: '2025-04-01' }, `${foundry}/models/chat/completions?api-version=2025-04-01`],
    [foundry, { settings: { api_version: '2025-05-01' } }, `${foundry}/models/chat/completions?api-version=2025-05-01`],
    [`${foundry}/openai/v1`, {}, `${foundry}/openai/v1/chat/completions`],
    [serverless, {}, `${serverless}/chat/completions`],
    [`${serverless}/v1/chat/completions`, {}, `${serverless}/v1/chat/completions`],
    [serverless, { apiVersion: '1' }, `${serverless}/chat/completions?api-version=1`],
    ['https://evil.example/.services.ai.azure.com', {}, 'https://evil.example/.services.ai.azure.com/chat/completions'],
  ])('chat at %s %j', (base, more, want) => expect(chatUrl(azureAi, at(base, more))).toBe(want))

  test('is told to hand on what its own reference lacks, unless the caller says otherwise', () => {
    const headers = (more: TargetInput) => {
      const built = azureAi.endpoints.chat?.toRequest(chatCall({ messages: [{ role: 'user', content: 'hi' }] }), at(foundry, more))
      return built === undefined ? built : sent(built).headers['extra-parameters']
    }
    expect([headers({}), headers({ headers: { 'extra-parameters': 'drop' } })]).toEqual(['pass-through', 'drop'])
  })

  test('embeddings stand beside chat', () => {
    expect(embeddingsUrl(at(`${foundry}/models/embeddings`))).toBe(`${foundry}/models/embeddings?api-version=2024-05-01-preview`)
    expect(embeddingsUrl(at(serverless))).toBe(`${serverless}/embeddings`)
  })

  test.each([
    ['images', `${foundry}/openai/v1/images/generations?api-version=preview`],
    ['rerank', `${foundry}/v1/rerank`],
  ] as const)('%s have doors of their own', async (endpoint, want) => {
    const call = { stream: false, dropParams: false, modifyParams: false, headers: {}, random: seededRandom(1), now: () => 0 }
    const images = await azureAi.later?.images?.()
    const rerank = await azureAi.later?.rerank?.()
    const built =
      endpoint === 'images'
        ? images?.toRequest({ ...call, endpoint, request: { model: 'm', prompt: 'a' } }, at(foundry))
        : rerank?.toRequest({ ...call, endpoint, request: { model: 'm', query: 'q', documents: ['d'] } }, at(foundry))
    expect(built !== undefined && sent(built).url).toBe(want)
  })
})

describe('other doors', () => {
  test.each([
    [foundry, `${foundry}/anthropic/v1/messages`],
    [`${foundry}/models`, `${foundry}/anthropic/v1/messages`],
    [`${foundry}/anthropic`, `${foundry}/anthropic/v1/messages`],
    [`${foundry}/anthropic/v1/messages`, `${foundry}/anthropic/v1/messages`],
    ['https://gw.example/x', 'https://gw.example/x/anthropic/v1/messages'],
  ])('Claude at %s', (base, want) => expect(chatUrl(azureAnthropic, at(base))).toBe(want))

  test('models of OpenAI are deployments, wherever the address pointed', () => {
    const want = `${foundry}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21`
    const more = { model: 'gpt-4o', apiVersion: '2024-10-21' }
    expect([foundry, `${foundry}/models`].map((base) => chatUrl(azure, at(base, more)))).toEqual([want, want])
  })

  test('the variable of the version counts after config and address', () => {
    const azureAt = (baseUrl: string, more: TargetInput = {}) =>
      chatUrl(azure, rowTarget('azure', { baseUrl, model: 'd', settings: { api_version: '2024-06-01' }, ...more })).split('=')[1]
    expect(azureAt('https://r.openai.azure.com')).toBe('2024-06-01')
    expect(azureAt('https://r.openai.azure.com?api-version=2024-08-01')).toBe('2024-08-01')
    expect(azureAt('https://r.openai.azure.com?api-version=2024-08-01', { apiVersion: '2024-10-21' })).toBe('2024-10-21')
  })

  test.each([
    ['gpt-4o', 'azure'],
    ['text-embedding-3-large', 'azure'],
    ['gpt-5-codex', 'azure-responses', 'responses'],
    ['claude-sonnet-4-5', 'azure-anthropic'],
    ['DeepSeek-V3', undefined],
    ['gpt-oss-120b', undefined],
    ['*', undefined],
  ] as const)('%s speaks %s', (model, want, mode: 'chat' | 'responses' = 'chat') => {
    const provider = findProvider('azure_ai')
    if (provider === undefined) throw new Error('no row')
    expect(formatOf({ provider, model, mode, responses: false })).toBe(want)
  })
})

describe('the key', () => {
  const request: HttpRequest = { method: 'POST', url: 'u', headers: {}, body: '' }
  const key: Credentials = { kind: 'key', key: 'secret' }
  const headersOf = async (adapter: Adapter, base: string, credentials: Credentials = key) =>
    (await adapter.authorize(request, credentials, at(base), nodeCrypto, 0)).headers

  test.each([
    [foundry, { 'api-key': 'secret' }],
    ['https://r.openai.azure.com/x', { 'api-key': 'secret' }],
    [serverless, { authorization: 'Bearer secret' }],
    ['https://evil.example/r.services.ai.azure.com', { authorization: 'Bearer secret' }],
  ])('at %s', async (base, want) => expect(await headersOf(azureAi, base)).toEqual(want))

  test('a token is a bearer token everywhere, and Claude takes the key as Anthropic does', async () => {
    const token: Credentials = { kind: 'bearer', token: 't' }
    expect(await headersOf(azureAi, foundry, token)).toEqual({ authorization: 'Bearer t' })
    expect(await headersOf(azureAnthropic, foundry, token)).toEqual({ authorization: 'Bearer t' })
    expect(await headersOf(azureAnthropic, foundry)).toEqual({ 'x-api-key': 'secret' })
  })
})
