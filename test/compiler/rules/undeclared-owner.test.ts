/** `undeclared-owner`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'what is declared, and what the environment says',
    config: `
teams: [{ team_id: core, members: [{ user_id: jane }] }]
users: [{ user_id: jane }]
budgets: [{ budget_id: small }]
virtual_keys:
  - { key: os.environ/A, team_id: core, user_id: jane, budget_id: small }
  - { key: os.environ/B, team_id: os.environ/TEAM }
`,
    want: [],
  },
  {
    name: 'a slip beside declared ones is a warning with the right name',
    config: `
teams: [{ team_id: core, members: [{ user_id: jan }] }]
users: [{ user_id: jane }]
virtual_keys:
  - { key: os.environ/A, team_id: cor, user_id: bob }
`,
    want: [
      ['warning', '4:35', 'the team "cor" is not declared', 'core'],
      ['warning', '4:49', 'the user "bob" is not declared'],
      ['warning', '1:47', 'the user "jan" is not declared', 'jane'],
    ],
  },
  {
    name: 'where none of the kind is declared, they live in the database',
    config: 'virtual_keys:\n  - { key: os.environ/A, budget_id: small }\n',
    want: [['note', '2:37', 'the budget "small" is not declared']],
  },
]

describe('undeclared-owner', () => {
  test.each(cases)('$name', (one) => checkRule('undeclared-owner', one))
})
