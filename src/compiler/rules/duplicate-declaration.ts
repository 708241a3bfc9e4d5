/** What is declared is known by its id, and a key by its hash and its alias: two of the same would be one row. */
import { declaredIn } from '../declared.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

type Unique = readonly [section: 'virtual_keys' | 'teams' | 'users' | 'budgets', key: string, fold: (text: string) => string]

const asWritten = (text: string) => text
const lower = (text: string) => text.toLowerCase()

const unique: readonly Unique[] = [
  ['virtual_keys', 'key_hash', lower],
  ['virtual_keys', 'key', asWritten],
  ['virtual_keys', 'key_alias', asWritten],
  ['teams', 'team_id', asWritten],
  ['users', 'user_id', asWritten],
  ['users', 'user_email', lower],
  ['users', 'sso_user_id', asWritten],
  ['budgets', 'budget_id', asWritten],
]

export function* duplicateDeclaration({ config }: RuleContext): Generator<Diagnostic> {
  for (const [section, key, fold] of unique) {
    const seen = new Set<string>()
    for (const entry of declaredIn(config, section)) {
      const text = getText(entry, key)
      if (text === undefined) continue
      const id = fold(text.value)
      const isSecret = key === 'key' && envName(text.value) === undefined
      if (seen.has(id))
        yield {
          severity: 'error',
          rule: 'duplicate-declaration',
          message: isSecret ? `\`${key}\` is given twice` : `\`${key}\` "${text.value}" is given twice`,
          at: text.at,
          label: 'another entry above has it',
          help: { text: `give each entry of \`${section}\` its own, or leave one of the entries out` },
          ...(isSecret && { secret: true as const }),
        }
      seen.add(id)
    }
  }
}
