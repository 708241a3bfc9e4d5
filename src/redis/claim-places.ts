/** Where claims are counted on Redis: names of keys, and what never changes of a claim, kept for the next request of the same caller. */
import type { Claim } from '../protocol/state-store.js'
import { keysOf, scriptKind } from './claim-keys.js'

/** Kinds in the order in which the script numbers them, from 1. */
export const scriptKinds: readonly Claim['kind'][] = ['requests', 'tokens', 'permits', 'budget', 'sum']

export type Place = {
  readonly keys: readonly string[]
  /** How the script counts there. */
  readonly kind: Claim['kind']
  readonly kindNumber: number
  /** 0 where there is no window. */
  readonly windowMs: number
  readonly leaseMs: number
  readonly limit: number
  /** For the script: kind, limit, and its window or lease, milliseconds. */
  readonly terms: string
  /** The last call with this key, and where among its keys it stands, from 1. */
  inCall: number
  at: number
}

/** Most places remembered of each kind; then all are forgotten and made anew. */
const mostPlaces = 10_000
/** Greatest limit that the script is told. */
const unlimited = 1e300

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
    if (found !== undefined && found.limit === claim.limit && found.windowMs === windowOf(claim) && found.leaseMs === leaseOf(claim))
      return found
    if (known.size >= mostPlaces) known.clear()
    const made = placeOf(this.prefix, claim)
    known.set(claim.key, made)
    return made
  }
}

function placeOf(prefix: string, claim: Claim): Place {
  const kind = scriptKind(claim)
  const kindNumber = scriptKinds.indexOf(kind) + 1
  const [windowMs, leaseMs] = [windowOf(claim), leaseOf(claim)]
  const { limit } = claim
  const terms = `${kindNumber},${Math.min(limit, unlimited)},${windowMs + leaseMs}`
  return { keys: keysOf(prefix, claim), kind, kindNumber, windowMs, leaseMs, limit, terms, inCall: 0, at: 0 }
}

function windowOf(claim: Claim): number {
  return claim.kind === 'requests' || claim.kind === 'tokens' ? claim.windowMs : 0
}

function leaseOf(claim: Claim): number {
  return claim.kind === 'requests' || claim.kind === 'tokens' ? 0 : claim.leaseMs
}
