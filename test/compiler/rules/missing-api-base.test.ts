/** `missing-api-base`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: "a server of one's own",
    config: `
model_list:
  - model_name: a
    litellm_params: { model: hosted_vllm/x }
`,
    want: [['warning', '3:30', '"a" has no `api_base`, and vLLM server has no host of its own']],
  },
  {
    name: 'where the variable is given it passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: hosted_vllm/x }
`,
    options: { env: { HOSTED_VLLM_API_BASE: 'http://h' } },
    want: [],
  },
  {
    name: 'given, public and mocked ones pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: hosted_vllm/x, api_base: http://h }
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
`,
    want: [],
  },
]

describe('missing-api-base', () => {
  test.each(cases)('$name', (one) => checkRule('missing-api-base', one))
})
