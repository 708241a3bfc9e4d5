/** `unset-variable`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'with an environment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/MY_KEY }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, api_key: os.environ/MY_KEY }
general_settings: { master_key: os.environ/MASTER }
`,
    options: { env: { MASTER: 'x' } },
    want: [['warning', '3:54', 'environment variable "MY_KEY" is not set']],
  },
  {
    name: 'a model by reference is another rule',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: os.environ/MODEL }
`,
    options: { env: {} },
    want: [],
  },
  {
    name: 'without an environment nothing is known',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/MY_KEY }
`,
    want: [],
  },
]

describe('unset-variable', () => {
  test.each(cases)('$name', (one) => checkRule('unset-variable', one))
})
