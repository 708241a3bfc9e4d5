/** SAP AI Core: the configuration a call becomes, answers inside `final_result`, service keys and the search for a deployment. */
import { describe, expect, test } from 'vitest'
import { tokenSource } from '../../src/providers/sap/sign-in.js'
import { sap } from '../../src/providers/sap.js'
import { chatCall, embeddingCall, httpReply, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowOf, rowTarget, tokenPorts } from '../support/native-request.js'

const api = 'https://api.ai.test.example'
const usualBase = 'https://api.ai.prod.eu-central-1.aws.ml.hana.ondemand.com/v2'
const deployment = `${api}/v2/inference/deployments/d1`
const target = rowTarget('sap', { baseUrl: usualBase, model: 'gpt-4o', settings: { deployment_url: deployment } })
const tool = { type: 'function' as const, function: { name: 'f', parameters: { type: 'object' } } }
const format = { type: 'json_schema' as const, json_schema: { name: 'x', schema: { type: 'object' } } }

describe('requests', () => {
  test('messages, tools and format are the prompt, the rest is the model’s', () => {
    const given = {
      tools: [tool],
      tool_choice: 'auto' as const,
      response_format: format,
      max_tokens: 9,
      user: 'u',
      model_version: '2024-08-06',
    }
    const sent = chatSent(sap, { ...target, settings: { ...target.settings, resource_group: 'team' } }, given, { stream: true })
    expect(sent).toMatchObject({ url: `${deployment}/v2/completion`, headers: { 'ai-resource-group': 'team' } })
    expect(sent.body).toEqual({
      config: {
        modules: {
          prompt_templating: {
            prompt: { template: [{ role: 'user', content: 'hello' }], tools: [tool], response_format: format },
            model: { name: 'gpt-4o', params: { max_tokens: 9, tool_choice: 'auto' }, version: '2024-08-06' },
          },
        },
        stream: { enabled: true },
      },
    })
  })

  test('modules beside the prompt and values of its placeholders have their own places', () => {
    const masking = { providers: [] }
    const { body } = chatSent(sap, target, { masking, placeholder_values: { city: 'Bonn' }, temperature: 0 } as never)
    expect(body).toEqual({
      config: {
        modules: {
          prompt_templating: {
            prompt: { template: [{ role: 'user', content: 'hello' }] },
            model: { name: 'gpt-4o', params: { temperature: 0 }, version: 'latest' },
          },
          masking,
        },
      },
      placeholder_values: { city: 'Bonn' },
    })
  })

  test('a deployment in api_base needs no search', () => {
    const at = { ...target, baseUrl: `${api}/v2/inference/deployments/d2`, settings: {} }
    expect(chatSent(sap, at)).toMatchObject({ url: `${at.baseUrl}/v2/completion`, headers: { 'ai-resource-group': 'default' } })
  })

  test('without a deployment it says what to set', () => {
    expect(failureOf(sap.endpoints.chat?.toRequest(chatCall(), { ...target, settings: {} }))).toMatchObject({
      code: 'missing_setting',
      param: 'api_base',
    })
  })

  test.each([
    ['anthropic--claude-4-sonnet', { response_format: format }, 'response_format'],
    ['gemini-2.5-pro', { tools: [tool], tool_choice: 'none' as const }, 'tool_choice'],
  ])('%s does not take %j', (model, given, param) => {
    const failure = failureOf(sap.endpoints.chat?.toRequest(chatCall(given), { ...target, model }))
    expect(failure).toMatchObject({ kind: 'unsupported-params', param })
  })

  test('embeddings are a module of their own', () => {
    const sent = embeddingSent(sap, { ...target, model: 'text-embedding-3-small' }, { input: ['a'], dimensions: 8 })
    expect(sent.url).toBe(`${deployment}/v2/embeddings`)
    expect(sent.body).toEqual({
      config: { modules: { embeddings: { model: { name: 'text-embedding-3-small', version: 'latest', params: { dimensions: 8 } } } } },
      input: { text: ['a'] },
    })
    const list = {
      object: 'list',
      model: 'm',
      data: [{ object: 'embedding', index: 0, embedding: [1] }],
      usage: { prompt_tokens: 2, total_tokens: 2 },
    }
    const reply = sap.endpoints.embeddings?.fromResponse(httpReply({ request_id: 'r', final_result: list }), embeddingCall(), target)
    expect(madeOf(reply)).toEqual(list)
  })
})

test.each([
  [
    400,
    { error: { request_id: 'r', code: 400, message: 'Content filtered due to safety violations.', location: 'Filtering Module' } },
    'content-policy',
  ],
  [429, { error: { code: 429, message: 'too many' } }, 'rate-limit'],
  [400, { request_id: 'r', code: 400, message: 'model not supported', location: 'Request Body' }, 'bad-request'],
])('%i %j is read', (status, body, kind) => {
  expect(sap.toFailure({ status, headers: {}, text: JSON.stringify(body) }, target, testNow)).toMatchObject({ kind, status })
})

