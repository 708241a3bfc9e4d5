/** The app: who gets in, what is refused, and how every answer and error is dressed. */
import { describe, expect, test } from 'vitest'
import { authorised, env, masterKey, providerKey, setUp, yaml } from './gateway-support.js'

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }
const post = (payload: unknown, more: { readonly url?: string; readonly headers?: object } = {}) => ({
  method: 'POST' as const,
  url: more.url ?? '/chat/completions',
  headers: { ...authorised, 'content-type': 'application/json', ...more.headers },
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
})

describe('a request that is wrong is refused with its reason', () => {
  const deep = '{"a":'.repeat(40_000)
  const rows: readonly { readonly name: string; readonly body: unknown; readonly param: string | null; readonly message: RegExp }[] = [
    { name: 'no body', body: '', param: null, message: /has no body/ },
    { name: 'half a JSON text', body: '{"model": "gpt-4o", "messages": [{"role"', param: null, message: /is not JSON/ },
    { name: 'nested beyond sense', body: deep, param: null, message: /is not JSON/ },
    { name: 'a list', body: [], param: null, message: /must be a JSON object/ },
    { name: 'no model', body: { messages: chat.messages }, param: 'model', message: /model is missing/ },
    { name: 'a model that is a number', body: { ...chat, model: 4 }, param: 'model', message: /model is missing/ },
    { name: 'an unknown model', body: { ...chat, model: 'gpt-4p' }, param: 'model', message: /gpt-4o/ },
    { name: 'no messages', body: { model: 'gpt-4o' }, param: 'messages', message: /messages is missing/ },
    { name: 'messages that are text', body: { ...chat, messages: 'hi' }, param: 'messages', message: /must be a list/ },
    { name: 'a message that is text', body: { ...chat, messages: ['hi'] }, param: 'messages[0]', message: /must be an object/ },
    { name: 'stream as text', body: { ...chat, stream: 'yes' }, param: 'stream', message: /true or false/ },
    { name: 'a key', body: { ...chat, api_key: 'sk-x' }, param: 'api_key', message: /may not come from a client/ },
    { name: 'a host', body: { ...chat, api_base: 'http://10.0.0.1' }, param: 'api_base', message: /may not come from a client/ },
    { name: 'a host by its other name', body: { ...chat, base_url: 'http://x' }, param: 'base_url', message: /may not/ },
    {
      name: 'a key inside a fallback',
      body: { ...chat, fallbacks: [{ model: 'claude', api_key: 'x' }] },
      param: 'fallbacks.api_key',
      message: /may not/,
    },
    {
      name: 'a header that signs in',
      body: { ...chat, extra_headers: { Authorization: 'x' } },
      param: 'extra_headers',
      message: /may not come from a client/,
    },
  ]
  test.each(rows)('$name', async ({ body, param, message }) => {
    const { gateway, mock } = await setUp({ listens: false })
    const answer = await gateway.app.inject(post(body))
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { error: { message: expect.stringMatching(message), type: 'invalid_request_error', param, code: '400' } },
    ])
    expect(mock.requests).toEqual([])
  })
})

test('a body over the limit is 413, and no byte of it is read for a caller without a key', async () => {
  const { gateway } = await setUp({ listens: false, yaml: `${yaml}  max_request_size_mb: 0.001\n` })
  const large = { ...chat, messages: [{ role: 'user', content: 'x'.repeat(2_000) }] }
  const refused = await gateway.app.inject(post(large))
  expect([refused.statusCode, refused.json().error.code]).toEqual([413, '413'])
  const stranger = await gateway.app.inject(post(large, { headers: { authorization: 'Bearer sk-no' } }))
  expect(stranger.statusCode).toBe(401)
})

test('a form where JSON is due is 415', async () => {
  const { gateway } = await setUp({ listens: false })
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const answer = await gateway.app.inject(post('--x--\r\n', { headers }))
  expect([answer.statusCode, answer.json().error.code]).toEqual([415, '415'])
})

test.each([
  '/chat/completions',
  '/chat/completions/',
  '/v1/chat/completions',
  '/engines/gpt-4o/chat/completions',
  '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
])('%s is the same chat, and the model of the path wins', async (url) => {
  const { gateway, mock } = await setUp({ listens: false })
  const isPath = url.includes('gpt-4o')
  const answer = await gateway.app.inject(post(isPath ? { ...chat, model: 'claude' } : chat, { url }))
  expect([answer.statusCode, answer.json().model, mock.requests[0]?.format]).toEqual([200, 'gpt-4o', 'openai'])
})

