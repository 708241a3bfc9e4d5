/** `literal-virtual-key`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const literal = `
virtual_keys:
  - { key: sk-4fTq8ZbM1xYw7Rk2Nv9Lc3, key_alias: ci-bot 2 }
  - { key: sk-1234 }
`

const cases: readonly RuleCase[] = [
  { name: 'a reference passes', config: 'virtual_keys:\n  - key: os.environ/CI_KEY\n  - key: ""\n', want: [] },
  { name: 'a malformed reference is another rule’s', config: 'virtual_keys:\n  - key: $CI_KEY\n', want: [] },
  {
    name: 'a key in the file is an error, a sample key too',
    config: literal,
    want: [
      ['error', '2:12', 'the virtual key "ci-bot 2" is written into the config', 'os.environ/CI_BOT_2_KEY'],
      ['error', '3:12', 'the virtual key is written into the config', 'os.environ/VIRTUAL_KEY'],
    ],
  },
  {
    name: 'the name of a variable without its prefix is offered as it is',
    config: 'virtual_keys:\n  - { key: CI_KEY, key_alias: other }\n',
    want: [['error', '2:12', 'the virtual key "other" is written into the config', 'os.environ/CI_KEY']],
  },
  {
    name: 'where literal secrets are allowed it is a warning',
    config: literal,
    options: { allowLiteralSecrets: true },
    want: [
      ['warning', '2:12', 'the virtual key "ci-bot 2" is written into the config', 'os.environ/CI_BOT_2_KEY'],
      ['warning', '3:12', 'the virtual key is written into the config', 'os.environ/VIRTUAL_KEY'],
    ],
  },
]

describe('literal-virtual-key', () => {
  test.each(cases)('$name', (one) => checkRule('literal-virtual-key', one))
})
