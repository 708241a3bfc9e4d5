/** What refuses or keeps back calls, and the response cache, as the Plan has it. */
import { describe, expect, test } from 'vitest'
import { featuresOf } from '../../src/plan/features.js'
import { planOf } from './plan-of.js'

const model = (params = '') => `model_list:\n  - { model_name: a, litellm_params: { model: openai/gpt-4o${params} } }\n`
const plan = (settings: string, params = '') => planOf(model(params) + settings)
const router = (settings: string, params = '') => plan(`router_settings: { ${settings} }\n`, params).routing
const litellm = (settings: string) => plan(`litellm_settings: { ${settings} }\n`).routing

describe('tags', () => {
  test.each([
    { given: 'enable_tag_filtering: true', want: 'any' },
    { given: 'enable_tag_filtering: true, tag_filtering_match_any: true', want: 'any' },
    { given: 'enable_tag_filtering: true, tag_filtering_match_any: false', want: 'all' },
    { given: 'enable_tag_filtering: false', want: undefined },
    { given: 'tag_filtering_match_any: true', want: undefined },
  ])('$given', ({ given, want }) => expect(router(given).tags).toBe(want))
})

describe('rpm and tpm', () => {
  test.each([
    { name: 'usage-based routing holds them', settings: 'routing_strategy: usage-based-routing', want: 'enforce' },
    { name: 'so does its second version', settings: 'routing_strategy: usage-based-routing-v2', want: 'enforce' },
    { name: 'so do pre-call checks', settings: 'enable_pre_call_checks: true', want: 'enforce' },
    {
      name: 'so does the check by name',
      settings: 'optional_pre_call_checks: [enforce_model_rate_limits]',
      want: 'enforce',
    },
    {
      name: 'so does a strategy of one group',
      settings: 'routing_groups: [{ group_name: g, models: [a], routing_strategy: usage-based-routing-v2 }]',
      want: 'enforce',
    },
  ])('$name', ({ settings, want }) => {
    expect(router(settings, ', rpm: 10').limits).toBe(want)
    expect(router(settings, ', tpm: 10').limits).toBe(want)
  })

  test('as mere weights they are preferred, and exceeded where nobody is left', () => {
    const two = (params: string) => `${model(params)}${model().slice('model_list:\n'.length)}`
    expect(planOf(two(', rpm: 10')).routing.limits).toBe('prefer')
    expect(planOf(two('')).routing.limits).toBeUndefined()
    expect(router('num_retries: 1', ', rpm: 10').limits).toBeUndefined()
  })

  test('without any there is nothing to hold', () => {
    expect(router('enable_pre_call_checks: true').limits).toBeUndefined()
  })
})

test('the queue and the wait for a resting group', () => {
  expect(router('max_queue_wait: 2.5, max_queue_length: 5, default_priority: os.environ/PRIO, cooldown_wait: 3')).toMatchObject({
    queue: { maxWaitMs: 2_500, maxLength: 5, defaultPriority: { env: 'PRIO', as: 'number' } },
    cooldownWaitMs: 3_000,
  })
  expect(router('num_retries: 1')).not.toHaveProperty('queue')
})

test('budgets of providers, under both names', () => {
  const config =
    'provider_budget_config: { openai: { budget_limit: 100, time_period: 1d }, anthropic: { max_budget: 5, budget_duration: 1mo }, groq: { time_period: 1d }, azure: { budget_limit: 0, time_period: 1d } }'
  expect(router(config).providerBudgets).toEqual([
    { name: 'openai', maxUsd: 100, period: { ms: 86_400_000 } },
    { name: 'anthropic', maxUsd: 5, period: { months: 1 } },
  ])
})

test('budgets of tags', () => {
  expect(litellm('tag_budget_config: { batch: { max_budget: os.environ/B, budget_duration: 12h } }').tagBudgets).toEqual([
    { name: 'batch', maxUsd: { env: 'B', as: 'number' }, period: { ms: 43_200_000 } },
  ])
})

