/** `catch-all-target`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a bare star',
    config: `
model_list:
  - model_name: "*"
    litellm_params: { model: "*" }
`,
    want: [['warning', '3:30', '`model: "*"` names no provider']],
  },
  {
    name: 'more stars in the name than in the target',
    config: `
model_list:
  - model_name: "my/*/x-*"
    litellm_params: { model: openai/* }
`,
    want: [['warning', '3:30', '"my/*/x-*" has more `*` than its target "openai/*"']],
  },
  {
    name: 'a provider wildcard passes',
    config: `
model_list:
  - model_name: "anthropic/*"
    litellm_params: { model: anthropic/* }
`,
    want: [],
  },
  {
    name: 'a fixed target passes',
    config: `
model_list:
  - model_name: "gpt/*"
    litellm_params: { model: openai/gpt-4o }
`,
    want: [],
  },
]

describe('catch-all-target', () => {
  test.each(cases)('$name', (one) => checkRule('catch-all-target', one))
})
