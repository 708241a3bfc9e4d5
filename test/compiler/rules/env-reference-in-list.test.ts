/** `env-reference-in-list`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a reference in a list',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, tags: [os.environ/TAG] }
`,
    want: [['error', '3:52', '"os.environ/TAG" stands in a list, where it is not resolved']],
  },
  {
    name: 'in a map in a list it is resolved',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  custom_provider_map: [{ provider: os.environ/P }]
`,
    want: [],
  },
]

describe('env-reference-in-list', () => {
  test.each(cases)('$name', (one) => checkRule('env-reference-in-list', one))
})
