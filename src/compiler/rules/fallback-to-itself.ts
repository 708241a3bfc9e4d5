/** A group in its own chain is skipped: the retries have tried it already. */
import { fallbackKinds } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import { toGroup } from '../lower-chains.js'
import type { RuleContext } from './rule.js'

export function* fallbackToItself({ config }: RuleContext): Generator<Diagnostic> {
  for (const kind of fallbackKinds) {
    for (const { from, to } of config.fallbacks[kind].chains) {
      for (const target of to) {
        if (toGroup(target.value, config) !== toGroup(from.value, config)) continue
        yield {
          severity: 'warning',
          rule: 'fallback-to-itself',
          message: `"${from.value}" falls back to itself`,
          at: target.at,
          label: target.value === from.value ? 'this entry is skipped' : 'an alias of the same group; this entry is skipped',
          help: { text: 'remove it; `num_retries` says how often the group itself is tried' },
        }
      }
    }
  }
}
