/** Every route that only tells: with secrets planted wherever a config has room for one, none of them shows any. */
import { describe, expect, test } from 'vitest'
import { routes } from '../../../src/gateway/routes.js'
import { setUp } from '../gateway-support.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params:
      model: openai/gpt-4o
      api_base: os.environ/OPENAI_BASE
      api_key: os.environ/PROVIDER_KEY
      extra_headers: { x-own: os.environ/OWN_HEADER }
      organization: os.environ/ORGANIZATION
    model_info: { id: first, description: our best, owner_key: os.environ/PROVIDER_KEY }
  - model_name: azure
    litellm_params: { model: azure/dep, api_base: os.environ/AZURE_BASE, api_key: os.environ/PROVIDER_KEY, api_version: '2024-10-21' }
  - model_name: bedrock
    litellm_params:
      model: bedrock/anthropic.claude-3-haiku-20240307-v1:0
      aws_access_key_id: os.environ/AWS_ID
      aws_secret_access_key: os.environ/AWS_SECRET
      aws_region_name: us-east-1
  - { model_name: 'openai/*', litellm_params: { model: 'openai/*', api_base: os.environ/OPENAI_BASE, api_key: os.environ/PROVIDER_KEY } }
router_settings: { num_retries: 0 }
litellm_settings: { cache: true, cache_params: { type: local }, success_callback: [langfuse] }
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
  pass_through_endpoints:
    - path: /own/rerank
      target: os.environ/TARGET
      headers: { Authorization: bearer os.environ/PROVIDER_KEY, x-more: os.environ/OWN_HEADER }
    - { path: /own/written, target: 'http://127.0.0.1:9/x?k=planted-in-target' }
`
const masterKey = 'sk-master-planted-0123456789'
const env = {
  LITELLM_MASTER_KEY: masterKey,
  LITELLM_SALT_KEY: 'salt-planted-0123456789',
  PROVIDER_KEY: 'sk-provider-planted-0123456789',
  OPENAI_BASE: 'http://user:p@planted-word@127.0.0.1:9/v1?token=planted-query',
  AZURE_BASE: 'http://planted-user:planted-word@127.0.0.1:9/',
  OWN_HEADER: 'planted-header-0123456789',
  ORGANIZATION: 'org-planted-0123456789',
  AWS_ID: 'AKIAPLANTED012345678',
  AWS_SECRET: 'aws-planted-0123456789abcdefghijklmnopq',
  TARGET: 'http://planted-user:planted-word@127.0.0.1:9/rerank',
}

const queries: { readonly [path: string]: string } = {
  '/health': '?active=true',
  '/utils/supported_openai_params': '?model=gpt-4o',
  '/v1/models/*': '?include_metadata=true',
}
const telling = routes
  .filter(({ method, callType, paths: [path] }) => method === 'GET' && callType === undefined && path !== '/*')
  .flatMap(({ paths }) => paths.map((path) => path.replace('*', 'gpt-4o').replace(/:\w+/g, 'x') + (queries[path] ?? '')))
const posts: readonly (readonly [string, object])[] = [
  ...['gpt-4o', 'azure', 'bedrock', 'openai/gpt-4.1'].map(
    (model) =>
      [
        '/utils/transform_request',
        { call_type: 'completion', request_body: { model, messages: [{ role: 'user', content: 'hi' }] } },
      ] as const,
  ),
  ['/utils/token_counter', { model: 'gpt-4o', prompt: 'hi' }],
  ['/spend/calculate', { completion_response: { model: 'gpt-4o', usage: { prompt_tokens: 1 } } }],
  ['/cache/flushall', {}],
  ['/config/reload', {}],
  ['/chat/completions', { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }],
  ['/chat/completions', { model: 'nobody', messages: [] }],
]

describe('with and without a key', () => {
  test.each([{ headers: {} }, { headers: { authorization: `Bearer ${masterKey}` } }])('$headers', async ({ headers }) => {
    const { gateway } = await setUp({ listens: false, yaml, env })
    const shown: string[] = []
    const look = async (method: 'GET' | 'HEAD' | 'POST', url: string, payload?: object) => {
      const answer = await gateway.app.inject({ method, url, headers: { ...headers }, ...(payload !== undefined && { payload }) })
      // the route is there, whatever it answers
      expect([url, answer.body.includes('GET /routes lists what there is')]).toEqual([url, false])
      const [found] = /.{0,40}planted.{0,40}/i.exec(JSON.stringify(answer.headers) + answer.body) ?? []
      if (found !== undefined) shown.push(`${method} ${url}: ${found}`)
      return answer
    }
    for (const url of telling) {
      const answer = await look('GET', url)
      const head = await look('HEAD', url)
      expect([url, head.statusCode, head.headers['content-type'], head.body]).toEqual([
        url,
        answer.statusCode,
        answer.headers['content-type'],
        '',
      ])
    }
    for (const [url, body] of posts) await look('POST', url, body)
    await look('GET', '/metrics')
    expect(shown).toEqual([])
    expect(telling.length).toBeGreaterThan(20)
  })
})
