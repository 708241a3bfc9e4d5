/** `chain-shrinks-context`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a smaller fallback',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/x }
    model_info: { max_input_tokens: 1000000 }
  - model_name: b
    litellm_params: { model: openai/y }
    model_info: { max_input_tokens: 128000 }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [['warning', '9:21', '"a" takes 1,000,000 tokens, its fallback "b" 128,000']],
  },
  {
    name: 'a context-window fallback that is not larger',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/x }
    model_info: { max_input_tokens: 128000 }
  - model_name: b
    litellm_params: { model: openai/y }
    model_info: { max_input_tokens: 128000 }
router_settings:
  context_window_fallbacks: [{ a: [b] }]
`,
    want: [['warning', '9:36', '"a" takes 128,000 tokens, its context-window fallback "b" 128,000']],
  },
  {
    name: 'nearly the same size passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/x }
    model_info: { max_input_tokens: 1050000 }
  - model_name: b
    litellm_params: { model: openai/y }
    model_info: { max_input_tokens: 1000000 }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [],
  },
  {
    name: 'an unknown size passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/x }
    model_info: { max_input_tokens: 128000 }
  - model_name: b
    litellm_params: { model: openai/y }
router_settings:
  fallbacks: [{ a: [b] }]
`,
    want: [],
  },
]

describe('chain-shrinks-context', () => {
  test.each(cases)('$name', (one) => checkRule('chain-shrinks-context', one))
})
