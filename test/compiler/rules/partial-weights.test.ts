/** `partial-weights`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a weight on one of two',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, weight: 2 }
`,
    want: [['warning', '5:50', 'only some deployments of "a" have `weight`']],
  },
  {
    name: 'rpm on one of two',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 5 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini }
`,
    want: [['warning', '3:45', 'only some deployments of "a" have `rpm`']],
  },
  {
    name: 'on all it passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 5 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, rpm: 1 }
`,
    want: [],
  },
  {
    name: 'other strategies do not use weights',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 5 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  routing_strategy: least-busy
`,
    want: [],
  },
]

describe('partial-weights', () => {
  test.each(cases)('$name', (one) => checkRule('partial-weights', one))
})
