/** `fallback-changes-mode`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a chat falls back to an embedding',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/text-embedding-3-small }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [['warning', '7:21', '"a" is a chat model, its fallback "b" an embedding model']],
  },
  {
    name: 'the same mode passes',
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

describe('fallback-changes-mode', () => {
  test.each(cases)('$name', (one) => checkRule('fallback-changes-mode', one))
})
