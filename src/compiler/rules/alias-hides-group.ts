/** Aliases are looked up before groups. */
import type { Diagnostic } from '../diagnostic.js'
import type { RuleContext } from './rule.js'

export function* aliasHidesGroup({ config }: RuleContext): Generator<Diagnostic> {
  for (const { name, group } of config.aliases.values()) {
    if (!config.groups.has(name.value) || name.value === group.value) continue
    yield {
      severity: 'warning',
      rule: 'alias-hides-group',
      message: `alias "${name.value}" hides the model group of the same name`,
      at: name.at,
      label: `calls for it go to "${group.value}"`,
      help: { text: 'rename one of the two' },
    }
  }
}
