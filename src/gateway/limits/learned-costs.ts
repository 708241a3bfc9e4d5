/**
 * How far estimates of costs were below what calls really cost: later calls reserve so much more. Without it a wave of calls at
 * once, each dearer than its estimate, would together cost far more than a budget has left.
 */
import type { Endpoint } from '../../providers/adapter.js'

/** What of the excess over 1 is kept with each call that cost less: half of it is gone after about fourteen. */
const keptShare = 0.95

/** The decaying maximum of real costs by their estimates, at least 1; undefined where no such call has ended yet. */
type Learned = { factor: number | undefined }

/** An estimate, and what it will be held against. Nano-dollars. */
export type CostGuess = {
  /** What is known of calls of this kind. */
  readonly learned: Learned
  /** Without what was learned. */
  readonly bare: number
  /** Factor of a kind of call of which none has ended yet. */
  readonly first: number
}

/** By group, and then by kind of call. */
const groups = new WeakMap<object, Map<string, Learned>>()

/** The guess for a call of a group, which is known by its identity. Calls that say how long their answers may be, and others, are apart. */
export function guessFor(group: object, endpoint: Endpoint, bare: number, mayGrow: number): CostGuess {
  const open = mayGrow > 1 ? openKinds[endpoint] : undefined
  return { learned: learnedOf(group, open ?? endpoint), bare, first: open === undefined ? 1 : mayGrow }
}

function learnedOf(group: object, kind: string): Learned {
  let kinds = groups.get(group)
  if (kinds === undefined) {
    kinds = new Map()
    groups.set(group, kinds)
  }
  let learned = kinds.get(kind)
  if (learned === undefined) {
    learned = { factor: undefined }
    kinds.set(kind, learned)
  }
  return learned
}

/** Names that are not put together for each call. Endpoints whose answers a request can bound. */
const openKinds: { readonly [E in Endpoint]?: string } = { chat: 'chat?', completions: 'completions?', responses: 'responses?' }

/** What to reserve. */
export function expectedCost({ learned, bare, first }: CostGuess): number {
  return Math.ceil(bare * (learned.factor ?? first))
}

/** Learns what such a call cost. What cost nothing says nothing: it failed, or was answered from a cache. */
export function learnCost({ learned, bare, first }: CostGuess, cost: number): void {
  if (!(cost > 0) || bare <= 0) return
  const before = learned.factor ?? first
  learned.factor = Math.max(1, cost / bare, 1 + (before - 1) * keptShare)
}
