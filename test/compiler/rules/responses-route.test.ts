/** `responses-route`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one finding for all',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: mistral/responses/x }
  - model_name: a
    litellm_params: { model: cerebras/y }
    model_info: { mode: responses }
`,
    want: [['warning', '3:30', '"mistral/responses/x" and 1 more ask for the Responses API of a host that is not known to serve it']],
  },
  {
    name: 'a single one',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure_text/responses/x, api_base: http://h }
`,
    want: [['warning', '3:30', '"azure_text/responses/x" asks for the Responses API of a host that is not known to serve it']],
  },
  {
    name: 'hosts that serve it',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure/responses/o3, api_base: http://h }
  - model_name: a
    litellm_params: { model: openai/responses/gpt-5 }
  - model_name: a
    litellm_params: { model: groq/responses/x }
  - model_name: a
    litellm_params: { model: xai/grok-4 }
    model_info: { mode: responses }
  - model_name: a
    litellm_params: { model: manus/manus-1.6 }
    model_info: { mode: responses }
`,
    want: [],
  },
  {
    name: 'a model that is only known to answer there',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: poe/gpt-5-codex }
`,
    want: [],
  },
]

describe('responses-route', () => {
  test.each(cases)('$name', (one) => checkRule('responses-route', one))
})
