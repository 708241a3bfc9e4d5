/** A request with tools or images that falls back to a group without them fails there, when it is needed most. */
import type { Diagnostic } from '../diagnostic.js'
import { chainFacts } from './chain-facts.js'
import type { RuleContext } from './rule.js'

const features = [
  ['tools', 'tools'],
  ['vision', 'images'],
] as const

export function* chainLosesCapability(context: RuleContext): Generator<Diagnostic> {
  for (const { from, source, targets } of chainFacts(context)) {
    for (const [capability, word] of features) {
      if (source.capabilities[capability] !== 'yes') continue
      const without = targets.find(({ facts }) => facts.capabilities[capability] === 'no')
      if (without === undefined) continue
      yield {
        severity: 'warning',
        rule: 'chain-loses-capability',
        message: `"${from}" takes ${word}, its fallback "${without.value}" does not`,
        at: without.at,
        label: `a request with ${word} fails here`,
        help: { text: `name a group that takes ${word}, or put this one last` },
      }
    }
  }
}
