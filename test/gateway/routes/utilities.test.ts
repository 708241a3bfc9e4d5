import { describe, expect, test } from 'vitest'
import type { ResponseCacheStore } from '../../../src/protocol/response-cache.js'
import { env, providerKey } from '../gateway-support.js'
import { appFor } from './keyed.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, extra_headers: { x-own: own-secret-value } }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
  - model_name: keyless
    litellm_params: { model: groq/llama-3.3-70b-versatile, api_base: MOCK/v1 }
router_settings:
  provider_budget_config:
    openai: { budget_limit: 100, time_period: 1d }
litellm_settings:
  cache: true
  cache_params: { type: local }
  success_callback: [langfuse]
  callbacks: [prometheus, 3]
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
const messages = [{ role: 'user', content: 'hi' }]
const admin = { role: 'proxy_admin', kind: 'master' } as const

describe('the request that would be sent', () => {
  test.each([
    {
      name: 'to OpenAI',
      call: { call_type: 'completion', request_body: { model: 'gpt-4o', messages, temperature: 0.5, user: `my key is ${providerKey}` } },
      want: {
        raw_request_api_base: expect.stringMatching(/\/v1\/chat\/completions$/),
        raw_request_body: { model: 'gpt-4o', messages, temperature: 0.5, user: `my key is ...${providerKey.slice(-4)}` },
        raw_request_headers: { 'content-type': 'application/json', 'x-own': '*****' },
        error: null,
      },
    },
    {
      name: 'to Anthropic',
      call: { call_type: 'acompletion', request_body: { model: 'claude', messages, max_tokens: 5, stop: 'x' } },
      want: {
        raw_request_api_base: expect.stringMatching(/\/v1\/messages$/),
        raw_request_body: {
          model: 'claude-sonnet-4-5',
          messages: [{ role: 'user', content: expect.anything() }],
          max_tokens: 5,
          stop_sequences: ['x'],
        },
        raw_request_headers: expect.objectContaining({ 'anthropic-version': '2023-06-01' }),
        error: null,
      },
    },
    {
      name: 'of embeddings',
      call: { call_type: 'embedding', request_body: { model: 'gpt-4o', input: 'x' } },
      status: 400,
      want: { error: expect.objectContaining({ type: 'invalid_request_error' }) },
    },
    {
      name: 'of nothing known',
      call: { call_type: 'magic' },
      status: 400,
      want: { error: expect.objectContaining({ param: 'call_type' }) },
    },
    {
      name: 'without a body',
      call: { call_type: 'completion' },
      status: 400,
      want: { error: expect.objectContaining({ param: 'request_body' }) },
    },
    {
      name: 'with a host of the caller’s',
      call: { call_type: 'completion', request_body: { model: 'gpt-4o', messages, api_base: 'http://x' } },
      status: 400,
      want: { error: expect.objectContaining({ param: 'api_base' }) },
    },
    {
      name: 'to a deployment without a key',
      call: { call_type: 'completion', request_body: { model: 'keyless', messages, temperature: 0.5 } },
      want: expect.objectContaining({ raw_request_body: expect.objectContaining({ model: 'llama-3.3-70b-versatile' }), error: null }),
    },
  ])('$name', async ({ call, want, status = 200 }) => {
    const { post, mock } = await appFor({}, { yaml })
    const answer = await post('/utils/transform_request', call)
    expect(answer).toEqual({ status, body: want })
    expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`${providerKey}|own-secret-value`))
    expect(mock.requests).toEqual([])
  })

  test('is not shown for models of others', async () => {
    const { post } = await appFor({ models: ['claude'] }, { yaml })
    const answer = await post('/utils/transform_request', { call_type: 'completion', request_body: { model: 'gpt-4o', messages } })
    expect([answer.status, answer.body.error.type]).toEqual([403, 'key_model_access_denied'])
  })
})

