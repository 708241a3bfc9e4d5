/** `duplicate-model-id`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one id twice, as number and as text',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { id: 7 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 1 }
    model_info: { id: "7" }
`,
    want: [['warning', '7:23', '`model_info.id` "7" is given twice']],
  },
  {
    name: 'different ids pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { id: x }
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 1 }
    model_info: { id: y }
`,
    want: [],
  },
]

describe('duplicate-model-id', () => {
  test.each(cases)('$name', (one) => checkRule('duplicate-model-id', one))
})
