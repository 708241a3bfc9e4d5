/** `chain-loses-capability`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'tools are lost',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/my-model }
    model_info: { supports_function_calling: false }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [['warning', '8:21', '"a" takes tools, its fallback "b" does not']],
  },
  {
    name: 'images are lost',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/my-model }
    model_info: { supports_vision: false }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [['warning', '8:21', '"a" takes images, its fallback "b" does not']],
  },
  {
    name: 'unknown is not lost',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/my-model }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [],
  },
  {
    name: 'tools and images lost at one place are one finding, and a second item for a group is not read',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/x }
    model_info: { supports_function_calling: false, supports_vision: false }
router_settings:
  fallbacks: [{ a: [b] }, { a: [b] }]
`,
    want: [['warning', '8:21', '"a" takes tools and images, its fallback "b" does not']],
  },
]

describe('chain-loses-capability', () => {
  test.each(cases)('$name', (one) => checkRule('chain-loses-capability', one))
})
