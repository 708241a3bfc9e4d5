/** `policy-entry-never-read`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'entries that LiteLLM never reads',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  retry_policy: { InternalServerErrorRetries: 1 }
  allowed_fails_policy: { InternalServerErrorAllowedFails: 2 }
`,
    want: [
      ['note', '7:19', 'LiteLLM never reads `InternalServerErrorRetries`'],
      ['note', '8:27', 'LiteLLM never reads `InternalServerErrorAllowedFails`'],
    ],
  },
  {
    name: 'a zero',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  allowed_fails_policy: { RateLimitErrorAllowedFails: 0 }
`,
    want: [['note', '7:55', 'LiteLLM reads `RateLimitErrorAllowedFails: 0` as not set']],
  },
  {
    name: 'entries that are read pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  retry_policy: { TimeoutErrorRetries: 0 }
  allowed_fails_policy: { TimeoutErrorAllowedFails: 2 }
`,
    want: [],
  },
]

describe('policy-entry-never-read', () => {
  test.each(cases)('$name', (one) => checkRule('policy-entry-never-read', one))
})
