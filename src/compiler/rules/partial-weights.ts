/** LiteLLM looks for a weight on the first healthy deployment only, so weights on some of a group act by chance. */
import type { Diagnostic } from '../diagnostic.js'
import { get, getEntry, getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* partialWeights({ config }: RuleContext): Generator<Diagnostic> {
  const strategy = getText(config.router, 'routing_strategy')?.value ?? 'simple-shuffle'
  if (strategy !== 'simple-shuffle') return
  for (const [name, entries] of config.groups) {
    const key = ['weight', 'rpm', 'tpm'].find((candidate) => entries.some((entry) => get(entry.params, candidate) !== undefined))
    if (key === undefined) continue
    const without = entries.find((entry) => get(entry.params, key) === undefined)
    const first = entries.flatMap((entry) => getEntry(entry.params, key) ?? [])[0]
    if (without === undefined || first === undefined) continue
    yield {
      severity: 'warning',
      rule: 'partial-weights',
      message: `only some deployments of "${name}" have \`${key}\``,
      at: first.keyAt,
      label: 'LiteLLM ignores it or gives the others no calls, by which one comes first',
      help: {
        text: `give every deployment a \`${key}\`; here a missing one counts as ${key === 'weight' ? '1' : 'the mean of the others'}`,
      },
    }
  }
}
