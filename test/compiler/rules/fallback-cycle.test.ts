/** `fallback-cycle`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'two groups',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }, { b: [a] }]
`,
    want: [['note', '7:17', '"a" and "b" fall back on each other']],
  },
  {
    name: 'three groups through an alias',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
  - model_name: c
    litellm_params: { model: openai/o3 }
router_settings:
  model_group_alias: { z: c }
  fallbacks: [{ a: [b] }, { b: [z] }, { c: [a] }]
`,
    want: [['note', '10:17', '"a", "b" and "c" fall back on each other']],
  },
  {
    name: 'a chain without a way back passes',
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
  {
    name: 'a group in its own chain is another rule',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [a, b] }]
`,
    want: [],
  },
]

describe('fallback-cycle', () => {
  test.each(cases)('$name', (one) => checkRule('fallback-cycle', one))
})
