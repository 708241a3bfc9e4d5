/** `model-by-reference`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'without an environment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: os.environ/MODEL }
`,
    want: [['error', '3:30', 'the model comes from environment variable "MODEL", which is not known when compiling']],
  },
  {
    name: 'not set in the environment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: os.environ/MODEL }
`,
    options: { env: { OTHER: 'x' } },
    want: [['error', '3:30', 'the model comes from environment variable "MODEL", which is not known when compiling']],
  },
  {
    name: 'set it passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: os.environ/MODEL }
`,
    options: { env: { MODEL: 'openai/gpt-4o' } },
    want: [],
  },
]

describe('model-by-reference', () => {
  test.each(cases)('$name', (one) => checkRule('model-by-reference', one))
})
