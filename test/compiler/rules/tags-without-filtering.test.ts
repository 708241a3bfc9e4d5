/** `tags-without-filtering`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'tags while filtering is off',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, tags: [free] }
`,
    want: [['warning', '3:45', '`tags` choose no deployment while tag filtering is off']],
  },
  {
    name: 'filtering on',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, tags: [free] }
router_settings:
  enable_tag_filtering: true
`,
    want: [],
  },
]

describe('tags-without-filtering', () => {
  test.each(cases)('$name', (one) => checkRule('tags-without-filtering', one))
})
