/** `empty-credential`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'an empty key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: "" }
`,
    want: [['warning', '3:54', '`api_key` is empty, which counts as not given']],
  },
  {
    name: 'an empty AWS key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: bedrock/x, aws_access_key_id: "" }
`,
    want: [['warning', '3:60', '`aws_access_key_id` is empty, which counts as not given']],
  },
  {
    name: 'a reference passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/K }
`,
    want: [],
  },
]

describe('empty-credential', () => {
  test.each(cases)('$name', (one) => checkRule('empty-credential', one))
})
