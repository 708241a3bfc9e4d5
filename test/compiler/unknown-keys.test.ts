/** Keys that are not known where they stand: which are mistakes, how bad, and what is suggested. */
import { describe, expect, test } from 'vitest'
import { load } from '../../src/compiler/load.js'
import { validate } from '../../src/compiler/validate.js'

function findings(source: string, allowUnknown = false): readonly string[] {
  const { value } = load({ source, path: 'litellm_config.yaml' })
  if (value === undefined) throw new Error('does not load')
  return validate(value, { allowUnknown }).map(
    ({ severity, rule, message, help }) => `${severity} ${rule}: ${message} (${help?.text ?? 'no help'})`,
  )
}

const params = (line: string) => `model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a\n      ${line}\n`
const info = (line: string) =>
  `model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a\n    model_info:\n      ${line}\n`

type Row = { readonly given: string; readonly want: readonly string[] }

function expectRows(rows: readonly Row[]): void {
  for (const { given, want } of rows) test(given.trim().split('\n').slice(-2).join(' ').trim(), () => expect(findings(given)).toEqual(want))
}

describe('a misspelling is an error with the suggestion', () => {
  expectRows([
    {
      given: 'router_settings:\n  enable_pre_call_check: true\n',
      want: ['error unknown-key: "enable_pre_call_check" is not a key of router_settings (did you mean "enable_pre_call_checks"?)'],
    },
    {
      given: 'router_setting:\n  timeout: 1\n',
      want: ['error unknown-key: "router_setting" is not a section of the config (did you mean "router_settings"?)'],
    },
    {
      given: 'general_settings:\n  master-key: os.environ/K\n',
      want: ['error unknown-key: "master-key" is not a key of general_settings (did you mean "master_key"?)'],
    },
    {
      given: 'litellm_settings:\n  drop_param: true\n',
      want: ['error unknown-key: "drop_param" is not a key of litellm_settings (did you mean "drop_params"?)'],
    },
    {
      given: 'router_settings:\n  retry_policy:\n    TimeoutErrorRetrie: 1\n',
      want: ['error unknown-key: "TimeoutErrorRetrie" is not a key of retry_policy (did you mean "TimeoutErrorRetries"?)'],
    },
  ])
})

describe('a key that is known at another level is an error that says where', () => {
  expectRows([
    {
      given: 'router_settings:\n  health_check_interval: 60\n',
      want: ['error misplaced-key: "health_check_interval" has no effect in router_settings (move it to general_settings)'],
    },
    {
      given: 'litellm_settings:\n  master_key: os.environ/K\n',
      want: ['error misplaced-key: "master_key" has no effect in litellm_settings (move it to general_settings)'],
    },
    {
      given: 'model_group_alias:\n  a: b\n',
      want: ['error misplaced-key: "model_group_alias" has no effect in the top level (move it to router_settings)'],
    },
    {
      given: 'model_list:\n  - model_name: a\n    litellm_params: { model: openai/a }\n    timeout: 3\n',
      want: ['error misplaced-key: "timeout" has no effect in a model_list entry (move it to router_settings)'],
    },
  ])
})

describe('what resembles nothing is a warning', () => {
  expectRows([
    {
      given: 'general_settings:\n  enable_admin_ui: true\n',
      want: ['warning unknown-key: "enable_admin_ui" is not a key of general_settings (no help)'],
    },
    { given: 'rate_limits:\n  enabled: true\n', want: ['warning unknown-key: "rate_limits" is not a section of the config (no help)'] },
    {
      given: 'litellm_settings:\n  verbose: true\n',
      want: ['warning unknown-key: "verbose" is not a key of litellm_settings (did you mean "set_verbose"?)'],
    },
    {
      given: 'router_settings:\n  strategy: simple\n',
      want: ['warning unknown-key: "strategy" is not a key of router_settings (did you mean "routing_strategy"?)'],
    },
    { given: 'x-defaults: &d { timeout: 1 }\n', want: ['note unknown-key: "x-defaults" is not a section of the config (no help)'] },
  ])
})

