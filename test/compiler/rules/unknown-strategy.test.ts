/** `unknown-strategy`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a shortened name',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: simple
`,
    want: [['error', '7:21', 'unknown routing strategy "simple"', 'simple-shuffle']],
  },
  {
    name: 'a misspelling',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: latency-based-ruoting
`,
    want: [['error', '7:21', 'unknown routing strategy "latency-based-ruoting"', 'latency-based-routing']],
  },
  {
    name: 'far from all',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: fastest
`,
    want: [['error', '7:21', 'unknown routing strategy "fastest"']],
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
  routing_groups: [{ group_name: g, models: [a], routing_strategy: least-bussy }]
`,
    want: [['error', '7:68', 'unknown routing strategy "least-bussy"', 'least-busy']],
  },
  {
    name: 'a strategy of newer versions',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: lar1
`,
    want: [['warning', '7:21', 'routing strategy "lar1" is not supported']],
  },
  {
    name: 'known ones pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: usage-based-routing-v2
`,
    want: [],
  },
]

describe('unknown-strategy', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-strategy', one))
})
