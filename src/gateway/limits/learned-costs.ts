/**
 * How far estimates of costs were below what calls really cost: later calls reserve so much more. Without it a wave of calls at
 * once, each dearer than its estimate, would together cost far more than a budget has left.
 */
import type { Endpoint } from '../../providers/adapter.js'

/** What of the excess over 1 is kept with each call that cost less: half of it is gone after about fourteen. */
const keptShare = 0.95

/** An estimate, and what it will be held against. Nano-dollars. */
export type CostGuess = {
  /** What is known of its group, and under which name. */
  readonly factors: Factors
  readonly kind: string
  /** Without what was learned. */
  readonly bare: number
  /** Factor of a kind of call of which none has ended yet. */
  readonly first: number
}

/** The decaying maximum of real costs by their estimates, at least 1, by kind of call. */
type Factors = Map<string, number>

const learned = new WeakMap<object, Factors>()

/** The guess for a call of a group, which is known by its identity. Calls that say how long their answers may be, and others, are apart. */
export function guessFor(group: object, endpoint: Endpoint, bare: number, mayGrow: number): CostGuess {
  let factors = learned.get(group)
  if (factors === undefined) {
    factors = new Map()
    learned.set(group, factors)
  }
  const open = mayGrow > 1 ? openKinds[endpoint] : undefined
  return { factors, kind: open ?? endpoint, bare, first: open === undefined ? 1 : mayGrow }
}

/** Names that are not put together for each call. Endpoints whose answers a request can bound. */
const openKinds: { readonly [E in Endpoint]?: string } = { chat: 'chat?', completions: 'completions?', responses: 'responses?' }

/** What to reserve. */
export function expectedCost({ factors, kind, bare, first }: CostGuess): number {
  return Math.ceil(bare * (factors.get(kind) ?? first))
}

/** Learns what such a call cost. What cost nothing says nothing: it failed, or was answered from a cache. */
export function learnCost({ factors, kind, bare, first }: CostGuess, cost: number): void {
  if (!(cost > 0) || bare <= 0) return
  const before = factors.get(kind) ?? first
  factors.set(kind, Math.max(1, cost / bare, 1 + (before - 1) * keptShare))
}
