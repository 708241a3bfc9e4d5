/** `mixed-modes`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'chat and embedding',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: a
    litellm_params: { model: openai/text-embedding-3-small }
`,
    want: [['error', '5:30', '"a" mixes chat and embedding models']],
  },
  {
    name: 'stated in model_info',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini }
    model_info: { mode: embedding }
`,
    want: [['error', '6:25', '"a" mixes chat and embedding models']],
  },
  {
    name: 'a mode guessed by name gives way',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: a
    litellm_params: { model: openai/my-embedder }
`,
    want: [],
  },
  {
    name: 'responses serve chats too',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini }
    model_info: { mode: responses }
`,
    want: [],
  },
]

describe('mixed-modes', () => {
  test.each(cases)('$name', (one) => checkRule('mixed-modes', one))
})
