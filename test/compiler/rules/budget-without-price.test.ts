/** `budget-without-price`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const config = (params: string) => `
model_list:
  - model_name: a
    litellm_params: { ${params} }
`

const cases: readonly RuleCase[] = [
  {
    name: 'a budget of a deployment whose calls have no price',
    config: config('model: openai/my-own, api_base: http://localhost:1, max_budget: 10, budget_duration: 1d'),
    want: [['warning', '3:75', '`max_budget` never fills: no price is known for this deployment']],
  },
  { name: 'a known price passes', config: config('model: openai/gpt-4o, max_budget: 10, budget_duration: 1d'), want: [] },
  {
    name: 'a price of its own passes',
    config: config('model: openai/my-own, input_cost_per_token: 1e-6, output_cost_per_token: 1e-6, max_budget: 1, budget_duration: 1d'),
    want: [],
  },
  { name: 'without a period another rule speaks', config: config('model: openai/my-own, max_budget: 10'), want: [] },
]

describe('budget-without-price', () => {
  test.each(cases)('$name', (one) => checkRule('budget-without-price', one))
})
