/** A chain for a name that nobody can call is never used. */

import type { Config } from '../config.js'
import { fallbackKinds } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import { withoutProvider } from '../lower-chains.js'
import { callableNames, isKnownName } from '../names.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

export function* unknownFallbackSource({ config }: RuleContext): Generator<Diagnostic> {
  const bare = bareNames(config)
  const names = callableNames(config)
  for (const kind of fallbackKinds) {
    for (const { from } of config.fallbacks[kind].chains) {
      if (from.value === '*') {
        if (kind !== 'general') yield starIgnored(from.at)
        continue
      }
      if (isKnownName(from.value, config) || (kind === 'general' && bare(from.value))) continue
      const near = closest(from.value, names)
      yield {
        severity: 'warning',
        rule: 'unknown-fallback-source',
        message: `fallbacks are given for "${from.value}", which is not a model group`,
        at: from.at,
        label: 'this chain is never used',
        help: near === undefined ? { text: 'remove the chain, or add the group' } : { text: `did you mean "${near}"?`, replacement: near },
      }
    }
  }
}

/** A key also serves groups and wildcards named `provider/key`. */
function bareNames(config: Config): (name: string) => boolean {
  const names = new Set([...config.groups.keys()].map(withoutProvider))
  return (name) => names.has(name) || config.patterns.some((pattern) => withoutProvider(pattern.name) === '*')
}

function starIgnored(at: Diagnostic['at']): Diagnostic {
  return {
    severity: 'warning',
    rule: 'unknown-fallback-source',
    message: '"*" is not read here: it stands for all groups in `fallbacks` only',
    at,
    label: 'this chain is never used',
    help: { text: 'write one item for each group' },
  }
}
