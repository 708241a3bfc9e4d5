import { describe, expect, test } from 'vitest'
import { appFor } from './keyed.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, rpm: 60, tpm: 1000 }
    model_info: { id: first, access_groups: [beta, all], description: our best, owner_key: os.environ/PROVIDER_KEY, nested: { a: 1 } }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: second, access_groups: [all] }
  - model_name: openai/gpt-4.1*
    litellm_params: { model: openai/gpt-4.1*, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: third, access_groups: [wild] }
router_settings:
  model_group_alias: { smart: claude, quiet: { model: gpt-4o, hidden: true } }
  fallbacks: [{ gpt-4o: [claude] }]
  context_window_fallbacks: [{ gpt-4o: [smart] }]
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

const namesFor = async (models: readonly string[] | undefined, query = '') => {
  const { get } = await appFor({ models }, { yaml })
  const { body } = await get(`/v1/models${query}`)
  return body.data.map(({ id }: { id: string }) => id)
}

describe('names that are listed', () => {
  const own = ['gpt-4o', 'claude', 'smart']
  test.each([
    { name: 'a key for some names', models: ['claude', 'smart'], query: '', want: ['claude', 'smart'] },
    { name: 'a key for the model of an alias', models: ['claude'], query: '', want: ['claude', 'smart'] },
    { name: 'a key for an access group', models: ['beta'], query: '', want: ['gpt-4o'] },
    { name: 'a key for another access group', models: ['all'], query: '', want: own },
    { name: 'a key for a provider’s pattern', models: ['anthropic/*', 'openai/gpt-4o*'], query: '', want: ['gpt-4o'] },
    { name: 'access groups beside models', models: ['beta'], query: '?include_model_access_groups=true', want: ['gpt-4o', 'beta', 'all'] },
    { name: 'access groups alone', models: ['all'], query: '?only_model_access_groups=True', want: ['beta', 'all'] },
    {
      name: 'patterns',
      models: ['wild', 'openai/gpt-4.1*'],
      query: '?return_wildcard_routes=true',
      want: expect.arrayContaining(['openai/gpt-4.1*']),
    },
  ])('$name', async ({ models, query, want }) => {
    expect(await namesFor(models, query)).toEqual(want)
  })

  test('a pattern stands for the models of its provider that fit it, and for no others', async () => {
    const names: readonly string[] = await namesFor(undefined)
    expect(names.slice(0, 3)).toEqual(own)
    const known = names.slice(3)
    expect(known).toContain('openai/gpt-4.1-mini')
    expect(known.filter((name) => !name.startsWith('openai/gpt-4.1'))).toEqual([])
    expect(names).not.toContain('openai/gpt-4.1*')
    expect(await namesFor(['wild'])).toEqual(known)
  })
})

test('a bare name that the engine gives to a provider’s pattern is in the access groups of that pattern', async () => {
  const plain = yaml.replaceAll('openai/gpt-4.1*', 'openai/*')
  const { post } = await appFor({ models: ['wild'] }, { yaml: plain })
  const chat = async (model: string) => (await post('/chat/completions', { model, messages: [{ role: 'user', content: 'hi' }] })).status
  expect([await chat('gpt-4.1-mini'), await chat('openai/gpt-4.1-mini'), await chat('gpt-4o'), await chat('claude')]).toEqual([
    200, 200, 403, 403,
  ])
})

test('fallbacks are told where they are asked for', async () => {
  const { get } = await appFor({}, { yaml })
  const of = async (query: string) => (await get(`/models/gpt-4o?include_metadata=true${query}`)).body.metadata
  expect(await of('')).toEqual({ fallbacks: ['claude'] })
  expect(await of('&fallback_type=context_window')).toEqual({ fallbacks: ['claude'] })
  expect(await of('&fallback_type=content_policy')).toEqual({ fallbacks: [] })
  expect((await get('/models/gpt-4o?include_metadata=true&fallback_type=x')).body.error.param).toBe('fallback_type')
  expect((await get('/models/nobody')).status).toBe(404)
})

