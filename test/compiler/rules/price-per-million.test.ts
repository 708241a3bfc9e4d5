/** `price-per-million`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'dollars per million',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { input_cost_per_token: 2.5, output_cost_per_token: 10 }
`,
    want: [
      ['warning', '4:41', '`input_cost_per_token` is 2.5 dollars per token', '0.0000025'],
      ['warning', '4:69', '`output_cost_per_token` is 10 dollars per token', '0.00001'],
    ],
  },
  {
    name: 'a small one',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { input_cost_per_token: 0.15 }
`,
    want: [['warning', '4:41', '`input_cost_per_token` is 0.15 dollars per token', '0.00000015']],
  },
  {
    name: 'dollars per token pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { input_cost_per_token: 0.0000025, output_cost_per_token: "1e-5" }
`,
    want: [],
  },
]

describe('price-per-million', () => {
  test.each(cases)('$name', (one) => checkRule('price-per-million', one))
})