test('parameters are those that the provider is sent something for', async () => {
  const { get } = await appFor({ models: ['gpt-4o', 'claude'] }, { yaml })
  const of = async (model: string) => (await get(`/utils/supported_openai_params?model=${model}`)).body.supported_openai_params
  const openai = await of('gpt-4o')
  const anthropic = await of('claude')
  expect(openai).toEqual(expect.arrayContaining(['temperature', 'logit_bias', 'tools', 'stream', 'stream_options', 'seed', 'user']))
  expect(anthropic).toEqual(expect.arrayContaining(['temperature', 'tools', 'tool_choice', 'stop', 'max_tokens', 'stream']))
  expect(anthropic).not.toContain('logit_bias')
  expect((await get('/utils/supported_openai_params')).status).toBe(400)
  expect((await get('/utils/supported_openai_params?model=keyless')).status).toBe(403)
})

test('tokens are counted here, and by the provider where that is asked for', async () => {
  const { post, mock } = await appFor({}, { yaml })
  const body = { model: 'claude', messages }
  const here = await post('/utils/token_counter', body)
  expect(here.body).toEqual({
    total_tokens: expect.any(Number),
    request_model: 'claude',
    model_used: 'claude-sonnet-4-5',
    tokenizer_type: 'local_tokenizer',
  })
  expect(mock.requests).toEqual([])
  const there = await post('/utils/token_counter?call_endpoint=true', body)
  expect([there.status, there.body.tokenizer_type]).toEqual([200, 'provider_api'])
})

test('a prompt, a system text and the contents of Gemini’s clients count as the chat that they are', async () => {
  const { post } = await appFor({}, { yaml })
  const count = async (body: object) => (await post('/utils/token_counter', { model: 'gpt-4o', ...body })).body.total_tokens
  const bare = await count({ messages })
  expect(await count({ prompt: 'hi' })).toBe(bare)
  expect(await count({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] })).toBe(bare)
  expect(await count({ messages, system: 'Be brief.' })).toBe(
    await count({ messages: [{ role: 'system', content: 'Be brief.' }, ...messages] }),
  )
  expect((await post('/utils/token_counter', { model: 'gpt-4o' })).body.error.param).toBe('messages')
})

describe('what it costs', () => {
  const usage = { prompt_tokens: 1_000, completion_tokens: 100 }
  test.each([
    {
      name: 'an answer of a name of the config',
      body: { completion_response: { model: 'gpt-4o', usage } },
      status: 200,
      want: { cost: 0.0035 },
    },
    {
      name: 'an answer by the provider’s name',
      body: { completion_response: { model: 'gpt-4o-2024-08-06', usage } },
      status: 200,
      want: { cost: 0.0035 },
    },
    { name: 'a prompt', body: { model: 'gpt-4o', messages }, status: 200, want: { cost: expect.closeTo(0.00002, 5) } },
  ])('$name', async ({ body, status, want }) => {
    const { post } = await appFor({}, { yaml })
    expect(await post('/spend/calculate', body)).toEqual({ status, body: want })
  })

  test('an answer of a name that a pattern stands for', async () => {
    const patterns = yaml.replace('model_name: gpt-4o', 'model_name: openai/*').replace('model: openai/gpt-4o,', 'model: openai/*,')
    const { post } = await appFor({}, { yaml: patterns })
    for (const model of ['openai/gpt-4o', 'gpt-4o'])
      expect([model, await post('/spend/calculate', { completion_response: { model, usage } })]).toEqual([
        model,
        { status: 200, body: { cost: 0.0035 } },
      ])
  })

  test('what the config says of a model that the caller may not use is not told', async () => {
    const own = yaml.replace('model: openai/gpt-4o,', 'model: openai/gpt-4o, input_cost_per_token: 0.5, output_cost_per_token: 0.5,')
    const body = { completion_response: { model: 'gpt-4o', usage } }
    const cost = async (models: readonly string[]) =>
      (await (await appFor({ models }, { yaml: own })).post('/spend/calculate', body)).body.cost
    expect([await cost(['gpt-4o']), await cost(['claude'])]).toEqual([550, 0.0035])
  })

  test.each([
    { name: 'an unknown model', body: { completion_response: { model: 'nobody', usage } } },
    { name: 'an answer without usage', body: { completion_response: { model: 'gpt-4o' } } },
    { name: 'usage that is none', body: { completion_response: { model: 'gpt-4o', usage: { prompt_tokens: 'many' } } } },
    { name: 'no messages', body: { model: 'gpt-4o' } },
  ])('$name is a 400', async ({ body }) => {
    const { post } = await appFor({}, { yaml })
    expect((await post('/spend/calculate', body)).status).toBe(400)
  })
})

