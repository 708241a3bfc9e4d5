/** Fallback chains as flat, ordered lists: every group at most once, cycles gone, no recursion left for the client. */

import { findProvider } from '../catalog/providers.js'
import type { Chain, ChainStep, JsonObject } from '../plan/plan.js'
import type { Config } from './config.js'
import { chosen, type FallbackKind, type FallbackTarget } from './config-fallbacks.js'
import { toParam } from './env-reference.js'
import { isKnownName } from './names.js'
import { present } from './present.js'
import { toNumber } from './read-node.js'
import type { MapNode } from './source.js'

type Lists = {
  readonly own: ReadonlyMap<string, readonly FallbackTarget[]>
  /** For groups without an own list. */
  readonly star: readonly FallbackTarget[]
}

/** LiteLLM's `max_fallbacks` where nothing is set: how deep the lists of fallback groups are followed. */
const defaultMaxFallbacks = 5

/** `max_fallbacks` of the section that counts. */
export function maxFallbacks(config: Config): number {
  const depth = toNumber(chosen('max_fallbacks', config.router, config.litellm)?.entry.value)
  return depth === undefined || depth < 0 ? defaultMaxFallbacks : Math.trunc(depth)
}

/**
 * All chains of one kind. `available` says whether a name can be called: a group left out of the Plan cannot.
 *
 * Differs: LiteLLM goes depth first (the fallbacks of the first fallback come before the second fallback) and may call
 * a group several times. Here the user's own list comes first in its order, then, level by level, the lists of those
 * groups, each group once.
 */
export function lowerChains(config: Config, kind: FallbackKind, available: (group: string) => boolean): readonly Chain[] {
  const lists = readLists(config, kind)
  const depth = maxFallbacks(config)
  const flat = (from: string, first: readonly FallbackTarget[]): Chain => ({
    from,
    to: flatten(from, first, { config, lists, depth, available }),
  })
  const chains = [...lists.own]
    .filter(([from]) => isSource(from, config) && (available(from) || !config.groups.has(from)))
    .map(([from, first]) => flat(from, first))
  if (kind !== 'general') return chains
  for (const group of config.groups.keys()) {
    const stripped = withoutProvider(group)
    const first = stripped === undefined || lists.own.has(group) ? undefined : lists.own.get(stripped)
    if (first !== undefined) chains.push(flat(group, first))
  }
  return lists.star.length === 0 ? chains : [...chains, flat('*', lists.star)]
}

function readLists(config: Config, kind: FallbackKind): Lists {
  const { chains, defaults } = config.fallbacks[kind]
  const own = new Map<string, readonly FallbackTarget[]>()
  let star: readonly FallbackTarget[] = []
  for (const chain of chains) {
    if (chain.from.value === '*') star = chain.to
    else if (!own.has(chain.from.value)) own.set(chain.from.value, chain.to)
  }
  if (kind !== 'general') return { own, star: [] }
  return { own, star: defaults.length > 0 ? defaults : star }
}

/** A key of use: a name that can be called, or the bare form of a group named `provider/model`. */
function isSource(name: string, config: Config): boolean {
  return isKnownName(name, config) || config.patterns.some((pattern) => withoutProvider(pattern.name) !== undefined)
}

type Flattening = {
  readonly config: Config
  readonly lists: Lists
  readonly depth: number
  readonly available: (group: string) => boolean
}

function flatten(from: string, first: readonly FallbackTarget[], { config, lists, depth, available }: Flattening): readonly ChainStep[] {
  const seen = new Set([toGroup(from, config)])
  const steps: ChainStep[] = []
  let level = first
  for (let i = 0; i < depth && level.length > 0; i++) {
    const next: FallbackTarget[] = []
    for (const target of level) {
      const group = toGroup(target.value, config)
      if (seen.has(group) || !available(group)) continue
      seen.add(group)
      steps.push(present<ChainStep>({ group, params: target.params === undefined ? undefined : params(target.params) }))
      next.push(...(lists.own.get(group) ?? lists.own.get(withoutProvider(group) ?? group) ?? lists.star))
    }
    level = next
  }
  return steps
}

function params(map: MapNode): JsonObject {
  return Object.fromEntries([...map.entries.values()].map((entry) => [entry.key, toParam(entry.value)]))
}

/** The group behind a name: aliases are followed, one step. */
export function toGroup(name: string, config: Config): string {
  return config.aliases.get(name)?.group.value ?? name
}

/** `gpt-4o` for `openai/gpt-4o`; undefined where the text before the slash is no provider. */
export function withoutProvider(name: string): string | undefined {
  const slash = name.indexOf('/')
  return slash > 0 && findProvider(name.slice(0, slash)) !== undefined ? name.slice(slash + 1) : undefined
}
