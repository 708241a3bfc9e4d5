/** `duplicate-fallback-source`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'two items for one group',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }, { a: [b] }]
`,
    want: [['warning', '7:29', 'fallbacks of "a" are given twice']],
  },
  {
    name: 'one item each passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ a: [b] }, { b: [a] }]
`,
    want: [],
  },
]

describe('duplicate-fallback-source', () => {
  test.each(cases)('$name', (one) => checkRule('duplicate-fallback-source', one))
})
