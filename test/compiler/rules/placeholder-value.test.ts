/** `placeholder-value`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'angle brackets',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure/<your-deployment>, api_base: "https://<your-resource>.openai.azure.com" }
`,
    want: [
      ['warning', '3:30', '`model` still holds a placeholder: "azure/<your-deployment>"'],
      ['warning', '3:65', '`api_base` still holds a placeholder: "https://<your-resource>.openai.azure.com"'],
    ],
  },
  {
    name: 'your-',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure/your-deployment-name, api_base: http://h }
`,
    want: [['warning', '3:30', '`model` still holds a placeholder: "azure/your-deployment-name"']],
  },
  {
    name: 'real values pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: azure/my-deployment, api_base: "https://my-deployment.openai.azure.com/" }
`,
    want: [],
  },
]

describe('placeholder-value', () => {
  test.each(cases)('$name', (one) => checkRule('placeholder-value', one))
})
