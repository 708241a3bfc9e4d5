/** `duplicate-deployment`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'the same entry twice',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 1 }
  - model_name: a
    litellm_params: { rpm: 1, model: openai/gpt-4o }
`,
    want: [['warning', '4:17', '"a" has the same deployment twice']],
  },
  {
    name: 'entries that differ pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/A }
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/B }
`,
    want: [],
  },
  {
    name: 'the same entry under two names passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o }
`,
    want: [],
  },
]

describe('duplicate-deployment', () => {
  test.each(cases)('$name', (one) => checkRule('duplicate-deployment', one))
})
