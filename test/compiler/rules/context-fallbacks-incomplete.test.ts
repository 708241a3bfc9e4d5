/** `context-fallbacks-incomplete`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a group with fallbacks but no context fallbacks',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }]
  context_window_fallbacks: [{ b: [a] }]
`,
    want: [['note', '8:3', '`context_window_fallbacks` has no entry for "a"']],
  },
  {
    name: 'an entry for each group passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }]
  context_window_fallbacks: [{ a: [b] }]
`,
    want: [],
  },
  {
    name: 'without a list there is nothing to say',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [],
  },
]

describe('context-fallbacks-incomplete', () => {
  test.each(cases)('$name', (one) => checkRule('context-fallbacks-incomplete', one))
})