test('budgets of providers tell what was spent and when they start anew', async () => {
  const { post, get } = await appFor(admin, { yaml })
  await post('/chat/completions', { model: 'gpt-4o', messages })
  const { body } = await get('/provider/budgets')
  expect(body).toEqual({
    providers: {
      openai: {
        budget_limit: 100,
        time_period: '86400s',
        spend: expect.closeTo(0.00004, 4),
        budget_reset_at: expect.stringMatching(/Z$/),
      },
    },
  })
  expect(body.providers.openai.spend).toBeGreaterThan(0)
})

test('the cache is tried out, loses an answer, and is emptied', async () => {
  const { post, get, app, mock } = await appFor(admin, { yaml })
  const ask = async () => {
    const answer = await app.inject({ method: 'POST', url: '/chat/completions', payload: JSON.stringify({ model: 'gpt-4o', messages }) })
    return String(answer.headers['x-litellm-cache-key'])
  }
  const key = await ask()
  expect([key, await ask()]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), key])
  expect(mock.requests.length).toBe(1)
  expect((await get('/cache/ping')).body).toEqual({
    status: 'healthy',
    cache_type: 'local',
    ping_response: true,
    set_cache_response: 'success',
    litellm_cache_params: '{"type":"local","mode":"default_on","ttl":null,"namespace":null,"endpoints":null}',
  })
  expect(await post('/cache/delete', { keys: [key] })).toEqual({ status: 200, body: { status: 'success' } })
  await ask()
  expect(mock.requests.length).toBe(2)
  expect((await post('/cache/flushall', {})).status).toBe(200)
  await ask()
  expect(mock.requests.length).toBe(3)
  expect((await post('/cache/delete', { keys: [3] })).status).toBe(400)
})

test('a cache that cannot be emptied says so, and one that does not answer too', async () => {
  const store = { get: () => undefined, set: () => undefined, delete: () => undefined, close: async () => undefined }
  const flush = async (cache: ResponseCacheStore) => {
    const { post } = await appFor(admin, { yaml, gateway: { client: { cache } } })
    const { status, body } = await post('/cache/flushall', {})
    return [status, body.error.type]
  }
  expect(await flush(store)).toEqual([501, 'not_implemented'])
  expect(await flush({ ...store, clear: async () => false })).toEqual([503, 'cache_ping_error'])
})

test('pings at the same time do not take one another’s text', async () => {
  const kept = new Map<string, string>()
  const later = () => new Promise<void>((resolve) => setImmediate(resolve))
  const cache: ResponseCacheStore = {
    get: async (key) => later().then(() => kept.get(key)),
    set: async (key, text) => later().then(() => void kept.set(key, text)),
    delete: async (key) => void kept.delete(key),
    close: async () => undefined,
  }
  let now = 0
  const { get } = await appFor(admin, { yaml, gateway: { client: { cache, now: () => now++ } } })
  const pings = await Promise.all(Array.from({ length: 5 }, () => get('/cache/ping')))
  expect([pings.map(({ status }) => status), kept.size]).toEqual([[200, 200, 200, 200, 200], 0])
})

test('without a cache there is nothing to try out, and callbacks are listed by name', async () => {
  const { get } = await appFor(admin, { yaml: yaml.replace('cache: true', 'cache: false'), env })
  expect(await get('/cache/ping')).toMatchObject({ status: 503, body: { error: { type: 'cache_ping_error' } } })
  expect((await get('/callbacks/list')).body).toEqual({ success: ['langfuse'], failure: [], success_and_failure: ['prometheus'] })
})
