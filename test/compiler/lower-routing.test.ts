/** Routing settings: which section wins, LiteLLM's defaults, units. */
import { describe, expect, test } from 'vitest'
import { planOf } from './plan-of.js'

const models = 'model_list:\n  - { model_name: a, litellm_params: { model: openai/gpt-4o } }\n'
const routing = (settings = '') => planOf(models + settings).routing

test('without settings LiteLLM’s defaults hold', () => {
  expect(routing()).toEqual({
    strategy: 'simple-shuffle',
    strategyArgs: {},
    numRetries: 2,
    retryAfterMs: 0,
    timeoutMs: 6_000_000,
    maxFallbacks: 5,
    cooldown: { mode: 'rate' },
    cooldownMs: 5000,
    disableCooldowns: false,
    enablePreCallChecks: false,
    dropParams: false,
    modifyParams: false,
    defaults: {},
    environment: {},
  })
})

test('every setting is read', () => {
  const settings = `
router_settings:
  routing_strategy: latency-based-routing
  routing_strategy_args: { ttl: 60, lowest_latency_buffer: 0.5 }
  num_retries: os.environ/RETRIES
  retry_policy: { TimeoutErrorRetries: 1, DefaultRetries: 0, UnknownErrorRetries: 9, RateLimitRetries: 9 }
  model_group_retry_policy: { a: { BadRequestErrorRetries: 1 } }
  retry_after: 2
  timeout: 30
  stream_timeout: 60
  max_fallbacks: 3
  cooldown_time: 1.5
  disable_cooldowns: true
  enable_pre_call_checks: true
  default_litellm_params: { temperature: 0, api_key: os.environ/K, user: os.environ/U }
  default_max_parallel_requests: 7
litellm_settings:
  drop_params: true
  modify_params: true
  ssl_verify: false
  request_timeout: 5
`
  expect(routing(settings)).toEqual({
    strategy: 'latency-based-routing',
    strategyArgs: { ttl: 60, lowest_latency_buffer: 0.5 },
    numRetries: { env: 'RETRIES', as: 'number' },
    retryPolicy: { Timeout: 1, Default: 0 },
    groupRetryPolicies: [{ group: 'a', policy: { BadRequest: 1 } }],
    retryAfterMs: 2000,
    timeoutMs: 30_000,
    streamTimeoutMs: 60_000,
    maxFallbacks: 3,
    cooldown: { mode: 'rate' },
    cooldownMs: 1500,
    disableCooldowns: true,
    enablePreCallChecks: true,
    dropParams: true,
    modifyParams: true,
    defaults: { temperature: 0, user: { env: 'U' } },
    environment: {},
    sslVerify: false,
    defaultMaxParallelRequests: 7,
  })
})

describe('timeout', () => {
  test.each([
    ['litellm_settings: { request_timeout: 9 }\n', 9000],
    ['router_settings: { timeout: 0 }\nlitellm_settings: { request_timeout: 9 }\n', 9000],
    ['router_settings: { timeout: os.environ/T }\n', { env: 'T', as: 'number', scale: 1000 }],
    ['litellm_settings: { request_timeout: 0 }\n', 6_000_000],
  ])('%j', (settings, want) => {
    expect(routing(settings).timeoutMs).toEqual(want)
  })
})

describe('cooldown rule', () => {
  test.each([
    ['router_settings: { allowed_fails: 2 }\n', { mode: 'count', allowedFails: 2 }],
    ['router_settings: { allowed_fails: 3 }\n', { mode: 'rate' }],
    ['litellm_settings: { allowed_fails: 10 }\n', { mode: 'rate' }],
    ['router_settings: { allowed_fails: 3 }\nlitellm_settings: { allowed_fails: 10 }\n', { mode: 'count', allowedFails: 3 }],
    ['router_settings: { allowed_fails: 10 }\nlitellm_settings: { allowed_fails: 10 }\n', { mode: 'rate' }],
    [
      'router_settings: { allowed_fails_policy: { RateLimitErrorAllowedFails: 0, InternalServerErrorAllowedFails: 4 } }\n',
      { mode: 'count', allowedFails: 3, policy: { RateLimit: 0, InternalServer: 4 } },
    ],
  ])('%j', (settings, want) => {
    expect(routing(settings).cooldown).toEqual(want)
  })
})

test('environment variables: values that are no secrets, as text', () => {
  const settings = `environment_variables:
  LANGFUSE_HOST: https://langfuse.example.com
  DEBUG: true
  PORT: 8080
  OPENAI_API_KEY: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3
  MY_PASSWORD: none
  BROKER: amqp://user:pass@host
  COPIED: os.environ/OTHER
  SHELL_FORM: \${OTHER}
`
  expect(routing(settings).environment).toEqual({ LANGFUSE_HOST: 'https://langfuse.example.com', DEBUG: 'true', PORT: '8080' })
})
