/** `environment-variable-copied`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one variable from another',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
environment_variables: { A: os.environ/B }
`,
    want: [['warning', '6:29', 'environment variable "A" is taken from "B"']],
  },
  {
    name: 'values and itself pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
environment_variables: { A: os.environ/A, B: text }
`,
    want: [],
  },
]

describe('environment-variable-copied', () => {
  test.each(cases)('$name', (one) => checkRule('environment-variable-copied', one))
})
