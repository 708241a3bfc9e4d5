/** The keys of one call of a script: each once, however much is counted there; the script is told where they stand. */
import type { Claim } from '../protocol/state-store.js'
import { recordKey } from './claim-keys.js'
import type { ClaimPlaces, Place } from './claim-places.js'

/** Calls so far: by its number a place knows whether it has a key in this one. */
let calls = 0

export class CallKeys {
  readonly list: string[] = []
  readonly #places: ClaimPlaces
  readonly #number = ++calls

  constructor(places: ClaimPlaces) {
    this.#places = places
  }

  placeOf(claim: Claim): Place {
    return this.#places.of(claim)
  }

  /** Where the record of a reservation stands, from 1. */
  record(id: string): number {
    return this.list.push(recordKey(this.#places.prefix, id))
  }

  /** Where the first key of a place stands, from 1. */
  at(place: Place): number {
    if (place.inCall === this.#number) return place.at
    place.inCall = this.#number
    place.at = this.list.length + 1
    this.list.push(...place.keys)
    return place.at
  }
}
