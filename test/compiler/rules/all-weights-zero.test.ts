/** `all-weights-zero`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'all weights zero',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, weight: 0 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, weight: 0 }
`,
    want: [['error', '3:53', 'every deployment of "a" has `weight: 0`']],
  },
  {
    name: 'all rpm zero',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, rpm: 0 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, rpm: 0 }
`,
    want: [['error', '3:50', 'every deployment of "a" has `rpm: 0`']],
  },
  {
    name: 'one weight above zero passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, weight: 0 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, weight: 1 }
`,
    want: [],
  },
  {
    name: 'a missing weight is another rule',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, weight: 0 }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini }
`,
    want: [],
  },
  {
    name: 'a single deployment passes',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, weight: 0 }
`,
    want: [],
  },
]

describe('all-weights-zero', () => {
  test.each(cases)('$name', (one) => checkRule('all-weights-zero', one))
})
