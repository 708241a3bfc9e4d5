/** What instances share about limits, budgets and rests: one interface, in memory and on Redis. */

/** Something a call needs before it may start. `key` says whose it is (`deployment:{id}`, `provider:openai`, `key:{hash}`, …). */
export type Claim =
  /** One request within a sliding window. */
  | { readonly kind: 'requests'; readonly key: string; readonly limit: number; readonly windowMs: number }
  /** Tokens within a sliding window: `amount` is taken first, and what the call really used is settled. */
  | { readonly kind: 'tokens'; readonly key: string; readonly limit: number; readonly windowMs: number; readonly amount: number }
  /** One of `limit` calls at a time. A permit that is never given back ends after `leaseMs`. */
  | { readonly kind: 'permits'; readonly key: string; readonly limit: number; readonly leaseMs: number }
  /** Money within a period: `amount` is reserved first, and the real cost settled. Integer nano-dollars. */
  | {
      readonly kind: 'budget'
      readonly key: string
      readonly limit: number
      readonly amount: number
      readonly period: { readonly ms: number } | { readonly months: number }
      /** A reservation that is never settled ends after this time. */
      readonly leaseMs: number
    }
  | SumClaim

/**
 * Money of an object whose sum stands in a database: a key, a user, a team. Integer nano-dollars. Refused where `limit` is
 * spent, or where what is spent, reserved and `amount` together pass it while others have something reserved: a call alone may
 * start as long as anything is left, however much it may cost at worst, so that all together cost no more than the limit and
 * one call. What stands in the database is a floor: an account that was forgotten goes on from `known`, and one of which
 * another process spent catches up with it. An account never goes down nor turns over: whoever starts a period or sets a
 * sum back, names another key.
 */
export type SumClaim = {
  readonly kind: 'sum'
  /** Names the object and its period. */
  readonly key: string
  /** A finite number: JSON carries no other to where it is counted. What has no limit claims nothing. */
  readonly limit: number
  /** Most that the call may cost. 0 where nobody can tell: that takes nothing, is refused only where `limit` is spent, and its cost is settled all the same. */
  readonly amount: number
  /** Spent by what the database said a moment ago. */
  readonly known: number
  /** End of the period, milliseconds since 1970; 0 is never. Some time later the account is forgotten, one without end when unused for a week. */
  readonly endsAt: number
  /** A reservation that is never settled ends after this time, and counts as nothing. */
  readonly leaseMs: number
}

/** When a sum without end that is spent will be free: no date, so ask for it before making one. */
export const neverFree = Number.MAX_SAFE_INTEGER

/** A claim as the store saw it, at the index of the claim. */
export type Meter = {
  /** Used of the limit, this call's own part included: requests, tokens, permits, or nano-dollars spent and reserved. */
  readonly used: number
  /** When the next call of this size would be admitted, milliseconds since 1970; 0 is now. */
  readonly freeAt: number
  /** Of a sum: spent without what is reserved, nano-dollars. */
  readonly spent?: number
}

/** All claims were taken. Handed back to {@link StateStore.settle} exactly once. */
export type Reservation = { readonly id: string; readonly claims: readonly Claim[]; readonly meters: readonly Meter[] }

/** Nothing was taken: the claim at `index` did not fit. */
export type Refusal = {
  readonly refused: number
  readonly used: number
  /** When it is worth asking again, milliseconds since 1970; for permits a guess. A sum that is spent says its `endsAt`, or {@link neverFree}. */
  readonly freeAt: number
  /** Of a sum: spent without what is reserved, nano-dollars. */
  readonly spent?: number
}

export type Admission = Reservation | Refusal

/** What a call really used. Zeros where it failed; undefined where it is not known, which leaves what was reserved. */
export type Settlement = {
  readonly tokens: number | undefined
  readonly costNanoUsd: number | undefined
  /** Nobody counted: both are estimates, from what came of an answer that broke off. */
  readonly isEstimated?: true
}

/**
 * Takes claims all or none, atomically. Every method answers at once in memory; one over a network answers within its own
 * time limit, and with local knowledge where the network does not: no method rejects.
 */
export interface StateStore {
  /** True where a question costs next to nothing: a refusal is then not remembered for longer than it says. Default false. */
  readonly isNear?: boolean
  /**
   * Calls that name the same `bundle` make the same claims in the same order, and differ in amounts only: of one that makes many
   * a store over a network may have a part of its limits allotted, and admit them from that at once.
   */
  reserve(claims: readonly Claim[], now: number, bundle?: object): Admission | Promise<Admission>
  /** Replaces reserved amounts by real ones and gives permits back. Later calls for the same reservation do nothing. */
  settle(reservation: Reservation, settlement: Settlement, now: number): void | Promise<void>
  /** Tells the other instances that a deployment rests until a time (milliseconds since 1970). */
  shareRest(deploymentId: string, untilMs: number): void
  /** Called for each rest that another instance shares; returns how to stop. Rests under way are told soon after. */
  onRest(listener: (deploymentId: string, untilMs: number) => void): () => void
  /** Spent and reserved of budgets, nano-dollars, and when each period ends (0: not begun). For headers and reports. */
  budgets(keys: readonly string[], now: number): readonly BudgetState[] | Promise<readonly BudgetState[]>
  close(): Promise<void>
}

export type BudgetState = { readonly key: string; readonly spent: number; readonly reserved: number; readonly endsAt: number }

/** True where nothing was taken. */
export function isRefusal(admission: Admission): admission is Refusal {
  return 'refused' in admission
}