describe('sign-in', () => {
  const key = { clientid: 'id', clientsecret: 'secret', url: 'https://auth.test.example', serviceurls: { AI_API_URL: api } }
  const token = httpReply({ access_token: 't', expires_in: 1000 })
  const resources = [
    { scenarioId: 'orchestration', status: 'RUNNING', createdAt: '2025-01-01T00:00:00Z', deploymentUrl: `${deployment}-old` },
    { scenarioId: 'orchestration', status: 'RUNNING', createdAt: '2025-05-01T00:00:00Z', deploymentUrl: deployment },
    { scenarioId: 'orchestration', status: 'STOPPED', createdAt: '2025-06-01T00:00:00Z', deploymentUrl: `${deployment}-stopped` },
    { scenarioId: 'foundation-models', status: 'RUNNING', createdAt: '2025-06-01T00:00:00Z', deploymentUrl: `${deployment}-other` },
  ]
  const fresh = { ...target, settings: {} }
  const getToken = (fields: { [name: string]: string }, ports: ReturnType<typeof tokenPorts>, at = fresh) =>
    tokenSource.getToken({ kind: 'fields', fields }, at, ports)

  test.each([
    ['the key', { api_key: JSON.stringify(key) }, {}],
    ['a key inside `credentials`', { api_key: JSON.stringify({ credentials: key }) }, {}],
    ['the file of the key', { api_key: '/keys/sap.json' }, { '/keys/sap.json': JSON.stringify(key) }],
  ])('%s gives a token, and the newest running deployment of the account', async (_name, fields, files) => {
    const ports = tokenPorts([token, httpReply({ count: 4, resources })], { files })
    expect(await getToken(fields, ports)).toEqual({ token: 't', expiresAt: testNow + 1_000_000, settings: { deployment_url: deployment } })
    expect(ports.sent).toMatchObject([
      { url: 'https://auth.test.example/oauth/token', body: 'grant_type=client_credentials&client_id=id&client_secret=secret' },
      {
        method: 'GET',
        url: `${api}/v2/lm/deployments?scenarioId=orchestration&status=RUNNING`,
        headers: { authorization: 'Bearer t', 'ai-resource-group': 'default' },
      },
    ])
  })

  test('the parts of a key do as well, at the base of the config', async () => {
    const ports = tokenPorts([token, httpReply({ resources })])
    const fields = { auth_url: 'https://auth.test.example/oauth/token', client_id: 'id', client_secret: 'secret' }
    expect(await getToken(fields, ports, { ...fresh, baseUrl: 'https://own.example/v2' })).toMatchObject({ token: 't' })
    expect(ports.sent[1]?.url).toContain('https://own.example/v2/lm/deployments')
  })

  test('parts in the config go before a service key of the environment, which is another account’s', async () => {
    const ports = tokenPorts([token, httpReply({ resources })])
    const own = { auth_url: 'https://own.example', client_id: 'own', client_secret: 'own-secret' }
    const credentials = { client_secret: { placeholder: 'own-secret' } }
    const at = { ...fresh, deployment: { ...fresh.deployment, credentials } }
    await getToken({ ...own, api_key: JSON.stringify(key) }, ports, at)
    expect(ports.sent[0]).toMatchObject({ url: 'https://own.example/oauth/token', body: expect.stringContaining('client_id=own&') })
  })

  test('a deployment in api_base saves the search', async () => {
    const ports = tokenPorts([token])
    expect(await getToken({ api_key: JSON.stringify(key) }, ports, { ...fresh, baseUrl: deployment })).toEqual({
      token: 't',
      expiresAt: testNow + 1_000_000,
    })
  })

  test.each([
    ['nothing', {}],
    ['a file that is not there', { api_key: '/nowhere.json' }],
    ['a key with a certificate', { api_key: JSON.stringify({ clientid: 'id', certurl: 'https://x', url: 'https://y' }) }],
  ])('%s is named as missing', async (_name, fields) => {
    const failure = failureOf(await getToken(fields, tokenPorts([])))
    expect(failure).toMatchObject({
      kind: 'authentication',
      code: 'missing_api_key',
      message: expect.stringContaining('AICORE_SERVICE_KEY'),
    })
  })

  test('no running deployment is not found, a refused list is what the status says', async () => {
    const fields = { api_key: JSON.stringify(key) }
    expect(failureOf(await getToken(fields, tokenPorts([token, httpReply({ resources: [] })])))).toMatchObject({
      kind: 'not-found',
      code: 'deployment_not_found',
    })
    expect(failureOf(await getToken(fields, tokenPorts([token, httpReply('no', {}, 403)])))).toMatchObject({
      kind: 'permission',
      status: 403,
    })
  })

  test('the row names every variable', () => {
    expect(rowOf('sap')).toMatchObject({
      auth: 'fields',
      keyVariables: ['AICORE_SERVICE_KEY'],
      settings: { resource_group: ['AICORE_RESOURCE_GROUP'] },
    })
  })
})
