/** `responses-route`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'one finding for all',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure/responses/o3, api_base: http://h }
  - model_name: a
    litellm_params: { model: openai/responses/gpt-5 }
`,
    want: [['warning', '3:30', '"azure/responses/o3" and 1 more ask for the Responses API, which this version does not call']],
  },
  {
    name: 'a single one',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/responses/gpt-5 }
`,
    want: [['warning', '3:30', '"openai/responses/gpt-5" asks for the Responses API, which this version does not call']],
  },
  {
    name: 'other providers keep the segment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: groq/responses/x }
`,
    want: [],
  },
]

describe('responses-route', () => {
  test.each(cases)('$name', (one) => checkRule('responses-route', one))
})
