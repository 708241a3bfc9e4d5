/** `api-base-form`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a host without scheme, and a whole endpoint',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/x, api_base: "localhost:8000" }
  - model_name: b
    litellm_params: { model: openai/x, base_url: api.example.com/v1 }
  - model_name: c
    litellm_params: { model: openai/x, api_base: https://x.example/v1/chat/completions }
  - model_name: d
    litellm_params: { model: openai/x, api_base: "htp://x" }
`,
    want: [
      ['error', '3:50', '`api_base` is not a URL: "localhost:8000"', 'http://localhost:8000'],
      ['error', '5:50', '`base_url` is not a URL: "api.example.com/v1"', 'https://api.example.com/v1'],
      ['warning', '7:50', '`api_base` ends with the path of one endpoint', 'https://x.example/v1'],
      ['error', '9:50', '`api_base` is not a URL: "htp://x"'],
    ],
  },
  {
    name: 'URLs, references and what other rules report pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/x, api_base: "http://localhost:8000/v1/" }
  - model_name: b
    litellm_params: { model: openai/x, api_base: os.environ/B }
  - model_name: c
    litellm_params: { model: openai/x, api_base: $B }
  - model_name: d
    litellm_params: { model: azure/x, api_base: "https://<resource>.openai.azure.com" }
`,
    want: [],
  },
]

describe('api-base-form', () => {
  test.each(cases)('$name', (one) => checkRule('api-base-form', one))
})
