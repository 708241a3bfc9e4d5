/** `budget-without-duration`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a budget without a window',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, max_budget: 10 }
`,
    want: [['warning', '3:45', '`max_budget` has no effect without `budget_duration`']],
  },
  {
    name: 'with a window it passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, max_budget: 10, budget_duration: 1d }
`,
    want: [],
  },
]

describe('budget-without-duration', () => {
  test.each(cases)('$name', (one) => checkRule('budget-without-duration', one))
})
