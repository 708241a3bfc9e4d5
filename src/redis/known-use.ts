/** What Redis last said was used, so that a process which has to count by itself does not begin as if nothing were. */
import { type Admission, type Claim, isRefusal, type Meter, type Settlement } from '../protocol/state-store.js'
import type { MemoryStore } from '../runtime/state-store/memory-store.js'
import type { Marks } from './claim-end.js'
import { KnownSums } from './known-sums.js'

/** Used by all, when that was, and for a budget the end of its period, by the caller's clock. */
type Known = { used: number; at: number; endsAt: number }

/** Most limits remembered, and as many budgets; those that were first seen go first. */
const mostKnown = 10_000
/** More single requests are not brought back: the store would count them in another way. */
const mostRequests = 16_384
/** Steps in which the tokens of a window leave it. */
const tokenSteps = 10

export class KnownUse {
  readonly #known = { requests: new Map<string, Known>(), tokens: new Map<string, Known>(), budget: new Map<string, Known>() }
  readonly #sums = new KnownSums()

  /** Remembers what Redis told. Permits are not remembered: when those of others come back, nobody would hear. */
  see(claims: readonly Claim[], told: Admission, marks: Marks, now: number): void {
    if (isRefusal(told)) this.#set(claims[told.refused], told, now, now)
    else for (let i = 0; i < claims.length; i++) this.#set(claims[i], told.meters[i], now, now + (marks.ends[i] ?? 0) - marks.at)
  }

  #set(claim: Claim | undefined, told: Pick<Meter, 'used' | 'spent'> | undefined, at: number, endsAt: number): void {
    if (claim === undefined || told === undefined || claim.kind === 'permits') return
    if (claim.kind === 'sum') {
      this.#sums.see(claim, told, at)
      return
    }
    const all = this.#known[claim.kind]
    const known = all.get(claim.key)
    if (known === undefined) {
      const [oldest] = all.size >= mostKnown ? all.keys() : []
      if (oldest !== undefined) all.delete(oldest)
      all.set(claim.key, { used: told.used, at, endsAt })
      return
    }
    known.used = told.used
    known.at = at
    // A refusal does not say when a period ends; what was known of that still holds.
    if (endsAt !== at) known.endsAt = endsAt
  }

  /** Brings `claims` in a store of this process to what is known, once after each time Redis told it. */
  bring(claims: readonly Claim[], to: MemoryStore, now: number): void {
    for (const claim of claims) {
      if (claim.kind === 'sum') {
        this.#sums.bring(claim, to, now)
        continue
      }
      if (claim.kind === 'permits') continue
      const known = this.#known[claim.kind].get(claim.key)
      if (known === undefined) continue
      this.#known[claim.kind].delete(claim.key)
      if (claim.kind === 'requests') bringRequests(claim, known, to, now)
      else if (claim.kind === 'tokens') bringTokens(claim, known, to, now)
      else bringSpent(claim.key, known, to, now)
    }
  }

  /** A call that Redis took has ended: what that leaves of its sums, Redis does not say. */
  settled(claims: readonly Claim[], { costNanoUsd }: Settlement, store: MemoryStore, now: number): void {
    for (const claim of claims) if (claim.kind === 'sum') this.#sums.settled(claim, costNanoUsd ?? claim.amount, store, now)
  }
}

/** As if they had come evenly over the window: so they leave it. */
function bringRequests(claim: Claim & { kind: 'requests' }, { used, at }: Known, to: MemoryStore, now: number): void {
  const { limit, windowMs } = claim
  if (limit > mostRequests || at + windowMs <= now) return
  const own = usedOf({ ...claim, limit: 0 }, to, now)
  for (let nth = used - own - 1; nth >= 0; nth--) {
    const time = timeOf(at - (windowMs * nth) / used, own, now)
    if (time > now - windowMs) to.reserve([claim], time)
  }
}

function bringTokens(claim: Claim & { kind: 'tokens' }, known: Known, to: MemoryStore, now: number): void {
  const { windowMs } = claim
  if (known.at + windowMs <= now) return
  const own = usedOf({ ...claim, limit: -1, amount: 0 }, to, now)
  const used = Math.max(0, known.used - own)
  for (let step = tokenSteps - 1; step >= 0; step--) {
    const time = timeOf(known.at - (windowMs * step) / tokenSteps, own, now)
    const amount = Math.floor(used / tokenSteps) + (step === 0 ? used % tokenSteps : 0)
    if (time > now - windowMs) to.reserve([{ ...claim, limit: Number.POSITIVE_INFINITY, amount }], time)
  }
}

/**
 * A store takes nothing before what it has: beside what this process admitted by itself in an earlier outage, which was
 * added to Redis since and is part of what it said, the rest counts as if it came now.
 */
function timeOf(time: number, own: number, now: number): number {
  return own > 0 ? now : Math.min(time, now)
}

/** Used of a limit under which nothing fits. */
function usedOf(claim: Claim, store: MemoryStore, now: number): number {
  const refusal = store.reserve([claim], now)
  return isRefusal(refusal) ? refusal.used : 0
}

function bringSpent(key: string, { used, endsAt }: Known, to: MemoryStore, now: number): void {
  const [state] = to.budgets([key], now)
  // Here too Redis knows what this process spent in an earlier outage.
  const amount = used - (state?.spent ?? 0) - (state?.reserved ?? 0)
  if (amount <= 0 || endsAt <= now) return
  const ms = endsAt - now
  const taken = to.reserve([{ kind: 'budget', key, limit: Number.POSITIVE_INFINITY, amount, period: { ms }, leaseMs: ms }], now)
  if (!isRefusal(taken)) to.settle(taken, { tokens: 0, costNanoUsd: amount }, now)
}
