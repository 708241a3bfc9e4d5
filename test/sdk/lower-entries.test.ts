/** The Plan of a call is that of a config with the same model. */
import { describe, expect, test } from 'vitest'
import { compilePlan } from '../../src/compiler/compile.js'
import type { Lowered } from '../../src/compiler/lower.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Endpoint } from '../../src/providers/adapter.js'
import { type Entry, lowerEntries } from '../../src/sdk/lower-entries.js'

function entry(model: string, params: Entry['params'] = {}): Entry {
  return { name: model, model, params }
}

function lowered(entries: readonly Entry[], endpoint: Endpoint = 'chat'): Lowered {
  const found = lowerEntries(entries, endpoint, {})
  if (isFault(found)) throw new Error(found.failure.message)
  return found
}

function refusal(entries: readonly Entry[], endpoint: Endpoint = 'chat') {
  const found = lowerEntries(entries, endpoint, {})
  return isFault(found) ? found.failure : undefined
}

const models = [
  { model: 'openai/gpt-4o' },
  { model: 'gpt-5.1' },
  { model: 'anthropic/claude-sonnet-4-5', api_key: 'os.environ/TEAM_KEY' },
  { model: 'gemini/gemini-2.5-flash', api_key: 'AIza-1234567890123456789' },
  { model: 'bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0', aws_region_name: 'eu-west-1' },
  { model: 'azure/team-gpt', api_base: 'https://team.openai.azure.com', api_version: '2024-10-21' },
  {
    model: 'vertex_ai/claude-sonnet-4-5',
    vertex_project: 'p',
    vertex_location: 'us-east5',
    vertex_credentials: { type: 'service_account' },
  },
  { model: 'my-model', custom_llm_provider: 'hosted_vllm', api_base: 'http://127.0.0.1:8000/v1', api_key: 'none' },
  { model: 'openai/responses/gpt-5.1-codex' },
]
test.each(models)('$model is what a config makes of it', ({ model, ...params }) => {
  const config = { model_list: [{ model_name: model, litellm_params: { model, ...params }, model_info: { id: model } }] }
  const { value, diagnostics } = compilePlan({ source: JSON.stringify(config), path: 'c.json', options: { allowLiteralSecrets: true } })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(lowered([entry(model, params)])).toEqual(value)
})

test('a key is in no Plan', () => {
  const { plan, secrets } = lowered([entry('openai/gpt-4o', { api_key: 'sk-proj-abcdefgh12345678' })])
  expect([...secrets.values()]).toEqual(['sk-proj-abcdefgh12345678'])
  expect(JSON.stringify(plan)).not.toContain('abcdefgh')
})

describe('the connection of a call', () => {
  const own = { api_key: 'sk-own-123456789012', api_base: 'http://127.0.0.1:1/v1' }
  const rows = [
    { name: 'goes to a fallback of the same provider', model: 'openai/gpt-4o-mini', base: own.api_base, keys: 2 },
    { name: 'goes to one that is known without its prefix', model: 'gpt-4o-mini', base: own.api_base, keys: 2 },
    {
      name: 'goes to no other vendor',
      model: 'groq/llama-3.3-70b-versatile',
      base: expect.objectContaining({ else: expect.any(String) }),
      keys: 1,
    },
  ]
  test.each(rows)('$name', ({ model, base, keys }) => {
    const { plan, secrets } = lowered([entry('openai/gpt-4o', own), entry(model)])
    expect([plan.deployments[1]?.baseUrl, secrets.size]).toEqual([base, keys])
  })

  test('names the provider of a fallback that names none', () => {
    const { plan } = lowered([entry('a', { ...own, custom_llm_provider: 'openai' }), entry('b')])
    expect(plan.deployments.map(({ provider, model }) => [provider, model])).toEqual([
      ['openai', 'a'],
      ['openai', 'b'],
    ])
  })

  test('is what a fallback has itself', () => {
    const { secrets } = lowered([entry('openai/gpt-4o', own), entry('openai/gpt-4o-mini', { api_key: 'sk-other-1234567890' })])
    expect([...secrets.values()]).toEqual([own.api_key, 'sk-other-1234567890'])
  })
})

describe('the mode is what is called', () => {
  const rows: readonly (readonly [Endpoint, string, string])[] = [
    ['chat', 'openai/gpt-4o', 'chat'],
    ['chat', 'hosted_vllm/anything', 'chat'],
    ['transcriptions', 'hosted_vllm/anything', 'audio_transcription'],
    ['moderations', 'openai/of-my-own', 'moderation'],
    ['rerank', 'hosted_vllm/bge', 'rerank'],
    ['imageEdits', 'openai/gpt-image-1', 'image_generation'],
    ['chat', 'openai/text-embedding-3-small', 'chat'],
    ['responses', 'openai/gpt-4o', 'chat'],
  ]
  test.each(rows)('%s of %s is %s', (endpoint, model, mode) => {
    expect(lowered([entry(model, { api_base: 'http://127.0.0.1:1' })], endpoint).plan.groups.map((group) => group.mode)).toEqual([mode])
  })
})

describe('a model that cannot be called', () => {
  const rows = [
    {
      model: 'antropic/claude-sonnet-4-5',
      code: 'provider_not_found',
      message: /^unknown provider "antropic"\. Did you mean "anthropic\/claude-sonnet-4-5"\? A model is written provider\/model/,
    },
    {
      model: 'mistral-large-latest',
      code: 'provider_not_found',
      message: /^cannot tell the provider of model "mistral-large-latest"\. Did you mean "mistral\/mistral-large-latest"/,
    },
    { model: '__proto__/x', code: 'provider_not_found', message: /^unknown provider "__proto__"\. A model is written/ },
    {
      model: 'aleph_alpha/luminous',
      code: 'provider_not_supported',
      message: /no longer in service.*; name a model of another provider\.$/,
    },
    { model: 'triton/x', code: 'missing_setting', message: /"triton\/x" has no `api_base`.*: add `api_base` with the URL/ },
  ]
  test.each(rows)('$model', ({ model, code, message }) => {
    expect(refusal([entry(model)])).toMatchObject({
      kind: 'bad-request',
      status: 400,
      param: 'model',
      model,
      code,
      message: expect.stringMatching(message),
    })
  })

  test('is found among the fallbacks', () => {
    expect(refusal([entry('openai/gpt-4o'), entry('groc/x')])).toMatchObject({
      param: 'fallbacks',
      model: 'groc/x',
      code: 'provider_not_found',
    })
  })
})
