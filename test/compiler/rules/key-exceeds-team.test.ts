/** `key-exceeds-team`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const models = `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o }, model_info: { access_groups: [beta] } }
  - { model_name: gpt-5, litellm_params: { model: openai/gpt-5 }, model_info: { access_groups: [beta] } }
  - { model_name: claude, litellm_params: { model: anthropic/claude-sonnet-4 } }
router_settings: { model_group_alias: { quick: gpt-4o } }
`

const cases: readonly RuleCase[] = [
  {
    name: 'within the team',
    config: `${models}
teams:
  - { team_id: core, models: [beta], model_aliases: { fast: gpt-4o }, max_budget: 10, budget_duration: 30d, rpm_limit: 10 }
  - { team_id: all }
virtual_keys:
  - { key: os.environ/A, team_id: core, models: [gpt-4o, gpt-5, quick, beta, fast, all-team-models], max_budget: 10, budget_duration: 30d, rpm_limit: 5 }
  - { key: os.environ/B, team_id: core, max_budget: 100, budget_duration: 1mo }
  - { key: os.environ/C, team_id: all, models: [claude], max_budget: 1000 }
  - { key: os.environ/D, team_id: unknown, models: [claude] }
`,
    want: [],
  },
  {
    name: 'models, money and limits above it',
    config: `${models}
teams: [{ team_id: core, models: [gpt-4o, "claude-*"], max_budget: 10, tpm_limit: 100, max_parallel_requests: 2 }]
virtual_keys:
  - { key: os.environ/A, team_id: core, models: [claude, beta], max_budget: 20, tpm_limit: 200, max_parallel_requests: 3 }
`,
    want: [
      ['warning', '9:50', 'the key is granted "claude", which its team "core" does not have'],
      ['warning', '9:58', 'the key is granted "beta", which its team "core" does not have'],
      ['warning', '9:77', '`max_budget` 20 is above that of the team "core", 10', '10'],
      ['warning', '9:92', '`tpm_limit` 200 is above that of the team "core", 100', '100'],
      ['warning', '9:120', '`max_parallel_requests` 3 is above that of the team "core", 2', '2'],
    ],
  },
]

describe('key-exceeds-team', () => {
  test.each(cases)('$name', (one) => checkRule('key-exceeds-team', one))
})
