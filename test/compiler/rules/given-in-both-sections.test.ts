/** `given-in-both-sections`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'retries that differ',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  num_retries: 2
litellm_settings:
  num_retries: 3
`,
    want: [['warning', '9:3', '`num_retries` is given in both `router_settings` and `litellm_settings`']],
  },
  {
    name: 'fallbacks in both',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }]
litellm_settings:
  fallbacks: [{ b: [a] }]
`,
    want: [['warning', '9:3', '`fallbacks` is given in both `router_settings` and `litellm_settings`']],
  },
  {
    name: 'equal values and empty lists pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  num_retries: 2
  fallbacks: []
litellm_settings:
  num_retries: 2
  fallbacks: [{ a: [b] }]
`,
    want: [],
  },
]

describe('given-in-both-sections', () => {
  test.each(cases)('$name', (one) => checkRule('given-in-both-sections', one))
})