test('a deployment’s own budget and patience', () => {
  const params =
    ', max_budget: 2, budget_duration: 7d, allowed_fails: 1, allowed_fails_policy: { TimeoutErrorAllowedFails: 0, TimeoutErrorRetries: 4 }'
  expect(plan('', params).deployments[0]).toMatchObject({
    budget: { maxUsd: 2, period: { ms: 604_800_000 } },
    allowedFails: 1,
    allowedFailsPolicy: { Timeout: 0 },
    defaults: {},
  })
  expect(plan('', ', max_budget: 2').deployments[0]).not.toHaveProperty('budget')
})

describe('the response cache', () => {
  test.each([
    { given: 'cache: true', want: { store: 'redis', byDefault: true } },
    { given: 'cache: true, cache_params: { ttl: 600 }', want: { store: 'memory', byDefault: true, ttlMs: 600_000 } },
    { given: 'cache: true, cache_params: { type: local }', want: { store: 'memory', byDefault: true } },
    {
      given:
        'cache: true, cache_params: { type: redis, mode: default_off, default_in_redis_ttl: 5, default_in_memory_ttl: 9, namespace: n }',
      want: { store: 'redis', byDefault: false, ttlMs: 5_000, namespace: 'n' },
    },
    {
      given: 'cache: true, cache_params: { type: s3, default_in_memory_ttl: os.environ/TTL }',
      want: { store: 'memory', byDefault: true, ttlMs: { env: 'TTL', as: 'number', scale: 1_000 } },
    },
    {
      given: 'cache: true, cache_params: { type: local, supported_call_types: [acompletion, completion, atext_completion, aembedding] }',
      want: { store: 'memory', byDefault: true, endpoints: ['chat', 'completions', 'embeddings'] },
    },
    { given: 'cache: false, cache_params: { type: local }', want: undefined },
    { given: 'cache_params: { type: local }', want: undefined },
  ])('$given', ({ given, want }) => expect(litellm(given).cache).toEqual(want))

  test('the router turns it on too', () => {
    expect(router('cache_responses: true').cache).toEqual({ store: 'memory', byDefault: true })
  })
})

test('the rule of failure shares', () => {
  expect(router('failure_threshold_percent: 0.2, failure_threshold_minimum_requests: 20').cooldown).toEqual({
    mode: 'rate',
    share: 0.2,
    leastCalls: 20,
  })
})

test.each([
  { given: 'set_verbose: true', want: true },
  { given: 'set_verbose: os.environ/V', want: { env: 'V', as: 'boolean' } },
])('verbose: $given', ({ given, want }) => {
  expect(litellm(given).verbose).toEqual(want)
  expect(router(given).verbose).toEqual(want)
})

describe('features that a Plan needs', () => {
  const two = (params: string) =>
    `model_list:\n${'  - { model_name: a, litellm_params: { model: openai/gpt-4o PARAMS } }\n'.repeat(2).replace('PARAMS', params).replace('PARAMS', '')}`
  test.each([
    { name: 'a plain config needs none', config: model(), want: [] },
    { name: 'deployments that share a group heed what their providers say', config: two(''), want: ['provider-limits'] },
    { name: 'permits', config: model(', max_parallel_requests: 3'), want: ['limits'] },
    { name: 'permits of all', config: `${model()}router_settings: { default_max_parallel_requests: 3 }\n`, want: ['limits'] },
    { name: 'limits', config: two(', rpm: 3'), want: ['limits', 'provider-limits'] },
    { name: 'a budget', config: model(', max_budget: 3, budget_duration: 1d'), want: ['budgets'] },
    {
      name: 'all of them, in order',
      config: `${two(', rpm: 3, tags: [x], max_budget: 1, budget_duration: 1d')}router_settings: { enable_tag_filtering: true, enable_pre_call_checks: true }\nlitellm_settings: { cache: true }\n`,
      want: ['tags', 'pre-call-checks', 'limits', 'budgets', 'provider-limits', 'response-cache'],
    },
  ])('$name', ({ config, want }) => expect(featuresOf(planOf(config))).toEqual(want))
})
