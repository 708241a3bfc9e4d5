/** `python-path`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'named in two lists',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  callbacks: [my.handler, prometheus]
  success_callback: [my.handler]
`,
    want: [['note', '7:15', 'callback "my.handler" is Python code']],
  },
  {
    name: 'as a text',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  callbacks: custom_callbacks.handler
`,
    want: [['note', '7:14', 'callback "custom_callbacks.handler" is Python code']],
  },
  {
    name: 'built-in names pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  callbacks: [prometheus]
`,
    want: [],
  },
]

describe('python-path', () => {
  test.each(cases)('$name', (one) => checkRule('python-path', one))
})
