/** What Redis last said of sums that stand in a database, for a process that has to count by itself. */
import { isRefusal, type Meter, type Reservation, type SumClaim } from '../protocol/state-store.js'
import type { MemoryStore } from '../runtime/state-store/memory-store.js'

/** What is known of one. `isHere` once it was brought into the store of this process, where `held` stands for what was reserved. */
type Known = {
  spent: number
  reserved: number
  until: number
  isHere: boolean
  held: Reservation | undefined
}

/** Most sums remembered; those that were first seen go first: the database knows of them. */
const mostKnown = 10_000
/** What calls of others have reserved counts for so long: nobody hears of their end, and by then the database knows of most. */
const reservedMs = 60_000

const nothing = { tokens: 0, costNanoUsd: 0 }

export class KnownSums {
  readonly #known = new Map<string, Known>()

  /** Remembers what Redis told of a sum at a time. */
  see(claim: SumClaim, { used, spent = 0 }: Pick<Meter, 'used' | 'spent'>, at: number): void {
    const known = this.#known.get(claim.key) ?? this.#add(claim.key)
    known.spent = spent
    known.reserved = used - spent
    known.until = at + Math.min(claim.leaseMs, reservedMs)
    known.isHere = false
  }

  #add(key: string): Known {
    const [oldest] = this.#known.size >= mostKnown ? this.#known.keys() : []
    if (oldest !== undefined) this.#known.delete(oldest)
    const known = { spent: 0, reserved: 0, until: 0, isHere: false, held: undefined }
    this.#known.set(key, known)
    return known
  }

  /** Raises the sum in a store of this process to what is known, once after each time Redis told it. */
  bring(claim: SumClaim, to: MemoryStore, now: number): void {
    const known = this.#known.get(claim.key)
    if (known === undefined || known.isHere) return
    known.isHere = true
    take({ ...claim, known: Math.max(claim.known, known.spent), amount: 0 }, to, now)
    hold(known, claim, to, now)
  }

  /** A call that Redis took has ended, and Redis does not say what that leaves: counted by what is known, or in the store it was brought to. */
  settled(claim: SumClaim, cost: number, store: MemoryStore, now: number): void {
    const known = this.#known.get(claim.key)
    if (known !== undefined) known.reserved -= claim.amount
    if (known?.isHere === false) {
      known.spent += cost
      return
    }
    const taken = take({ ...claim, amount: 0 }, store, now)
    if (taken !== undefined) store.settle(taken, { tokens: 0, costNanoUsd: cost }, now)
    if (known !== undefined) hold(known, claim, store, now)
  }
}

/** Has the store hold what others have reserved, and no longer what it held for them before. */
function hold(known: Known, claim: SumClaim, store: MemoryStore, now: number): void {
  if (known.held !== undefined) store.settle(known.held, nothing, now)
  const leaseMs = known.until - now
  known.held = known.reserved > 0 && leaseMs > 0 ? take({ ...claim, amount: known.reserved, leaseMs }, store, now) : undefined
}

function take(claim: SumClaim, store: MemoryStore, now: number): Reservation | undefined {
  const taken = store.reserve([{ ...claim, limit: Number.POSITIVE_INFINITY }], now)
  return isRefusal(taken) ? undefined : taken
}
