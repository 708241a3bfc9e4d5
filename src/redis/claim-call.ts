/** One call of the script `claims`. It takes few long arguments: each costs as much as ten numbers within one. */
import type { Claim } from '../protocol/state-store.js'
import { type End, isRemembered, isTold, realOf, reservedOf } from './claim-end.js'
import { amountOf, lifeMs, memoryMs, recordKey, spanOf } from './claim-keys.js'
import type { ClaimPlaces, Place } from './claim-places.js'

/** Greatest limit that the script is told. */
const unlimited = 1e300

/** Calls so far: by its number a place knows whether it has a key in this one. */
let calls = 0

/** Times are false where Redis looks at its own clock, else milliseconds since 1970. */
export class ClaimCall {
  /** Each once, however many claims are counted there. */
  readonly keys: string[] = []
  readonly #places: ClaimPlaces
  readonly #number = ++calls
  #ends = ''
  #taken = ''

  constructor(places: ClaimPlaces) {
    this.#places = places
  }

  /** Two lists as JSON: what ended, and what is to be taken. */
  get args(): readonly [string, string] {
    return [`[${this.#ends}]`, `[${this.#taken}]`]
  }

  take(id: string, claims: readonly Claim[], now: number, time: number | false): void {
    const memory = memoryMs(claims)
    const record = memory === 0 ? 0 : this.#record(id)
    let rows = ''
    for (const claim of claims) {
      const place = this.#places.of(claim)
      const life = claim.kind === 'sum' ? `,${lifeMs(claim, now)}` : ''
      const limit = Math.min(claim.limit, unlimited)
      const row = `[${place.kindNumber},${this.#at(place)},${limit},${spanOf(claim, now)},${amountOf(claim)},${leaseOf(claim)}${life}]`
      rows = rows === '' ? row : `${rows},${row}`
    }
    const item = `[${time},"${id}",${record},${memory},[${rows}]]`
    this.#taken = this.#taken === '' ? item : `${this.#taken},${item}`
  }

  end(end: End, time: number | false): void {
    const { id, claims, real, marks, now, tries } = end
    const record = isRemembered(claims) ? this.#record(id) : 0
    let rows = ''
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i]
      if (claim === undefined || !isTold(end, claim)) continue
      const place = this.#places.of(claim)
      const mark = claim.kind === 'budget' ? (marks.ends[i] ?? 0) : claim.kind === 'sum' ? lifeMs(claim, now) : marks.at
      const amounts = `${reservedOf(end, claim)},${realOf(claim, real)}`
      const row = `[${place.kindNumber},${this.#at(place)},${i + 1},${spanOf(claim, now)},${amounts},${mark}]`
      rows = rows === '' ? row : `${rows},${row}`
    }
    const item = `[${time},"${id}",${record},${tries === 0 ? 1 : 0},[${rows}]]`
    this.#ends = this.#ends === '' ? item : `${this.#ends},${item}`
  }

  #record(id: string): number {
    return this.keys.push(recordKey(this.#places.prefix, id))
  }

  /** Where the first key of a place stands, from 1. */
  #at(place: Place): number {
    if (place.inCall === this.#number) return place.at
    place.inCall = this.#number
    place.at = this.keys.length + 1
    this.keys.push(...place.keys)
    return place.at
  }
}

function leaseOf(claim: Claim): number {
  return claim.kind === 'requests' || claim.kind === 'tokens' ? 0 : claim.leaseMs
}
