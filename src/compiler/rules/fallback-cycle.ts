/** Groups that fall back on each other are common and do no harm here: chains are flattened with each group once. Worth knowing all the same. */

import type { Config } from '../config.js'
import { type FallbackChain, fallbackKinds } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import { toGroup } from '../lower-chains.js'
import type { RuleContext } from './rule.js'

export function* fallbackCycle({ config }: RuleContext): Generator<Diagnostic> {
  for (const kind of fallbackKinds) {
    const { chains } = config.fallbacks[kind]
    const edges = toEdges(chains, config)
    for (const members of components(edges)) {
      const inCycle = new Set(members)
      const first = chains.find((chain) => inCycle.has(toGroup(chain.from.value, config)))
      if (first === undefined) continue
      yield {
        severity: 'note',
        rule: 'fallback-cycle',
        message: `${list([...edges.keys()].filter((name) => inCycle.has(name)))} fall back on each other`,
        at: first.from.at,
        label: 'the fallbacks lead back here',
        help: { text: 'nothing to do: a call tries each group once' },
      }
    }
  }
}

function list(names: readonly string[]): string {
  const quoted = names.slice(0, 4).map((name) => `"${name}"`)
  const rest = names.length - quoted.length
  return rest > 0 ? `${quoted.join(', ')} and ${rest} more` : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`
}

type Edges = ReadonlyMap<string, readonly string[]>

function toEdges(chains: readonly FallbackChain[], config: Config): Edges {
  const edges = new Map<string, readonly string[]>()
  for (const chain of chains) {
    const from = toGroup(chain.from.value, config)
    if (!edges.has(from)) {
      edges.set(
        from,
        chain.to.map((target) => toGroup(target.value, config)),
      )
    }
  }
  return edges
}

type Frame = { readonly group: string; next: number }

/** Sets of two or more groups that can reach each other: Tarjan's algorithm, without recursion so that a long chain cannot exhaust the stack. */
function components(edges: Edges): readonly (readonly string[])[] {
  const found: string[][] = []
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const enter = (group: string): Frame => {
    order.set(group, order.size)
    low.set(group, order.size - 1)
    open.push(group)
    isOpen.add(group)
    return { group, next: 0 }
  }
  const lower = (group: string, to: number) => low.set(group, Math.min(low.get(group) ?? to, to))
  const leave = ({ group }: Frame, parent: Frame | undefined) => {
    const own = low.get(group) ?? 0
    if (parent !== undefined) lower(parent.group, own)
    if (own !== order.get(group)) return
    const members = open.splice(open.lastIndexOf(group))
    for (const member of members) isOpen.delete(member)
    if (members.length > 1) found.push(members)
  }
  for (const start of edges.keys()) {
    const stack = order.has(start) ? [] : [enter(start)]
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const to = edges.get(frame.group)?.[frame.next++]
      if (to === undefined) {
        stack.pop()
        leave(frame, stack.at(-1))
      } else if (!order.has(to)) stack.push(enter(to))
      else if (isOpen.has(to)) lower(frame.group, order.get(to) ?? 0)
    }
  }
  return found
}
