/** `allowed-fails-without-effect`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: '3 is the default',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  allowed_fails: 3
`,
    want: [['warning', '7:3', '`allowed_fails: 3` changes nothing']],
  },
  {
    name: 'litellm_settings alone',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  allowed_fails: 10
`,
    want: [['warning', '7:3', '`allowed_fails` has no effect in `litellm_settings` alone']],
  },
  {
    name: 'the same number in both sections',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  allowed_fails: 5
litellm_settings:
  allowed_fails: 5
`,
    want: [['warning', '7:3', '`allowed_fails: 5` changes nothing']],
  },
  {
    name: 'another number passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  allowed_fails: 2
`,
    want: [],
  },
  {
    name: 'a policy counts anyhow',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  allowed_fails: 3
  allowed_fails_policy: { TimeoutErrorAllowedFails: 1 }
`,
    want: [],
  },
  {
    name: '3 counts where litellm_settings differs',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  allowed_fails: 3
litellm_settings:
  allowed_fails: 5
`,
    want: [],
  },
]

describe('allowed-fails-without-effect', () => {
  test.each(cases)('$name', (one) => checkRule('allowed-fails-without-effect', one))
})
