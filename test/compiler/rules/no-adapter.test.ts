/** `no-adapter`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one finding for each provider',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: topaz/x }
  - model_name: a
    litellm_params: { model: topaz/y }
`,
    want: [['warning', '3:30', 'provider "topaz" cannot be called yet']],
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
    litellm_params: { model: topaz/x, mock_response: hi }
`,
    want: [],
  },
  {
    name: 'what is no provider, or speaks no HTTP, is called what it is',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: auto_router/mine }
  - model_name: b
    litellm_params: { model: nvidia_riva/parakeet }
  - model_name: c
    litellm_params: { model: cursor/agent }
`,
    want: [
      ['warning', '3:30', '"auto_router" is a router of LiteLLM’s that reads each prompt, not a provider'],
      ['warning', '5:30', 'provider "nvidia_riva" speaks gRPC, and this version speaks HTTP only'],
      ['warning', '7:30', 'provider "cursor" starts agents that work on repositories and has no chat to call'],
    ],
  },
  {
    name: 'a host that is gone says when, unless the config gives another address',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: anyscale/meta-llama/Llama-2-7b-chat-hf }
  - model_name: a
    litellm_params: { model: anyscale/mine, api_base: https://mine.example/v1 }
`,
    want: [
      [
        'warning',
        '3:30',
        'provider "anyscale" is no longer in service: its shared endpoints ended on 2024-08-01; a service of your own there is called as `openai/…` with `api_base`',
      ],
    ],
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
