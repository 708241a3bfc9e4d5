/** As soon as one deployment has `order`, those without are out until the ordered ones rest. */
import type { Diagnostic } from '../diagnostic.js'
import { get, getEntry } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* partialOrder({ config }: RuleContext): Generator<Diagnostic> {
  for (const [name, entries] of config.groups) {
    const first = entries.flatMap((entry) => getEntry(entry.params, 'order') ?? [])[0]
    if (first === undefined || entries.every((entry) => get(entry.params, 'order') !== undefined)) continue
    yield {
      severity: 'warning',
      rule: 'partial-order',
      message: `only some deployments of "${name}" have \`order\``,
      at: first.keyAt,
      label: 'those without get no call until these are in cooldown',
      help: { text: 'give every deployment of the group an `order`' },
    }
  }
}