test('a model name with slashes is one part of the path, written out or encoded', async () => {
  const slashed = yaml.replace('model_name: gpt-4o', 'model_name: openai/gpt-4o')
  const { gateway } = await setUp({ listens: false, yaml: slashed })
  for (const name of ['openai/gpt-4o', 'openai%2Fgpt-4o']) {
    const answer = await gateway.app.inject(post(chat, { url: `/engines/${name}/chat/completions` }))
    expect([answer.statusCode, answer.json().model]).toEqual([200, 'openai/gpt-4o'])
  }
  const shown = await gateway.app.inject({ url: '/v1/models/openai/gpt-4o', headers: authorised })
  expect(shown.json()).toMatchObject({ id: 'openai/gpt-4o' })
})

test('SERVER_ROOT_PATH stands before every path, and proxies that take it away are fine too', async () => {
  const { gateway } = await setUp({ listens: false, env: { ...env, SERVER_ROOT_PATH: '/llm/' } })
  for (const url of ['/llm/chat/completions', '/chat/completions'])
    expect((await gateway.app.inject(post(chat, { url }))).statusCode).toBe(200)
  expect((await gateway.app.inject({ url: '/llm/health/liveness' })).body).toBe('"I\'m alive!"')
  expect((await gateway.app.inject({ url: '/llmx/health/liveness' })).statusCode).toBe(404)
  expect((await gateway.app.inject({ url: '/openapi.json' })).json().servers).toEqual([{ url: '/llm' }])
})

test('what is not there is a 404 in the usual shape', async () => {
  const { gateway } = await setUp({ listens: false })
  const answer = await gateway.app.inject({ url: '/v1/nothing?key=secret' })
  expect([answer.statusCode, answer.json()]).toEqual([
    404,
    {
      error: {
        message: 'there is no GET /v1/nothing here; GET /routes lists what there is',
        type: 'not_found_error',
        param: null,
        code: '404',
      },
    },
  ])
})

