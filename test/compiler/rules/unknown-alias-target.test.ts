/** `unknown-alias-target`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a misspelt group',
    config: `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { x: gtp-4o }
`,
    want: [['error', '7:27', 'alias "x" stands for "gtp-4o", which is not a model group', 'gpt-4o']],
  },
  {
    name: 'an alias of an alias',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { x: a, y: x }
`,
    want: [['error', '7:33', 'alias "y" stands for "x", which is an alias itself', 'a']],
  },
  {
    name: 'groups, ids and wildcard matches pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { id: my-id }
  - model_name: "groq/*"
    litellm_params: { model: openai/gpt-4o, rpm: 1 }
router_settings:
  model_group_alias: { x: a, y: my-id, z: groq/llama }
`,
    want: [],
  },
]

describe('unknown-alias-target', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-alias-target', one))
})
