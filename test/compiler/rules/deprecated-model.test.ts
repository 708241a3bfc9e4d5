/** `deprecated-model`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a retired model, once for two deployments',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: anthropic/claude-3-opus-20240229 }
  - model_name: a
    litellm_params: { model: anthropic/claude-3-opus-20240229, api_key: os.environ/K }
`,
    want: [['warning', '3:30', '"anthropic/claude-3-opus-20240229" is retired']],
  },
  {
    name: 'a served model passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
`,
    want: [],
  },
]

describe('deprecated-model', () => {
  test.each(cases)('$name', (one) => checkRule('deprecated-model', one))
})