describe('headers', () => {
  test('a whole answer tells where it came from, and what it cost', async () => {
    const { gateway, mock } = await setUp({ listens: false, script: { 'gpt-4o': { headers: { 'x-ratelimit-remaining-requests': '9' } } } })
    const { headers } = await gateway.app.inject(post(chat, { headers: { 'x-litellm-call-id': 'mine-1' } }))
    expect(headers).toMatchObject({
      'x-litellm-call-id': 'mine-1',
      'x-litellm-model-id': 'first',
      'x-litellm-model-group': 'gpt-4o',
      'x-litellm-model-api-base': `${mock.url}/v1`,
      'x-litellm-version': expect.stringMatching(/^\d+\.\d+\.\d+/),
      'x-litellm-response-cost': '0.00004',
      'x-litellm-attempted-retries': '0',
      'x-litellm-attempted-fallbacks': '0',
      'x-litellm-response-duration-ms': expect.stringMatching(/^\d+/),
      'x-litellm-overhead-duration-ms': expect.stringMatching(/^\d+/),
      'x-ratelimit-remaining-requests': '9',
      'llm_provider-x-ratelimit-remaining-requests': '9',
    })
  })

  test('a stream tells the same but the cost, which its last chunk has', async () => {
    const { gateway } = await setUp({ listens: false })
    const { headers, body } = await gateway.app.inject(post({ ...chat, stream: true, stream_options: { include_usage: true } }))
    expect(headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'x-litellm-model-id': 'first' })
    expect(headers['x-litellm-response-cost']).toBeUndefined()
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true)
    expect(body).toContain('"cost":')
  })

  test('an error tells its call and what the provider said', async () => {
    const { gateway } = await setUp({ listens: false, script: { 'gpt-4o-mini': { status: 429, retryAfter: 7 } } })
    const answer = await gateway.app.inject(post({ ...chat, model: 'failing' }))
    expect(answer.statusCode).toBe(429)
    expect(answer.headers).toMatchObject({
      'retry-after': '7',
      'llm_provider-retry-after': '7',
      'x-litellm-call-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  test('an id that is none of the caller is not sent back', async () => {
    const { gateway } = await setUp({ listens: false })
    const { headers } = await gateway.app.inject(post(chat, { headers: { 'x-litellm-call-id': 'a b'.repeat(100) } }))
    expect(headers['x-litellm-call-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('what the caller asks for by header reaches the call: retries, time, tags', async () => {
    const script = { 'gpt-4o-mini': [{ status: 500 }, { status: 500 }, { text: 'third' }] }
    const { gateway, mock } = await setUp({ listens: false, script })
    const kept = await gateway.app.inject(
      post(
        { ...chat, model: 'failing', metadata: { tags: ['a'], trace: 'x' } },
        { headers: { 'x-litellm-num-retries': '2', 'x-litellm-tags': 'b, c' } },
      ),
    )
    expect([kept.statusCode, kept.headers['x-litellm-attempted-retries'], mock.requests.length]).toEqual([200, '2', 3])
    expect(mock.requests[2]?.body).not.toHaveProperty('metadata')
    mock.script({ 'gpt-4o-mini': { hangAfter: 0 } })
    const late = await gateway.app.inject(post({ ...chat, model: 'failing' }, { headers: { 'x-litellm-timeout': '0.05' } }))
    expect(late.statusCode).toBe(408)
  })
})

describe('overload', () => {
  test('calls are refused with 503 and a time to wait, and the probes still answer', async () => {
    let delay = 5_000
    const { gateway } = await setUp({ listens: false, gateway: { loopDelay: () => delay } })
    const refused = await gateway.app.inject(post(chat))
    expect([refused.statusCode, refused.headers['retry-after'], refused.json().error.type]).toEqual([503, '1', 'overloaded_error'])
    expect((await gateway.app.inject({ url: '/health/liveliness' })).statusCode).toBe(200)
    delay = 3
    expect((await gateway.app.inject(post(chat))).statusCode).toBe(200)
  })
})

describe('service routes', () => {
  test('liveness, readiness, backlog and health', async () => {
    const { gateway } = await setUp({ listens: false, env: { LITELLM_MASTER_KEY: masterKey } })
    const get = async (url: string) => (await gateway.app.inject({ url, headers: authorised })).json()
    expect(await get('/health/liveliness')).toBe("I'm alive!")
    expect(await get('/health/readiness')).toMatchObject({ status: 'connected', db: 'Not connected', cache: null })
    expect(await get('/health/readiness/details')).toMatchObject({ models: 4, deployments: 4, config: { ok: true } })
    expect(await get('/health/backlog')).toEqual({ in_flight_requests: 1 })
    const health = await get('/health?model=gpt-4o')
    expect(health).toMatchObject({ healthy_count: 0, unhealthy_count: 1, healthy_endpoints: [] })
    expect(health.unhealthy_endpoints).toMatchObject([
      { model_id: 'first', model_name: 'gpt-4o', error: expect.stringContaining('PROVIDER_KEY') },
    ])
  })

  test('models are described without their keys', async () => {
    const { gateway } = await setUp({ listens: false })
    const info = await gateway.app.inject({ url: '/v1/model/info?litellm_model_id=first', headers: authorised })
    expect(info.json().data).toMatchObject([
      {
        model_name: 'gpt-4o',
        litellm_params: { model: 'openai/gpt-4o' },
        model_info: { id: 'first', mode: 'chat', litellm_provider: 'openai', input_cost_per_token: 2.5e-6 },
      },
    ])
    const groups = await gateway.app.inject({ url: '/model_group/info?model_group=claude', headers: authorised })
    expect(groups.json().data).toMatchObject([{ model_group: 'claude', providers: ['anthropic'], mode: 'chat' }])
    expect(info.body + groups.body).not.toContain(providerKey)
  })

  test('tokens are counted', async () => {
    const { gateway } = await setUp({ listens: false })
    const answer = await gateway.app.inject(post({ model: 'gpt-4o', prompt: 'one two three' }, { url: '/utils/token_counter' }))
    expect(answer.json()).toEqual({
      total_tokens: expect.any(Number),
      request_model: 'gpt-4o',
      model_used: 'gpt-4o',
      tokenizer_type: 'local_tokenizer',
    })
  })

  test('every route is in the OpenAPI document and in the list', async () => {
    const { gateway } = await setUp({ listens: false })
    const { paths } = (await gateway.app.inject({ url: '/openapi.json' })).json()
    const { routes } = (await gateway.app.inject({ url: '/routes' })).json()
    expect(Object.keys(paths)).toContain('/engines/{model}/chat/completions')
    expect(routes).toContainEqual({ path: '/v1/models', methods: ['GET'], name: expect.any(String), endpoint: expect.any(String) })
    expect((await gateway.app.inject({ url: '/' })).headers['content-type']).toBe('text/html; charset=utf-8')
  })
})

test('no answer shows a key', async () => {
  const { gateway } = await setUp({
    listens: false,
    script: { 'gpt-4o-mini': { status: 401, message: `Incorrect API key provided: ${providerKey}` } },
  })
  const answers = await Promise.all([
    gateway.app.inject(post({ ...chat, model: 'failing' })),
    gateway.app.inject(post(chat, { headers: { authorization: 'Bearer sk-wrong-and-secret' } })),
    gateway.app.inject({ url: '/health', headers: authorised }),
    gateway.app.inject({ url: '/health/readiness/details', headers: authorised }),
  ])
  for (const { body, headers } of answers)
    expect(body + JSON.stringify(headers)).not.toMatch(new RegExp(`${providerKey}|${masterKey}|sk-wrong-and-secret`))
})
