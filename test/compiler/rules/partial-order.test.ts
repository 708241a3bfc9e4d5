/** `partial-order`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'order on one of two',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, order: 1 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini }
`,
    want: [['warning', '3:45', 'only some deployments of "a" have `order`']],
  },
  {
    name: 'on all it passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, order: 1 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, order: 2 }
`,
    want: [],
  },
]

describe('partial-order', () => {
  test.each(cases)('$name', (one) => checkRule('partial-order', one))
})
