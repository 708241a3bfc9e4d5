/** `price-key-not-used`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'once for each key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, input_cost_per_pixel: 0.1 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, input_cost_per_pixel: 0.2 }
`,
    want: [['note', '3:45', '`input_cost_per_pixel` is not counted in this version']],
  },
  {
    name: 'token prices, tiers and other keys pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, input_cost_per_token: 1e-7, input_cost_per_token_above_200k_tokens: 2e-7 }
    model_info: { cost_per_ptu_per_hour: 1, costFactor: 2 }
`,
    want: [],
  },
]

describe('price-key-not-used', () => {
  test.each(cases)('$name', (one) => checkRule('price-key-not-used', one))
})
