/** The state store of one process: exact, synchronous, and bounded in what it remembers. */
import type { Admission, BudgetState, Claim, Meter, Reservation, Settlement, StateStore } from '../../protocol/state-store.js'
import { BucketWindow } from './bucket-window.js'
import { BudgetAccount, type Reserved, settlingMs } from './budget-account.js'
import { CappedMap } from './capped-map.js'
import { type Lease, Leases } from './leases.js'
import { RequestWindow } from './request-window.js'
import { SumAccount } from './sum-account.js'
import type { SlidingWindow } from './window.js'

/** {@link StateStore} whose answers are there at once. */
export interface MemoryStore extends StateStore {
  reserve(claims: readonly Claim[], now: number): Admission
  settle(reservation: Reservation, settlement: Settlement, now: number): void
  /** Settles what a process had reserved that is gone: what its calls may have used counts as used, but a database tells sums. */
  abandon(reservation: Reservation, now: number): void
  budgets(keys: readonly string[], now: number): readonly BudgetState[]
  /** Keys remembered, of all kinds. */
  readonly size: number
}

/** Most keys remembered of each kind. */
const mostKeys = 100_000
/** Above this limit a window counts in buckets: a ring of so many times would cost more memory than its exactness is worth. */
const longestRing = 16_384

/** What stands behind a claim: which of these it is, its kind says. A number is the place of an amount in its window. */
type Held = number | Lease | Reserved | undefined

/** Keeps what it took beside what the contract says, so that settling needs no look-up. */
class Taken implements Reservation {
  settled = false
  readonly claims: readonly Claim[]
  readonly meters: readonly Meter[]
  readonly held: readonly Held[]
  readonly #nth: number

  constructor(nth: number, claims: readonly Claim[], meters: readonly Meter[], held: readonly Held[]) {
    this.#nth = nth
    this.claims = claims
    this.meters = meters
    this.held = held
  }

  get id(): string {
    return String(this.#nth)
  }
}

/** Of a process that is gone nobody will hear. */
const unknownUse: Settlement = { tokens: undefined, costNanoUsd: undefined }

function leaseOf(held: Held): Lease | undefined {
  return typeof held === 'object' && 'until' in held ? held : undefined
}

function amountOf(claim: Claim): number {
  return 'amount' in claim ? claim.amount : 1
}

/** What the claims in front of one take of the same limit: a caller may name it twice. */
function takenBefore(claims: readonly Claim[], at: number): number {
  const claim = claims[at]
  let amount = 0
  for (let before = 0; before < at; before++) {
    const other = claims[before]
    if (other !== undefined && other.kind === claim?.kind && other.key === claim.key) amount += amountOf(other)
  }
  return amount
}

class InMemory implements MemoryStore {
  readonly isNear = true
  readonly #requests: CappedMap<SlidingWindow>
  readonly #tokens: CappedMap<SlidingWindow>
  readonly #permits: CappedMap<Leases>
  readonly #budgets: CappedMap<BudgetAccount>
  readonly #sums: CappedMap<SumAccount>
  readonly #rests: CappedMap<number>
  readonly #listeners = new Set<(deploymentId: string, untilMs: number) => void>()
  #reservations = 0
  #latest = 0

  constructor(most: number) {
    const isUnused = (window: SlidingWindow, now: number) => window.used(now) === 0
    this.#requests = new CappedMap(most, isUnused)
    this.#tokens = new CappedMap(most, isUnused)
    this.#permits = new CappedMap(most, (leases, now) => leases.amount(now) === 0)
    this.#budgets = new CappedMap(most, (account, now) => account.endsAt(now) === 0)
    this.#sums = new CappedMap(most, (account, now) => account.isIdle(now))
    this.#rests = new CappedMap(most, (until, now) => until <= now)
  }

  get size(): number {
    return this.#requests.size + this.#tokens.size + this.#permits.size + this.#budgets.size + this.#sums.size + this.#rests.size
  }

