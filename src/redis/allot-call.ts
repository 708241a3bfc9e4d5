/** One call of the script `allot`: the keys it needs and one list of figures as JSON, and what it answers. */
import type { Claim } from '../protocol/state-store.js'
import { type Allotment, type Exchange, leaseMs } from './allotment.js'
import { Amounts } from './amounts.js'
import { CallKeys } from './call-keys.js'
import type { ClaimAnswer } from './claim-answer.js'
import { lifeMs, wholeOf } from './claim-keys.js'
import type { ClaimPlaces } from './claim-places.js'
import type { Allotted } from './lent.js'

/** Redis remembers for so long what is allotted: what was used in a longer outage is told as if it had forgotten. */
const memoryMs = 24 * 3_600_000
/** Which of the three figures a claim counts, from 1. */
const figureOf: { readonly [K in Claim['kind']]: number } = { requests: 1, tokens: 2, permits: 0, budget: 0, sum: 3 }

export class AllotCall {
  readonly #keys: CallKeys
  readonly #figures: (string | number | false)[] = []

  constructor(places: ClaimPlaces) {
    this.#keys = new CallKeys(places)
  }

  get keys(): readonly string[] {
    return this.#keys.list
  }

  get list(): string {
    return `[${this.#figures.join()}]`
  }

  /** `time` is false where Redis looks at its own clock, else milliseconds since 1970. */
  exchange({ claims }: Allotment, { fromId, toId, now, told, least, kept, wanted, tries }: Exchange, time: number | false): void {
    const keys = this.#keys
    const into = this.#figures
    into.push(time, tries === 0 ? 1 : 0)
    for (const id of [fromId, toId]) into.push(`"${id}"`, id === '' ? 0 : keys.record(id))
    into.push(leaseMs, memoryMs)
    for (const { requests, tokens, nanoUsd } of [told, least, kept, wanted]) into.push(requests, tokens, nanoUsd)
    into.push(claims.length)
    for (const claim of claims) {
      const place = keys.placeOf(claim)
      into.push(keys.at(place), place.terms, figureOf[claim.kind])
      if (claim.kind === 'sum') into.push(wholeOf(claim.known), lifeMs(claim, now))
    }
  }
}

/** What the script says of the next exchange; of one that ends an allotment it says nothing. */
export function readAllotted({ claims }: Allotment, { toId }: Exchange, answer: ClaimAnswer): Allotted {
  if (toId === '') return { amounts: new Amounts(), used: [], spent: [] }
  answer.number() // the time
  const amounts = new Amounts(answer.number(), answer.number(), answer.number())
  const used: number[] = []
  const spent: number[] = []
  for (let at = 0; at < claims.length; at++) {
    used.push(answer.number())
    spent.push(answer.number())
  }
  return { amounts, used, spent }
}
