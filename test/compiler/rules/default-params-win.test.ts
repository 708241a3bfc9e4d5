/** `default-params-win`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a default beats the deployment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, temperature: 0.2 }
router_settings:
  default_litellm_params: { temperature: 1 }
`,
    want: [['warning', '5:29', '`temperature` of `default_litellm_params` beats that of "a"']],
  },
  {
    name: 'timeout is settled elsewhere, null is not set',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, timeout: 5, user: x }
router_settings:
  default_litellm_params: { timeout: 10, user: null, seed: 1 }
`,
    want: [],
  },
  {
    name: 'credentials are left to another rule',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/K }
router_settings:
  default_litellm_params: { api_key: os.environ/J }
`,
    want: [],
  },
]

describe('default-params-win', () => {
  test.each(cases)('$name', (one) => checkRule('default-params-win', one))
})
