/** `default-credentials`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a shared key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  default_litellm_params: { api_key: os.environ/K, temperature: 0 }
`,
    want: [['warning', '7:29', '`api_key` in `default_litellm_params` is not used']],
  },
  {
    name: 'request parameters pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  default_litellm_params: { temperature: 0 }
`,
    want: [],
  },
]

describe('default-credentials', () => {
  test.each(cases)('$name', (one) => checkRule('default-credentials', one))
})