describe('keys with a documented other place are warnings', () => {
  expectRows([
    {
      given: 'litellm_settings:\n  cooldown_time: 30\n',
      want: ['warning misplaced-key: "cooldown_time" has no effect in litellm_settings (move it to router_settings)'],
    },
    {
      given: 'litellm_settings:\n  timeout: 30\n',
      want: ['warning misplaced-key: "timeout" has no effect in litellm_settings (use "litellm_settings.request_timeout" instead)'],
    },
    {
      given: 'general_settings:\n  cache: true\n',
      want: ['warning misplaced-key: "cache" has no effect in general_settings (move it to litellm_settings)'],
    },
    {
      given: 'general_settings:\n  redis_host: h\n',
      want: ['warning misplaced-key: "redis_host" has no effect in general_settings (move it to router_settings)'],
    },
    {
      given: 'callbacks: [prometheus]\n',
      want: ['warning misplaced-key: "callbacks" has no effect in the top level (move it to litellm_settings)'],
    },
    {
      given: 'model_list:\n  - model_name: a\n    litellm_params: { model: openai/a }\n    api_key: os.environ/K\n',
      want: ['warning misplaced-key: "api_key" has no effect in a model_list entry (move it to litellm_params)'],
    },
    {
      given: 'model_list:\n  - model_name: a\n    litellm_params: { model: openai/a }\n    base_model: a\n',
      want: ['warning misplaced-key: "base_model" has no effect in a model_list entry (move it to model_info)'],
    },
    {
      given: 'router_settings:\n  ignore_invalid_deployments: true\n',
      want: [
        'warning misplaced-key: "ignore_invalid_deployments" has no effect in router_settings (remove it: LiteLLM sets this itself and does not start when the file has it too)',
      ],
    },
    {
      given: params('context_window: 128000'),
      want: ['warning misplaced-key: "context_window" has no effect in litellm_params (use "model_info.max_input_tokens" instead)'],
    },
  ])
})

describe('where other keys are passed on, only the likely mistake is a warning', () => {
  expectRows([
    { given: params('api_kye: x'), want: ['warning unknown-key: "api_kye" is not a key of litellm_params (did you mean "api_key"?)'] },
    { given: params('api-key: x'), want: ['warning unknown-key: "api-key" is not a key of litellm_params (did you mean "api_key"?)'] },
    {
      given: params('temprature: 1'),
      want: ['warning unknown-key: "temprature" is not a key of litellm_params (did you mean "temperature"?)'],
    },
    { given: params('rpm_limit: 1'), want: ['warning unknown-key: "rpm_limit" is not a key of litellm_params (did you mean "rpm"?)'] },
    { given: params('rmp: 1'), want: ['warning unknown-key: "rmp" is not a key of litellm_params (did you mean "rpm"?)'] },
    { given: params('top_a: 1'), want: [] },
    { given: params('min_tokens: 1'), want: [] },
    { given: params('base_url: http://localhost/v1'), want: [] },
    { given: params('mode: embedding'), want: ['warning misplaced-key: "mode" has no effect in litellm_params (move it to model_info)'] },
    {
      given: params('supports_parallel_function_calling: true'),
      want: ['warning misplaced-key: "supports_parallel_function_calling" has no effect in litellm_params (move it to model_info)'],
    },
    {
      given: info('api_base: http://localhost'),
      want: ['warning misplaced-key: "api_base" has no effect in model_info (move it to litellm_params)'],
    },
    {
      given: info('supports_vison: true'),
      want: ['warning unknown-key: "supports_vison" is not a key of model_info (did you mean "supports_vision"?)'],
    },
    { given: info('organization: Acme'), want: [] },
    { given: info('input_cost_per_token_above_272k_tokens: 0.1'), want: [] },
  ])
})

describe('keys without effect', () => {
  test('are one note each, with the number of their places', () => {
    const many = `model_list:\n${Array(3).fill('  - model_name: a\n    litellm_params: { model: openai/a, max_retries: 3 }\n').join('')}general_settings:\n  alerting: [slack]\n`
    expect(findings(many)).toEqual([
      'note accepted-key: "max_retries" is a key of LiteLLM that llmgen does not act on here, nor in 2 other places (it has no effect in LiteLLM either; use num_retries)',
      'note accepted-key: "alerting" is a key of LiteLLM that llmgen does not act on here (no help)',
    ])
  })

  test('are counted by level', () => {
    const source = `${params('guardrails: [x]')}guardrails: []\nlitellm_settings:\n  guardrails: []\n`
    expect(findings(source).map((line) => line.slice(0, 32))).toEqual(Array(2).fill('note accepted-key: "guardrails" '))
  })

  test('names by pattern are known', () => {
    expect(findings('litellm_settings:\n  prometheus_initialize_budget_metrics: true\n  cache_params: { type: s3, s3_path: x }\n')).toEqual(
      [
        'note accepted-key: "prometheus_initialize_budget_metrics" is a key of LiteLLM that llmgen does not act on here (no help)',
        'note accepted-key: "s3_path" is a key of LiteLLM that llmgen does not act on here (no help)',
      ],
    )
  })
})

test('with unknown keys allowed, errors about them become warnings', () => {
  const source = 'router_settings:\n  num_retires: 1\n  master_key: os.environ/K\n'
  expect(findings(source).map((line) => line.split(':')[0])).toEqual(['error unknown-key', 'error misplaced-key'])
  expect(findings(source, true).map((line) => line.split(':')[0])).toEqual(['warning unknown-key', 'warning misplaced-key'])
})
