/** `empty-model-name`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'an empty name',
    config: `
model_list:
  - model_name: ""
    litellm_params: { model: openai/gpt-4o }
`,
    want: [['error', '2:17', '`model_name` is empty']],
  },
  {
    name: 'a name of spaces',
    config: `
model_list:
  - model_name: "  "
    litellm_params: { model: openai/gpt-4o }
`,
    want: [['error', '2:17', '`model_name` is empty']],
  },
  {
    name: 'a name passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
`,
    want: [],
  },
  {
    name: 'no model behind the name',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: "" }
  - model_name: b
    litellm_params: { model: openai/ }
`,
    want: [
      ['error', '3:30', '`model` is empty'],
      ['error', '5:30', '`model: openai/` names a provider and no model'],
    ],
  },
]

describe('empty-model-name', () => {
  test.each(cases)('$name', (one) => checkRule('empty-model-name', one))
})
