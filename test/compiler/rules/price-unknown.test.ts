/** `price-unknown`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one note for two deployments',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/mine, api_base: http://h }
  - model_name: a
    litellm_params: { model: openai/mine, api_base: http://i }
`,
    want: [['note', '3:30', 'no price is known for "openai/mine"']],
  },
  {
    name: 'a price in the config passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/mine }
    model_info: { input_cost_per_token: 0, output_cost_per_token: 0 }
`,
    want: [],
  },
  {
    name: 'base_model passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/mine }
    model_info: { base_model: gpt-4o }
`,
    want: [],
  },
  {
    name: 'Azure is priced by the reply',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure/gpt-4o-prod, api_base: http://h }
`,
    want: [],
  },
]

describe('price-unknown', () => {
  test.each(cases)('$name', (one) => checkRule('price-unknown', one))
})
