/** `fallback-to-itself`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'by name and by alias',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  model_group_alias: { z: a }
  fallbacks: [{ a: [a, z, b] }]
`,
    want: [
      ['warning', '8:21', '"a" falls back to itself'],
      ['warning', '8:24', '"a" falls back to itself'],
    ],
  },
  {
    name: 'others pass',
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

describe('fallback-to-itself', () => {
  test.each(cases)('$name', (one) => checkRule('fallback-to-itself', one))
})
