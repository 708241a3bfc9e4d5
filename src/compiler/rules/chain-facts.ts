/** What two rules ask about a chain: the group it starts at and each group it names, with what is known of them. */
import type { Capabilities } from '../../plan/plan.js'
import { type FallbackKind, type FallbackTarget, fallbackKinds } from '../config-fallbacks.js'
import { toGroup } from '../lower-chains.js'
import { intersection } from '../lower-groups.js'
import type { RuleContext } from './rule.js'

/** Smallest context window (tokens) and common capabilities of a group. */
export type GroupFacts = { readonly contextWindow: number | undefined; readonly capabilities: Capabilities }
/** A chain whose source is a group of the config. */
export type ChainFacts = {
  readonly kind: FallbackKind
  readonly from: string
  readonly source: GroupFacts
  readonly targets: readonly (FallbackTarget & { readonly facts: GroupFacts })[]
}

/** Chains between groups of the config; names that no group has are left out. */
export function chainFacts({ config, resolved }: RuleContext): readonly ChainFacts[] {
  const facts = new Map<string, GroupFacts>()
  for (const [name, models] of resolved.groups) {
    const windows = models.flatMap((model) => model.contextWindow ?? [])
    const contextWindow = windows.length === 0 ? undefined : Math.min(...windows)
    facts.set(name, { contextWindow, capabilities: intersection(models.map((model) => model.capabilities)) })
  }
  return fallbackKinds.flatMap((kind) => {
    const seen = new Set<string>()
    return config.fallbacks[kind].chains.flatMap((chain): ChainFacts[] => {
      const source = facts.get(toGroup(chain.from.value, config))
      // a second item for one group is never read
      if (source === undefined || seen.has(chain.from.value)) return []
      seen.add(chain.from.value)
      const targets = chain.to.flatMap((target) => {
        const known = facts.get(toGroup(target.value, config))
        return known === undefined || known === source ? [] : [{ ...target, facts: known }]
      })
      return [{ kind, from: chain.from.value, source, targets }]
    })
  })
}
