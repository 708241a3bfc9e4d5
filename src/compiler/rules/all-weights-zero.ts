/** LiteLLM divides by the sum of the weights: all zero, and every call to the group fails. */
import type { Diagnostic } from '../diagnostic.js'
import { getEntry, toNumber } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* allWeightsZero({ config }: RuleContext): Generator<Diagnostic> {
  for (const [name, entries] of config.groups) {
    for (const key of ['weight', 'rpm', 'tpm']) {
      const given = entries.flatMap((entry) => getEntry(entry.params, key) ?? [])
      const [first] = given
      if (entries.length < 2 || first === undefined || given.length < entries.length) continue
      if (!given.every((entry) => toNumber(entry.value) === 0)) continue
      yield {
        severity: 'error',
        rule: 'all-weights-zero',
        message: `every deployment of "${name}" has \`${key}: 0\``,
        at: first.value.at,
        label: 'none can be chosen; LiteLLM divides by zero',
        help: {
          text:
            key === 'weight' ? 'give at least one deployment a weight above 0' : `remove \`${key}\`, or give at least one a value above 0`,
        },
      }
      break
    }
  }
}
