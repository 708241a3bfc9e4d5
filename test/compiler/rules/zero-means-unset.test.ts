/** `zero-means-unset`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'times of the router',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
router_settings:
  cooldown_time: 0
  timeout: 0
  stream_timeout: 0
`,
    want: [
      ['warning', '7:18', '`cooldown_time: 0` counts as not set'],
      ['warning', '8:12', '`timeout: 0` counts as not set'],
      ['warning', '9:19', '`stream_timeout: 0` counts as not set'],
    ],
  },
  {
    name: 'of litellm_settings',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  request_timeout: 0
`,
    want: [['warning', '7:20', '`request_timeout: 0` counts as not set']],
  },
  {
    name: 'of a deployment',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, timeout: 0 }
`,
    want: [['warning', '3:54', '`timeout: 0` counts as not set']],
  },
  {
    name: 'a cooldown of 0 on a deployment means none',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, cooldown_time: 0 }
router_settings:
  retry_after: 0
`,
    want: [],
  },
]

describe('zero-means-unset', () => {
  test.each(cases)('$name', (one) => checkRule('zero-means-unset', one))
})
