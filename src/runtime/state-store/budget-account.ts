/** Money of one budget: what was spent in its period, and what calls under way have reserved. Integer nano-dollars. */
import { periodEnd } from '../../protocol/budget-period.js'
import type { Claim } from '../../protocol/state-store.js'
import { type Lease, Leases } from './leases.js'

type BudgetClaim = Extract<Claim, { kind: 'budget' }>

/** A reserved amount is settled at any moment: where that would make room, it is worth asking again after this time. */
export const settlingMs = 1_000

/** What one call reserved, and in which period. */
export type Reserved = { readonly lease: Lease; readonly endsAt: number }

export class BudgetAccount {
  #spent = 0
  readonly #reserved = new Leases()
  /** When the period ends; 0 is not begun. */
  #endsAt = 0

  spent(now: number): number {
    this.#turn(now)
    return this.#spent
  }

  reserved(now: number): number {
    this.#turn(now)
    return this.#reserved.amount(now)
  }

  endsAt(now: number): number {
    this.#turn(now)
    return this.#endsAt
  }

  /** When the claim fits; 0 is now. */
  freeAt({ limit, amount, period }: BudgetClaim, now: number): number {
    const spent = this.spent(now)
    if (spent + this.#reserved.amount(now) + amount <= limit) return 0
    const end = this.#endsAt === 0 ? periodEnd(period, now) : this.#endsAt
    return spent + amount <= limit ? Math.min(end, now + settlingMs) : end
  }

  take({ amount, period, leaseMs }: BudgetClaim, now: number): Reserved {
    this.#turn(now)
    if (this.#endsAt === 0) this.#endsAt = periodEnd(period, now)
    return { lease: this.#reserved.take(amount, now + leaseMs), endsAt: this.#endsAt }
  }

  /** Replaces a reserved amount by the real one. What was begun in a period that is over belongs to that one. */
  settle({ lease, endsAt }: Reserved, cost: number, now: number): void {
    this.#turn(now)
    if (endsAt !== this.#endsAt) return
    this.#reserved.end(lease)
    this.#spent += cost
  }

  /** Ends a period whose time has come. */
  #turn(now: number): void {
    if (this.#endsAt === 0 || now < this.#endsAt) return
    this.#spent = 0
    this.#endsAt = 0
    this.#reserved.clear()
  }
}
