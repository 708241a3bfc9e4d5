/** `alias-hides-group`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'an alias with the name of a group hides it',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { a: b }
`,
    want: [['warning', '7:24', 'alias "a" hides the model group of the same name']],
  },
  {
    name: 'other aliases pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { c: b, a: a }
`,
    want: [],
  },
]

describe('alias-hides-group', () => {
  test.each(cases)('$name', (one) => checkRule('alias-hides-group', one))
})
