/** Where claims are counted on Redis: the names of keys, each made once and kept for the next request of the same caller. */
import type { Claim } from '../protocol/state-store.js'
import { keysOf, scriptKind } from './claim-keys.js'

/** Kinds in the order in which the script numbers them. */
export const scriptKinds: readonly Claim['kind'][] = ['requests', 'tokens', 'permits', 'budget', 'sum']

export type Place = {
  readonly keys: readonly string[]
  /** Milliseconds; 0 where there is no window. */
  readonly windowMs: number
  readonly kind: Claim['kind']
  /** From 1, as the script counts. */
  readonly kindNumber: number
  /** The last call with this key, and where among its keys it stands, from 1. */
  inCall: number
  at: number
}

/** Most names remembered of each kind; then all are forgotten and made anew. */
const mostPlaces = 10_000

export class ClaimPlaces {
  readonly prefix: string
  readonly #known: { readonly [Kind in Claim['kind']]: Map<string, Place> }

  constructor(prefix: string) {
    this.prefix = prefix
    this.#known = { requests: new Map(), tokens: new Map(), permits: new Map(), budget: new Map(), sum: new Map() }
  }

  of(claim: Claim): Place {
    const known = this.#known[claim.kind]
    const found = known.get(claim.key)
    if (found !== undefined && found.windowMs === windowOf(claim) && found.kind === scriptKind(claim)) return found
    const kind = scriptKind(claim)
    const kindNumber = scriptKinds.indexOf(kind) + 1
    const made: Place = { keys: keysOf(this.prefix, claim), windowMs: windowOf(claim), kind, kindNumber, inCall: 0, at: 0 }
    if (known.size >= mostPlaces) known.clear()
    known.set(claim.key, made)
    return made
  }
}

function windowOf(claim: Claim): number {
  return claim.kind === 'requests' || claim.kind === 'tokens' ? claim.windowMs : 0
}
