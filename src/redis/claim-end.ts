/** How a reservation ended, and what Redis is to be told of it. */
import type { Claim, Settlement } from '../protocol/state-store.js'
import { memoryMs, wholeOf } from './claim-keys.js'

/** What a taken claim is settled by: Redis's time of taking, and where the claim is a budget the end of its period, else 0. */
export type Marks = { readonly at: number; readonly ends: readonly number[] }

/**
 * `settled` as calls end; `undone` where nobody heard that it was made, so that its requests go back too; `lost` where nobody
 * knows whether it was: what has a lease goes back, and what counts in a window leaves it soon by itself; `spent` where Redis
 * was away: it learns what sums and budgets, whose period it may not even know, have lost.
 */
export type End = {
  readonly how: 'settled' | 'undone' | 'lost' | 'spent'
  readonly id: string
  readonly claims: readonly Claim[]
  readonly real: Settlement
  readonly marks: Marks
  readonly now: number
  /** How often it was sent. Only what never was may be done where Redis does not know its reservation. */
  tries: number
}

export const noMarks: Marks = { at: 0, ends: [] }
const nothing: Settlement = { tokens: 0, costNanoUsd: 0 }

export function settledEnd(id: string, claims: readonly Claim[], real: Settlement, marks: Marks, now: number): End {
  return { how: 'settled', id, claims, real, marks, now, tries: 0 }
}

export function undoneEnd(id: string, claims: readonly Claim[], marks: Marks, now: number): End {
  return { how: 'undone', id, claims, real: nothing, marks, now, tries: 0 }
}

/** Where Redis remembers reservations it undoes none that was not made. */
export function lostEnd(id: string, claims: readonly Claim[], now: number): End {
  return { how: 'lost', id, claims, real: nothing, marks: noMarks, now, tries: isRemembered(claims) ? 1 : 0 }
}

export function spentEnd(id: string, claims: readonly Claim[], real: Settlement, now: number): End {
  return { how: 'spent', id, claims, real, marks: noMarks, now, tries: 0 }
}

/** True where Redis knows whether a reservation is open. Of others only permits and requests end, which may end twice. */
export function isRemembered(claims: readonly Claim[]): boolean {
  return memoryMs(claims) > 0
}

/** True where there is anything to tell. */
export function isOwed(end: End): boolean {
  for (const claim of end.claims) if (isTold(end, claim)) return true
  return false
}

/** True for a claim of which Redis is to be told. */
export function isTold({ how, real }: End, claim: Claim): boolean {
  switch (how) {
    case 'settled':
      return claim.kind !== 'requests'
    case 'undone':
      return true
    case 'lost':
      return claim.kind !== 'requests' && claim.kind !== 'tokens'
    case 'spent':
      return (claim.kind === 'budget' || claim.kind === 'sum') && wholeOf(real.costNanoUsd ?? claim.amount) > 0
  }
}