test('one model is shown by its name, however its slash is written', async () => {
  const { get } = await appFor({}, { yaml })
  const want = { id: 'openai/gpt-4.1-mini', object: 'model', created: 1_677_610_602, owned_by: 'openai' }
  for (const url of ['/v1/models/openai/gpt-4.1-mini', '/v1/models/openai%2Fgpt-4.1-mini', '/models/openai%2fgpt-4.1-mini/'])
    expect([url, await get(url)]).toEqual([url, { status: 200, body: want }])
})

test('an access group lets its models be called, and no others', async () => {
  const { post } = await appFor({ models: ['beta'] }, { yaml })
  const chat = async (model: string) => (await post('/chat/completions', { model, messages: [{ role: 'user', content: 'hi' }] })).status
  expect([await chat('gpt-4o'), await chat('claude'), await chat('openai/gpt-4.1-mini')]).toEqual([200, 403, 403])
})

test('deployments are described with what the config says of them, and nothing that is secret', async () => {
  const { get, app, mock } = await appFor({ models: ['beta'] }, { yaml })
  const { body } = await get('/v1/model/info')
  expect(body.data).toEqual([
    {
      model_name: 'gpt-4o',
      litellm_params: { model: 'openai/gpt-4o', api_base: `${mock.url}/v1`, rpm: 60, tpm: 1000 },
      model_info: {
        access_groups: ['beta', 'all'],
        description: 'our best',
        id: 'first',
        db_model: false,
        mode: 'chat',
        max_tokens: 16_384,
        max_input_tokens: 128_000,
        max_output_tokens: 16_384,
        input_cost_per_token: 2.5e-6,
        output_cost_per_token: 1e-5,
        cache_read_input_token_cost: 1.25e-6,
        cache_creation_input_token_cost: null,
        litellm_provider: 'openai',
        supports_function_calling: true,
        supports_parallel_function_calling: true,
        supports_vision: true,
        supports_response_schema: true,
        supports_reasoning: expect.anything(),
      },
    },
  ])
  const all = await app.inject({ url: '/v1/model/info' })
  expect(all.body).not.toMatch(/PROVIDER_KEY|slot|sk-/)
})

test('pages of deployments', async () => {
  const { get } = await appFor({}, { yaml })
  const ids = async (query: string) => {
    const { body } = await get(`/v2/model/info${query}`)
    return [
      body.data?.map((row: { model_info: { id: string } }) => row.model_info.id),
      body.total_count,
      body.current_page,
      body.total_pages,
    ]
  }
  expect(await ids('')).toEqual([['first', 'second', 'third'], 3, 1, 1])
  expect(await ids('?page=2&size=2')).toEqual([['third'], 3, 2, 2])
  expect(await ids('?page=9&size=2')).toEqual([[], 3, 9, 2])
  expect(await ids('?search=GPT')).toEqual([['first', 'third'], 2, 1, 1])
  expect(await ids('?model=claude')).toEqual([['second'], 1, 1, 1])
  for (const query of ['?page=0', '?size=1001', '?page=x', '?size=-1']) expect((await get(`/v2/model/info${query}`)).status).toBe(400)
})

test('patterns are public names too, and are described once', async () => {
  const { get } = await appFor({}, { yaml })
  const names = async () => (await get('/model_group/info')).body.data.map((row: { model_group: string }) => row.model_group)
  expect(await names()).toEqual(['gpt-4o', 'claude', 'openai/gpt-4.1*'])
  const [first, second] = [await get('/model_group/info'), await get('/model_group/info')]
  expect(second).toEqual(first)
  expect((await get('/model_group/info?model_group=openai/gpt-4.1*')).body.data).toMatchObject([{ providers: ['openai'], mode: 'chat' }])
})

test('a public name tells what the parameters are that its provider takes', async () => {
  const { get } = await appFor({}, { yaml })
  const { body } = await get('/model_group/info?model_group=gpt-4o')
  expect(body.data).toMatchObject([{ model_group: 'gpt-4o', tpm: 1000, rpm: 60, supports_vision: true }])
  expect(body.data[0].supported_openai_params).toEqual(expect.arrayContaining(['temperature', 'logit_bias', 'tools', 'seed']))
})
