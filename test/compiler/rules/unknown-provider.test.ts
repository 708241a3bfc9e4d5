/** `unknown-provider`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a misspelt prefix',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: opnai/gpt-4o }
`,
    want: [['error', '3:30', 'unknown provider "opnai"', 'openai/gpt-4o']],
  },
  {
    name: 'a name LiteLLM does not use',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: google/gemini-2.5-flash }
`,
    want: [['error', '3:30', 'unknown provider "google"', 'gemini/gemini-2.5-flash']],
  },
  {
    name: 'nothing to tell it by',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: my-model }
`,
    want: [['error', '3:30', 'cannot tell the provider of model "my-model"']],
  },
  {
    name: 'an Ollama server',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: gpt-oss:20b, api_base: http://ollama:11434 }
`,
    want: [['error', '3:30', 'cannot tell the provider of model "gpt-oss:20b"', 'ollama_chat/gpt-oss:20b']],
  },
  {
    name: 'another server',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: my-model, api_base: http://h/v1 }
`,
    want: [['error', '3:30', 'cannot tell the provider of model "my-model"', 'openai/my-model']],
  },
  {
    name: 'a forced provider',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: x, custom_llm_provider: anthropc }
`,
    want: [['error', '3:54', 'unknown provider "anthropc"', 'anthropic']],
  },
  {
    name: 'known prefixes, bare known names and custom providers pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: gpt-4o }
  - model_name: b
    litellm_params: { model: mine/x }
litellm_settings:
  custom_provider_map: [{ provider: mine, custom_handler: m.h }]
`,
    want: [],
  },
  {
    name: 'a model from the environment is named by its value',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: os.environ/M }
`,
    options: { env: { M: 'gtp-4o' } },
    want: [['error', '3:30', 'cannot tell the provider of model "gtp-4o"']],
  },
]

describe('unknown-provider', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-provider', one))
})
