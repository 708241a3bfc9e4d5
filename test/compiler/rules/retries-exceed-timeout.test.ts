/** `retries-exceed-timeout`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'three attempts of 300 s',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  timeout: 300
  num_retries: 2
litellm_settings:
  request_timeout: 600
`,
    want: [['warning', '8:16', '3 attempts of 300 s may take 900 s, the request timeout is 600 s']],
  },
  {
    name: 'by the default of two retries',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  timeout: 300
litellm_settings:
  request_timeout: 600
`,
    want: [['warning', '7:3', '3 attempts of 300 s may take 900 s, the request timeout is 600 s']],
  },
  {
    name: 'that fit',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  timeout: 100
  num_retries: 2
litellm_settings:
  request_timeout: 300
`,
    want: [],
  },
  {
    name: 'without a limit',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  timeout: 300
  num_retries: 5
`,
    want: [],
  },
]

describe('retries-exceed-timeout', () => {
  test.each(cases)('$name', (one) => checkRule('retries-exceed-timeout', one))
})
