/** `unknown-credential`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a misspelt credential',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, litellm_credential_name: prdo }
credential_list: [{ credential_name: prod, credential_values: {}, credential_info: {} }]
`,
    want: [['warning', '3:70', 'credential "prdo" is not in the `credential_list`', 'prod']],
  },
  {
    name: 'no list at all',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, litellm_credential_name: prod }
`,
    want: [['warning', '3:70', 'credential "prod" is not in the `credential_list`']],
  },
  {
    name: 'a known one passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, litellm_credential_name: prod }
credential_list: [{ credential_name: prod, credential_values: {}, credential_info: {} }]
`,
    want: [],
  },
]

describe('unknown-credential', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-credential', one))
})
