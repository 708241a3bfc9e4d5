/** `unknown-fallback-target`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a misspelt group',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: claude-sonnet
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [claude-sonet] }]
`,
    want: [['error', '7:21', 'fallback target "claude-sonet" is not a model group', 'claude-sonnet']],
  },
  {
    name: 'in the other lists and the default',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  context_window_fallbacks: [{ a: [opus] }]
  content_policy_fallbacks: [{ a: [sonnet] }]
  default_fallbacks: [haiku]
`,
    want: [
      ['error', '9:23', 'fallback target "haiku" is not a model group'],
      ['error', '7:36', 'fallback target "opus" is not a model group'],
      ['error', '8:36', 'fallback target "sonnet" is not a model group'],
    ],
  },
  {
    name: 'as a map',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [{ model: nope, temperature: 0 }] }]
`,
    want: [['error', '7:30', 'fallback target "nope" is not a model group']],
  },
  {
    name: 'a section that is not read is not checked',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }]
litellm_settings:
  fallbacks: [{ a: [nope] }]
`,
    want: [],
  },
  {
    name: 'groups, aliases, ids and wildcard matches pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { id: my-id }
  - model_name: "groq/*"
    litellm_params: { model: openai/gpt-4o, rpm: 1 }
router_settings:
  model_group_alias: { z: a }
  fallbacks: [{ a: [z, my-id, groq/llama] }]
`,
    want: [],
  },
]

describe('unknown-fallback-target', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-fallback-target', one))
})
