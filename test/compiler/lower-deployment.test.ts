/** One entry as a deployment of the Plan. */
import { describe, expect, test } from 'vitest'
import type { CompileOptions } from '../../src/compiler/compile.js'
import type { Deployment } from '../../src/plan/plan.js'
import { planOf } from './plan-of.js'

function deploymentsOf(params: string, info = '', extra = '', options: CompileOptions = {}): readonly Deployment[] {
  const yaml = `model_list:\n  - model_name: a\n    litellm_params: { ${params} }\n    model_info: { ${info} }\n${extra}`
  return planOf(yaml, options).deployments
}

test('every part has its place, and what is left are defaults of the request', () => {
  const [deployment] = deploymentsOf(
    [
      'model: openai/gpt-4o, api_base: "https://h/v1", api_key: os.environ/K, api_version: v1, organization: org-1, rpm: 10, tpm: os.environ/TPM',
      'max_parallel_requests: 3, weight: 0.5, order: 2, tags: [free, x], region_name: eu, timeout: 2.5, stream_timeout: os.environ/T, num_retries: 4',
      'cooldown_time: 0, drop_params: true, additional_drop_params: [user], allowed_openai_params: [x], merge_reasoning_content_in_choices: true',
      'supports_system_message: false, mock_response: hi, mock_timeout: false, cache_control_injection_points: [{ location: message, role: system }]',
      'temperature: 0.2, user: os.environ/USER, metadata: { team: blue }, extra_body: { provider: { order: [a] }, key: os.environ/B }, max_retries: 3',
      'top_k: null',
    ].join(', '),
    'id: my-id, max_output_tokens: 100',
    'router_settings: { enable_tag_filtering: true }\n',
  )
  expect(deployment).toEqual({
    index: 0,
    id: 'my-id',
    group: 'a',
    provider: 'openai',
    model: 'gpt-4o',
    mode: 'chat',
    baseUrl: 'https://h/v1',
    apiVersion: 'v1',
    organization: 'org-1',
    apiKey: { env: 'K' },
    defaults: { temperature: 0.2, user: { env: 'USER' }, metadata: { team: 'blue' } },
    extraBody: { provider: { order: ['a'] }, key: { env: 'B' } },
    rpm: 10,
    tpm: { env: 'TPM', as: 'number' },
    maxParallelRequests: 3,
    weight: 0.5,
    order: 2,
    tags: ['free', 'x'],
    region: 'eu',
    timeoutMs: 2500,
    streamTimeoutMs: { env: 'T', as: 'number', scale: 1000 },
    numRetries: 4,
    cooldownMs: 0,
    dropParams: true,
    additionalDropParams: ['user'],
    allowedOpenAiParams: ['x'],
    mergeReasoningContent: true,
    supportsSystemMessage: false,
    mockResponse: 'hi',
    mockTimeout: false,
    caching: [{ location: 'message', role: 'system' }],
    contextWindow: 128_000,
    maxOutputTokens: 100,
    capabilities: { tools: 'yes', vision: 'yes', jsonSchema: 'yes', reasoning: 'no' },
    flags: [],
    price: { by: 'row', row: 0 },
  })
})

describe('times', () => {
  test.each([
    ['timeout: 0, request_timeout: 5', 5000],
    ['timeout: 3, request_timeout: 5', 3000],
    ['timeout: 0', undefined],
    ['request_timeout: "0.25"', 250],
  ])('%s', (params, want) => {
    expect(deploymentsOf(`model: openai/gpt-4o, ${params}`)[0]?.timeoutMs).toBe(want)
  })
})

describe('base URL', () => {
  test.each([
    ['model: openai/gpt-4o', '', { firstOf: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'], else: 'https://api.openai.com/v1' }],
    ['model: openai/gpt-4o, base_url: "http://b"', '', 'http://b'],
    ['model: openai/gpt-4o, api_base: os.environ/BASE', '', { env: 'BASE' }],
    ['model: openai/gpt-4o', 'litellm_settings: { api_base: "http://all" }\n', 'http://all'],
    ['model: azure/x', '', { firstOf: ['AZURE_API_BASE'] }],
  ])('%s', (params, extra, want) => {
    expect(deploymentsOf(params, '', extra)[0]?.baseUrl).toEqual(want)
  })
})

describe('ids', () => {
  const id = (params: string, info = '') => deploymentsOf(params, info)[0]?.id

  test('are stable over the order of keys, and differ with the parameters', () => {
    expect(id('model: openai/gpt-4o, rpm: 1')).toBe(id('rpm: 1, model: openai/gpt-4o'))
    expect(id('model: openai/gpt-4o, rpm: 1')).not.toBe(id('model: openai/gpt-4o, rpm: 2'))
    expect(id('model: openai/gpt-4o')).toMatch(/^[0-9a-f]{32}$/)
  })

  test('are those of model_info where given, numbers as text', () => {
    expect(id('model: openai/gpt-4o', 'id: 7')).toBe('7')
  })

  test('are told apart where two entries are the same', () => {
    const entry = '  - { model_name: a, litellm_params: { model: openai/gpt-4o }, model_info: { id: x } }\n'
    expect(planOf(`model_list:\n${entry}${entry}`).deployments.map((deployment) => deployment.id)).toEqual(['x', 'x-2'])
  })
})

test('a list of organizations makes one deployment each', () => {
  const deployments = deploymentsOf('model: openai/gpt-4o, organization: [org-1, org-2]')
  expect(deployments.map(({ index, organization }) => [index, organization])).toEqual([
    [0, 'org-1'],
    [1, 'org-2'],
  ])
  expect(new Set(deployments.map((deployment) => deployment.id)).size).toBe(2)
})

test('a provider of one’s own has a row without a format, so that calls fail clearly', () => {
  const extra = 'litellm_settings: { custom_provider_map: [{ provider: mine, custom_handler: m.h }] }\n'
  const plan = planOf(`model_list:\n  - { model_name: a, litellm_params: { model: mine/x } }\n${extra}`)
  expect(plan.providers).toEqual([{ name: 'mine', format: 'custom', auth: 'none', keyVariables: [], quirks: {} }])
  expect(plan.deployments[0]?.provider).toBe('mine')
})
