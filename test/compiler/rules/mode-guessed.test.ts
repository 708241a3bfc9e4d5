/** `mode-guessed`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'an unknown embedding model',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/my-embed-model }
`,
    want: [['note', '3:30', '"a" is taken for an embedding model by its name']],
  },
  {
    name: 'an unknown speech model',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/kokoro, api_base: http://h }
`,
    want: [['note', '3:30', '"a" is taken for an audio_speech model by its name']],
  },
  {
    name: 'a stated mode passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/my-embed-model }
    model_info: { mode: embedding }
`,
    want: [],
  },
  {
    name: 'known and plain names pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
`,
    want: [],
  },
]

describe('mode-guessed', () => {
  test.each(cases)('$name', (one) => checkRule('mode-guessed', one))
})
