/** `duplicate-declaration`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const cases: readonly RuleCase[] = [
  {
    name: 'one id in two sections is two things',
    config: `
teams: [{ team_id: core }]
users: [{ user_id: core }]
budgets: [{ budget_id: core }]
virtual_keys: [{ key: os.environ/A, key_alias: core }, { key: os.environ/B }, { key: os.environ/C }]
`,
    want: [],
  },
  {
    name: 'the same id, address, hash, variable or alias twice',
    config: `
teams: [{ team_id: core }, { team_id: core }]
users: [{ user_id: a, user_email: A@x.io }, { user_id: b, user_email: a@x.io }]
virtual_keys:
  - { key_hash: ${hash}, key_alias: ci }
  - { key_hash: ${hash.toUpperCase()}, key_alias: ci }
  - { key: os.environ/A }
  - { key: os.environ/A }
`,
    want: [
      ['error', '5:17', `\`key_hash\` "${hash.toUpperCase()}" is given twice`],
      ['error', '7:12', '`key` "os.environ/A" is given twice'],
      ['error', '5:94', '`key_alias` "ci" is given twice'],
      ['error', '1:39', '`team_id` "core" is given twice'],
      ['error', '2:71', '`user_email` "a@x.io" is given twice'],
    ],
  },
  {
    name: 'a literal key is not repeated in the message',
    config: 'virtual_keys: [{ key: sk-4fTq8ZbM1xYw7Rk2Nv9Lc3 }, { key: sk-4fTq8ZbM1xYw7Rk2Nv9Lc3 }]\n',
    want: [['error', '1:59', '`key` is given twice']],
  },
]

describe('duplicate-declaration', () => {
  test.each(cases)('$name', (one) => checkRule('duplicate-declaration', one))
})
