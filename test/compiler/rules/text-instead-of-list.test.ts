/** `text-instead-of-list`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a text for success_callback',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  success_callback: langfuse
`,
    want: [['warning', '7:21', '`success_callback` is a text, not a list', '["langfuse"]']],
  },
  {
    name: 'a text for callbacks',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  callbacks: prometheus
`,
    want: [['error', '7:14', '`callbacks` is a text, not a list', '["prometheus"]']],
  },
  {
    name: 'lists and Python paths pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  callbacks: my.handler
  success_callback: [langfuse]
`,
    want: [],
  },
]

describe('text-instead-of-list', () => {
  test.each(cases)('$name', (one) => checkRule('text-instead-of-list', one))
})
