/** `deployment-fallbacks`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'fallbacks inside a deployment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, fallbacks: [gpt-4o-mini] }
`,
    want: [['warning', '3:45', '`fallbacks` in `litellm_params` are not used']],
  },
  {
    name: 'fallbacks of the router pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [],
  },
]

describe('deployment-fallbacks', () => {
  test.each(cases)('$name', (one) => checkRule('deployment-fallbacks', one))
})
