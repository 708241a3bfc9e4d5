/** `unknown-group`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'groups and providers that do not exist',
    config: `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o }
router_settings:
  routing_groups: [{ group_name: g, models: [gpt-4o, gpt-4], routing_strategy: simple-shuffle }]
  model_group_retry_policy: { gpt4o: { TimeoutErrorRetries: 1 } }
  provider_budget_config: { vertex_ia: { budget_limit: 1, time_period: 1d }, openai: { budget_limit: 1, time_period: 1d } }
litellm_settings:
  cost_margin_config: { global: 0.1, nobody-knows: 0.1 }
`,
    want: [
      ['warning', '5:54', '`routing_groups` names "gpt-4", which is not a model group', 'gpt-4o'],
      ['warning', '6:31', '`model_group_retry_policy` names "gpt4o", which is not a model group', 'gpt-4o'],
      ['warning', '7:29', '`provider_budget_config` names "vertex_ia", which is not a provider', 'vertex_ai'],
      ['warning', '9:38', '`cost_margin_config` names "nobody-knows", which is not a provider'],
    ],
  },
]

describe('unknown-group', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-group', one))
})
