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
    const open = new Set(features.filter(([capability]) => source.capabilities[capability] === 'yes'))
    for (const target of targets) {
      const lost = [...open].filter(([capability]) => target.facts.capabilities[capability] === 'no')
      if (lost.length === 0) continue
      for (const feature of lost) open.delete(feature)
      const words = lost.map(([, word]) => word)
      yield {
        severity: 'warning',
        rule: 'chain-loses-capability',
        message: `"${from}" takes ${words.join(' and ')}, its fallback "${target.value}" does not`,
        at: target.at,
        label: `a request with ${words.join(' or ')} fails here`,
        help: { text: `name a group that takes ${words.join(' and ')}, or put this one last` },
      }
    }
  }
}
