/** `left-out-deployment`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'blocked',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { blocked: true }
`,
    want: [['note', '4:19', 'a deployment of "a" is left out']],
  },
  {
    name: 'environment not known',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { supported_environments: [production] }
`,
    want: [['warning', '4:19', 'LITELLM_ENVIRONMENT decides whether this deployment of "a" is loaded']],
  },
  {
    name: 'another environment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { supported_environments: [production] }
`,
    options: { env: { LITELLM_ENVIRONMENT: 'staging' } },
    want: [['note', '4:19', 'a deployment of "a" is left out']],
  },
  {
    name: 'its environment passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
    model_info: { supported_environments: [production] }
`,
    options: { env: { LITELLM_ENVIRONMENT: 'production' } },
    want: [],
  },
]

describe('left-out-deployment', () => {
  test.each(cases)('$name', (one) => checkRule('left-out-deployment', one))
})
