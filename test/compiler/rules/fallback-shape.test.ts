/** `fallback-shape`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a text as value',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: b }]
`,
    want: [['error', '7:20', 'fallbacks of "a" are a text, not a list', '["b"]']],
  },
  {
    name: 'a text as item',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [b]
`,
    want: [['error', '7:15', 'fallback "b" does not say for which model group it is']],
  },
  {
    name: 'two keys',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b], b: [a] }]
`,
    want: [['error', '7:15', 'a fallback item has 2 keys: "a", "b"']],
  },
  {
    name: 'a map instead of a list',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: { a: [b] }
`,
    want: [['error', '7:14', '`fallbacks` is a map, not a list']],
  },
  {
    name: 'an invented form',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  context_window_fallbacks: [{ model: a, context_window: 1000 }]
`,
    want: [['error', '7:30', 'a fallback item has 2 keys: "model", "context_window"']],
  },
  {
    name: 'a value that is no list',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: { model: b } }]
`,
    want: [['error', '7:20', 'fallbacks of "a" are not a list']],
  },
  {
    name: 'a target without a model',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [{ temperature: 0 }] }]
`,
    want: [['error', '7:21', 'a fallback of "a" names no model']],
  },
  {
    name: 'an item that is a list',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [[a, b]]
`,
    want: [['error', '7:15', 'an item of `fallbacks` is not a map']],
  },
  {
    name: 'an empty item',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{}]
`,
    want: [['error', '7:15', 'a fallback item is empty']],
  },
  {
    name: 'all valid forms pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }, { b: [{ model: a, temperature: 0 }] }, { "*": [a] }]
  content_policy_fallbacks: []
`,
    want: [],
  },
  {
    name: 'default fallbacks that are no list of names',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
router_settings:
  default_fallbacks: a
`,
    want: [['error', '5:22', '`default_fallbacks` is a single value, not a list', '["a"]']],
  },
  {
    name: 'chains among the default fallbacks',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
litellm_settings:
  default_fallbacks: [{ a: [a] }, a]
`,
    want: [['error', '5:23', 'an item of `default_fallbacks` names no model']],
  },
]

describe('fallback-shape', () => {
  test.each(cases)('$name', (one) => checkRule('fallback-shape', one))
})
