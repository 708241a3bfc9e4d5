/** An alias leads to one group in one step. */
import type { Diagnostic } from '../diagnostic.js'
import { matchesPattern } from '../names.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

export function* unknownAliasTarget({ config }: RuleContext): Generator<Diagnostic> {
  for (const { name, group } of config.aliases.values()) {
    if (config.groups.has(group.value) || config.ids.has(group.value) || matchesPattern(group.value, config)) continue
    const chained = config.aliases.get(group.value)
    const real = chained !== undefined && config.groups.has(chained.group.value) ? chained.group.value : undefined
    const near = real ?? closest(group.value, config.groups.keys())
    yield {
      severity: 'error',
      rule: 'unknown-alias-target',
      message: `alias "${name.value}" stands for "${group.value}", which is ${chained === undefined ? 'not a model group' : 'an alias itself'}`,
      at: group.at,
      label: chained === undefined ? 'no deployment has this model_name' : 'aliases are followed one step',
      help:
        near === undefined ? { text: 'name a `model_name` of the `model_list`' } : { text: `did you mean "${near}"?`, replacement: near },
    }
  }
}
