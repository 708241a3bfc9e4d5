/** Things that are held for a time: each is given back once, or ends by itself. */

export type Lease = {
  readonly amount: number
  readonly until: number
  /** Where it is held. */
  place: number
}

export class Leases {
  /** No `Set`: one that things come into and go out of is made anew every few times, and keeps what was in it from the small collections. */
  #held: Lease[] = []
  #amount = 0
  /** No lease ends before this time. */
  #soonest = Number.POSITIVE_INFINITY

  /** Sum of all that is held now. */
  amount(now: number): number {
    if (now >= this.#soonest) this.#expire(now)
    return this.#amount
  }

  /** When the first of those held ends by itself, milliseconds since 1970; Infinity where nothing is held. */
  get soonest(): number {
    return this.#soonest
  }

  take(amount: number, until: number): Lease {
    const lease: Lease = { amount, until, place: this.#held.length }
    this.#held.push(lease)
    this.#amount += amount
    if (until < this.#soonest) this.#soonest = until
    return lease
  }

  /** Gives `lease` back; false where it had ended or was given back before. */
  end(lease: Lease): boolean {
    const { place } = lease
    if (this.#held[place] !== lease) return false
    const last = this.#held.pop()
    if (last !== undefined && last !== lease) {
      this.#held[place] = last
      last.place = place
    }
    this.#amount -= lease.amount
    if (this.#held.length === 0) this.#soonest = Number.POSITIVE_INFINITY
    return true
  }

  clear(): void {
    this.#held = []
    this.#amount = 0
    this.#soonest = Number.POSITIVE_INFINITY
  }

  #expire(now: number): void {
    let soonest = Number.POSITIVE_INFINITY
    // from behind: the last one takes the place of one that ends
    for (let at = this.#held.length - 1; at >= 0; at--) {
      const lease = this.#held[at]
      if (lease === undefined) continue
      if (lease.until > now) soonest = Math.min(soonest, lease.until)
      else this.end(lease)
    }
    this.#soonest = soonest
  }
}
