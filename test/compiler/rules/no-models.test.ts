/** `no-models`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'no list',
    config: `
general_settings: {}
`,
    want: [['warning', '1:1', 'the config has no `model_list`']],
  },
  {
    name: 'an empty list',
    config: `
model_list: []
`,
    want: [['warning', '1:1', '`model_list` is empty']],
  },
  {
    name: 'a list passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
`,
    want: [],
  },
]

describe('no-models', () => {
  test.each(cases)('$name', (one) => checkRule('no-models', one))
})
