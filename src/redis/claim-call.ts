/** One call of the script `claims`: the keys it needs, each once, and one list of figures as JSON. */
import type { Claim } from '../protocol/state-store.js'
import { CallKeys } from './call-keys.js'
import { type End, isRemembered, isTold } from './claim-end.js'
import { amountOf, lifeMs, memoryMs, spanOf, wholeOf } from './claim-keys.js'
import type { ClaimPlaces } from './claim-places.js'

/** Times are false where Redis looks at its own clock, else milliseconds since 1970. */
export class ClaimCall {
  readonly #keys: CallKeys
  /** Parts of JSON. They are joined once: texts put together number by number take twice as long. */
  readonly #ends: (string | number | false)[] = []
  readonly #taken: (string | number | false)[] = []

  constructor(places: ClaimPlaces) {
    this.#keys = new CallKeys(places)
  }

  get keys(): readonly string[] {
    return this.#keys.list
  }

  /** What ended, and what is to be taken. */
  get lists(): readonly [string, string] {
    return [`[${this.#ends.join()}]`, `[${this.#taken.join()}]`]
  }

  take(id: string, claims: readonly Claim[], now: number, time: number | false): void {
    const into = this.#taken
    const memory = memoryMs(claims)
    into.push(time, `"${id}"`, memory === 0 ? 0 : this.#keys.record(id), memory, claims.length)
    for (const claim of claims) {
      const place = this.#keys.placeOf(claim)
      into.push(this.#keys.at(place), place.terms)
      if (place.kind === 'tokens') into.push(amountOf(claim))
      else if (claim.kind === 'budget') into.push(amountOf(claim), spanOf(claim, now))
      else if (claim.kind === 'sum') into.push(amountOf(claim), wholeOf(claim.known), lifeMs(claim, now))
    }
  }

  end(end: End, time: number | false): void {
    const { id, claims, real, marks, now, tries } = end
    const into = this.#ends
    into.push(time, `"${id}"`, isRemembered(claims) ? this.#keys.record(id) : 0, tries === 0 ? 1 : 0, marks.at)
    into.push(real.tokens === undefined ? false : wholeOf(real.tokens), real.costNanoUsd === undefined ? false : wholeOf(real.costNanoUsd))
    const count = into.push(0) - 1
    let told = 0
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i]
      if (claim === undefined || !isTold(end, claim)) continue
      told++
      const place = this.#keys.placeOf(claim)
      into.push(this.#keys.at(place), place.kindNumber, i + 1)
      if (place.kind === 'tokens') into.push(amountOf(claim), place.windowMs)
      else if (claim.kind === 'budget') into.push(amountOf(claim), spanOf(claim, now), marks.ends[i] ?? 0)
      else if (claim.kind === 'sum') into.push(amountOf(claim), wholeOf(claim.known), lifeMs(claim, now))
    }
    into[count] = told
  }
}
