/** `strategy-stand-in`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a strategy to come',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: least-busy
`,
    want: [['note', '7:21', 'routing strategy "least-busy" is not there yet']],
  },
  {
    name: 'in a routing group',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_groups: [{ group_name: g, models: [a], routing_strategy: cost-based-routing }]
`,
    want: [['note', '7:68', 'routing strategy "cost-based-routing" is not there yet']],
  },
  {
    name: 'strategies that are there pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: latency-based-routing
`,
    want: [],
  },
]

describe('strategy-stand-in', () => {
  test.each(cases)('$name', (one) => checkRule('strategy-stand-in', one))
})
