/** `mode-without-method`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one note for each mode',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { mode: ocr }
  - model_name: b
    litellm_params: { model: openai/gpt-4o }
    model_info: { mode: ocr }
`,
    want: [['note', '2:17', 'the client has no method for ocr models yet: "a" and 1 more']],
  },
  {
    name: 'modes with a method pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/text-embedding-3-small }
  - model_name: c
    litellm_params: { model: openai/gpt-4o }
    model_info: { mode: rerank }
`,
    want: [],
  },
]

describe('mode-without-method', () => {
  test.each(cases)('$name', (one) => checkRule('mode-without-method', one))
})