  reserve(claims: readonly Claim[], now: number): Admission {
    this.#latest = now
    for (let at = 0; at < claims.length; at++) {
      const claim = claims[at]
      if (claim === undefined) continue
      const before = takenBefore(claims, at)
      if (this.#freeAt(claim, now, before) !== 0) return { refused: at, ...this.#meter(claim, now, before) }
    }
    const held: Held[] = []
    const meters: Meter[] = []
    for (const claim of claims) held.push(this.#take(claim, now))
    for (const claim of claims) meters.push(this.#meter(claim, now))
    return new Taken(++this.#reservations, claims, meters, held)
  }

  settle(reservation: Reservation, settlement: Settlement, now: number): void {
    this.#end(reservation, settlement, settlement.costNanoUsd, now)
  }

  abandon(reservation: Reservation, now: number): void {
    this.#end(reservation, unknownUse, 0, now)
  }

  #end(reservation: Reservation, { tokens, costNanoUsd }: Settlement, ofSums: number | undefined, now: number): void {
    if (!(reservation instanceof Taken) || reservation.settled) return
    reservation.settled = true
    const { claims, held: all } = reservation
    for (let at = 0; at < claims.length; at++) {
      const claim = claims[at]
      const held = all[at]
      if (claim === undefined || claim.kind === 'requests') continue
      if (claim.kind === 'sum') this.#sum(claim.key, now).settle(claim, leaseOf(held), ofSums ?? claim.amount, now)
      else if (typeof held === 'number') {
        if (claim.kind === 'tokens' && tokens !== undefined) this.#tokens.get(claim.key)?.replace(held, tokens - claim.amount, now)
      } else if (held === undefined) continue
      else if (claim.kind === 'permits' && 'until' in held) this.#permits.get(claim.key)?.end(held)
      else if (claim.kind === 'budget' && 'lease' in held) this.#account(claim.key, now).settle(held, costNanoUsd ?? claim.amount, now)
    }
  }

  shareRest(deploymentId: string, untilMs: number): void {
    this.#rests.set(deploymentId, Math.max(untilMs, this.#rests.get(deploymentId) ?? 0), this.#latest)
    for (const listener of [...this.#listeners]) listener(deploymentId, untilMs)
  }

  /** Clients that were given the same store hear each other's rests, and their own, which changes nothing for them. */
  onRest(listener: (deploymentId: string, untilMs: number) => void): () => void {
    this.#listeners.add(listener)
    this.#rests.each((deploymentId, untilMs) => {
      if (untilMs > this.#latest) listener(deploymentId, untilMs)
    })
    return () => this.#listeners.delete(listener)
  }

  budgets(keys: readonly string[], now: number): readonly BudgetState[] {
    return keys.map((key) => {
      const account = this.#budgets.get(key)
      if (account === undefined) return { key, spent: 0, reserved: 0, endsAt: 0 }
      return { key, spent: account.spent(now), reserved: account.reserved(now), endsAt: account.endsAt(now) }
    })
  }

  close(): Promise<void> {
    this.#listeners.clear()
    return Promise.resolve()
  }

  /** When a claim fits, `before` of the same having been taken; 0 is now. */
  #freeAt(claim: Claim, now: number, before = 0): number {
    const amount = before + amountOf(claim)
    switch (claim.kind) {
      case 'requests':
      case 'tokens':
        return this.#window(claim, now).freeAt(claim.limit, amount, now)
      case 'permits': {
        const leases = this.#leases(claim.key, now)
        return leases.amount(now) + amount <= claim.limit ? 0 : Math.min(leases.soonest, now + settlingMs)
      }
      case 'budget':
        return this.#account(claim.key, now).freeAt(before === 0 ? claim : { ...claim, amount }, now)
      case 'sum':
        return this.#sum(claim.key, now).freeAt(claim, before, now)
    }
  }

  #used(claim: Claim, now: number): number {
    switch (claim.kind) {
      case 'requests':
      case 'tokens':
        return this.#window(claim, now).used(now)
      case 'permits':
        return this.#leases(claim.key, now).amount(now)
      case 'budget': {
        const account = this.#account(claim.key, now)
        return account.spent(now) + account.reserved(now)
      }
      case 'sum':
        return this.#sum(claim.key, now).used(now)
    }
  }

  #take(claim: Claim, now: number): Held {
    switch (claim.kind) {
      case 'requests':
      case 'tokens':
        return this.#window(claim, now).take(amountOf(claim), now)
      case 'permits':
        return this.#leases(claim.key, now).take(1, now + claim.leaseMs)
      case 'budget':
        return this.#account(claim.key, now).take(claim, now)
      case 'sum':
        return this.#sum(claim.key, now).take(claim, now)
    }
  }

  #meter(claim: Claim, now: number, before = 0): Meter {
    if (claim.kind !== 'sum') return { used: this.#used(claim, now) + before, freeAt: this.#freeAt(claim, now, before) }
    const account = this.#sum(claim.key, now)
    return { used: account.used(now) + before, freeAt: account.freeAt(claim, before, now), spent: account.spent }
  }

  #window(claim: Extract<Claim, { kind: 'requests' | 'tokens' }>, now: number): SlidingWindow {
    const windows = claim.kind === 'requests' ? this.#requests : this.#tokens
    const known = windows.get(claim.key)
    if (known !== undefined && known.windowMs === claim.windowMs) return known
    const isShort = claim.kind === 'requests' && claim.limit <= longestRing
    const made = isShort ? new RequestWindow(claim.windowMs) : new BucketWindow(claim.windowMs)
    windows.set(claim.key, made, now)
    return made
  }

  #leases(key: string, now: number): Leases {
    return opened(this.#permits, Leases, key, now)
  }

  #account(key: string, now: number): BudgetAccount {
    return opened(this.#budgets, BudgetAccount, key, now)
  }

  #sum(key: string, now: number): SumAccount {
    return opened(this.#sums, SumAccount, key, now)
  }
}

/** What is remembered of a key, or begins now. */
function opened<V>(all: CappedMap<V>, Kind: new () => V, key: string, now: number): V {
  const known = all.get(key)
  if (known !== undefined) return known
  const made = new Kind()
  all.set(key, made, now)
  return made
}

/**
 * A store for one process. `mostKeys` bounds what it remembers of each kind of claim (default 100,000): above it, keys of
 * which nothing counts any more go first, then those made first.
 */
export function memoryStore(options: { readonly mostKeys?: number } = {}): MemoryStore {
  return new InMemory(Math.max(1, options.mostKeys ?? mostKeys))
}
