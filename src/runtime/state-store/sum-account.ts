/** Money of one object whose sum stands in a database: what was spent, and what calls under way have reserved. Integer nano-dollars. */
import { neverFree, type SumClaim } from '../../protocol/state-store.js'
import { settlingMs } from './budget-account.js'
import { type Lease, Leases } from './leases.js'

/** An account without end of which nobody has asked for so long is forgotten. */
const unusedMs = 7 * 86_400_000

export class SumAccount {
  #spent = 0
  readonly #reserved = new Leases()
  #endsAt = 0
  #usedAt = 0

  get spent(): number {
    return this.#spent
  }

  /** Spent and reserved. */
  used(now: number): number {
    return this.#spent + this.#reserved.amount(now)
  }

  /** When the claim fits, `before` having been reserved by the same call; 0 is now. */
  freeAt({ limit, amount, known, endsAt }: SumClaim, before: number, now: number): number {
    this.#see(known, endsAt, now)
    if (this.#spent >= limit) return endsAt === 0 ? neverFree : endsAt
    const beside = this.#reserved.amount(now) + before
    return beside <= 0 || amount <= 0 || this.#spent + beside + amount <= limit ? 0 : now + settlingMs
  }

  /** Nothing is held for a call whose cost nobody can tell. */
  take({ amount, leaseMs }: SumClaim, now: number): Lease | undefined {
    return amount > 0 ? this.#reserved.take(amount, now + leaseMs) : undefined
  }

  /** Replaces what was reserved by the real cost; an account that was forgotten meanwhile goes on from what was known. */
  settle({ known, endsAt }: SumClaim, lease: Lease | undefined, cost: number, now: number): void {
    this.#see(known, endsAt, now)
    if (lease !== undefined) this.#reserved.end(lease)
    if (cost > 0) this.#spent += cost
  }

  /** Its period is over or it is long unused, and no call is under way. */
  isIdle(now: number): boolean {
    return now >= (this.#endsAt === 0 ? this.#usedAt + unusedMs : this.#endsAt) && this.#reserved.amount(now) === 0
  }

  #see(known: number, endsAt: number, now: number): void {
    if (known > this.#spent) this.#spent = known
    this.#endsAt = endsAt
    this.#usedAt = now
  }
}
