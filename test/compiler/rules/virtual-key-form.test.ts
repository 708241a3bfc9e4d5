/** `virtual-key-form`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const cases: readonly RuleCase[] = [
  {
    name: 'a hash, a reference, or the hash by reference is a key',
    config: `
virtual_keys:
  - key_hash: ${hash}
  - key_hash: ${hash.toUpperCase()}
  - key_hash: os.environ/CI_HASH
  - key: os.environ/CI_KEY
`,
    want: [],
  },
  {
    name: 'neither, both, and what is no hash',
    config: `
virtual_keys:
  - key_alias: ci
    key:
  - key: os.environ/CI_KEY
    key_hash: ${hash}
  - key_hash: ${hash.slice(1)}
  - {}
`,
    want: [
      ['error', '2:5', 'the virtual key "ci" has neither `key_hash` nor `key`'],
      ['error', '5:5', 'the virtual key has both `key_hash` and `key`'],
      ['error', '6:15', '`key_hash` is not a SHA-256 in hex'],
      ['error', '7:5', 'the virtual key has neither `key_hash` nor `key`'],
    ],
  },
]

describe('virtual-key-form', () => {
  test.each(cases)('$name', (one) => checkRule('virtual-key-form', one))
})
