/** Things that are held for a time: each is given back once, or ends by itself. */

export type Lease = { readonly amount: number; readonly until: number }

export class Leases {
  readonly #held = new Set<Lease>()
  #amount = 0
  /** No lease ends before this time. */
  #soonest = Number.POSITIVE_INFINITY

  /** Sum of all that is held now. */
  amount(now: number): number {
    this.#expire(now)
    return this.#amount
  }

  /** When the first of those held ends by itself, milliseconds since 1970; Infinity where nothing is held. */
  get soonest(): number {
    return this.#soonest
  }

  take(amount: number, until: number): Lease {
    const lease: Lease = { amount, until }
    this.#held.add(lease)
    this.#amount += amount
    this.#soonest = Math.min(this.#soonest, until)
    return lease
  }

  /** Gives `lease` back; false where it had ended or was given back before. */
  end(lease: Lease): boolean {
    if (!this.#held.delete(lease)) return false
    this.#amount -= lease.amount
    if (this.#held.size === 0) this.#soonest = Number.POSITIVE_INFINITY
    return true
  }

  clear(): void {
    this.#held.clear()
    this.#amount = 0
    this.#soonest = Number.POSITIVE_INFINITY
  }

  #expire(now: number): void {
    if (now < this.#soonest) return
    let soonest = Number.POSITIVE_INFINITY
    for (const lease of this.#held) {
      if (lease.until > now) soonest = Math.min(soonest, lease.until)
      else this.end(lease)
    }
    this.#soonest = soonest
  }
}
