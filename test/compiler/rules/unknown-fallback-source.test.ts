/** `unknown-fallback-source`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a misspelt group',
    config: `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  fallbacks: [{ gtp-4o: [b] }]
`,
    want: [['warning', '7:17', 'fallbacks are given for "gtp-4o", which is not a model group', 'gpt-4o']],
  },
  {
    name: 'a star in another list',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  context_window_fallbacks: [{ "*": [b] }]
`,
    want: [['warning', '7:32', '"*" is not read here: it stands for all groups in `fallbacks` only']],
  },
  {
    name: 'groups, aliases, star and bare names pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: openai/gpt-4o
    litellm_params: { model: openai/gpt-4o, rpm: 1 }
router_settings:
  model_group_alias: { z: a }
  fallbacks: [{ gpt-4o: [a] }, { z: [a] }, { "*": [a] }]
`,
    want: [],
  },
]

describe('unknown-fallback-source', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-fallback-source', one))
})
