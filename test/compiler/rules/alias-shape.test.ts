/** `alias-shape`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'an alias to a list',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { c: [a, b] }
`,
    want: [['error', '7:27', 'alias "c" is a list']],
  },
  {
    name: 'a map without model',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { c: { hidden: true } }
`,
    want: [['error', '7:27', 'alias "c" is a map without `model`']],
  },
  {
    name: 'a map without hidden',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { c: { model: a } }
`,
    want: [['warning', '7:27', 'alias "c" does not say whether it is hidden']],
  },
  {
    name: 'both valid forms pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { c: a, d: { model: b, hidden: true } }
`,
    want: [],
  },
]

describe('alias-shape', () => {
  test.each(cases)('$name', (one) => checkRule('alias-shape', one))
})
