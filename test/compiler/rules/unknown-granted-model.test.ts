/** `unknown-granted-model`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const models = `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o }, model_info: { access_groups: [beta] } }
  - { model_name: anthropic/*, litellm_params: { model: anthropic/* } }
router_settings: { model_group_alias: { quick: gpt-4o } }
`

const cases: readonly RuleCase[] = [
  {
    name: 'groups, aliases, wildcards, access groups, patterns and words',
    config: `${models}
virtual_keys:
  - key: os.environ/A
    team_id: core
    models: [gpt-4o, quick, anthropic/claude-sonnet-4, anthropic/*, beta, gpt-*, all-team-models, no-default-models, os.environ/M, own, theirs]
    aliases: { own: gpt-4o }
    model_max_budget: { gpt-4o: { budget_limit: 1, time_period: 1d } }
teams: [{ team_id: core, models: ["*"], model_aliases: { theirs: quick } }]
`,
    want: [],
  },
  {
    name: 'what nothing serves, wherever it is granted',
    config: `${models}
virtual_keys:
  - key: os.environ/A
    models: [gpt-4oo, "mistral/*"]
    aliases: { own: gpt4o }
    model_rpm_limit: { gpt-5: 1 }
budgets: [{ budget_id: b, allowed_models: [betta] }]
users: [{ user_id: u, models: [quik] }]
`,
    want: [
      ['warning', '11:44', '`allowed_models` names "betta", which nothing here serves', 'beta'],
      ['warning', '12:32', '`models` names "quik", which nothing here serves', 'quick'],
      ['warning', '8:14', '`models` names "gpt-4oo", which nothing here serves', 'gpt-4o'],
      ['warning', '8:23', '`models` names "mistral/*", which nothing here serves'],
      ['warning', '9:21', '`aliases` names "gpt4o", which nothing here serves', 'gpt-4o'],
      ['warning', '10:24', '`model_rpm_limit` names "gpt-5", which nothing here serves', 'gpt-4o'],
    ],
  },
]

describe('unknown-granted-model', () => {
  test.each(cases)('$name', (one) => checkRule('unknown-granted-model', one))
})
