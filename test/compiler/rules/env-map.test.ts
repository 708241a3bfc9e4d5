/** `env-map`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a parameter of one key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, metadata: { env: prod } }
`,
    want: [['warning', '3:57', 'a map with the one key `env` is read as the environment variable "prod"']],
  },
  {
    name: 'deep in extra_body',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, extra_body: { a: [{ env: prod }] } }
`,
    want: [['warning', '3:65', 'a map with the one key `env` is read as the environment variable "prod"']],
  },
  {
    name: 'references and larger maps pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, metadata: { env: prod, team: x }, user: os.environ/U, extra_body: { env: os.environ/E } }
`,
    want: [],
  },
]

describe('env-map', () => {
  test.each(cases)('$name', (one) => checkRule('env-map', one))
})
