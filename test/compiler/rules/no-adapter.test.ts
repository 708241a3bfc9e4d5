/** `no-adapter`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one finding for each provider',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: sagemaker/x }
  - model_name: a
    litellm_params: { model: sagemaker/y }
`,
    want: [['warning', '3:30', 'provider "sagemaker" cannot be called yet']],
  },
  {
    name: "a provider of one's own",
    config: `
model_list:
  - model_name: a
    litellm_params: { model: mine/x }
litellm_settings:
  custom_provider_map: [{ provider: mine, custom_handler: m.h }]
`,
    want: [['warning', '3:30', 'provider "mine" is Python code of your own']],
  },
  {
    name: 'a mocked deployment passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: sagemaker/x, mock_response: hi }
`,
    want: [],
  },
  {
    name: 'formats with an adapter pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: a
    litellm_params: { model: anthropic/claude-sonnet-4-20250514 }
  - model_name: a
    litellm_params: { model: gemini/gemini-2.5-flash }
  - model_name: a
    litellm_params: { model: cohere_chat/command-r }
  - model_name: a
    litellm_params: { model: ollama/llama3.1 }
  - model_name: b
    litellm_params: { model: voyage/voyage-3.5 }
`,
    want: [],
  },
]

describe('no-adapter', () => {
  test.each(cases)('$name', (one) => checkRule('no-adapter', one))
})
