/** The opening of a breaker, and how long it stays open. Imported with the first failure. */
import { longestAskedRestMs, longestRestMs } from '../constants.js'
import { putToRest, type RouterState } from '../state.js'

/**
 * Length of a rest, milliseconds: what the provider asks for, at most ten minutes, or `baseMs` doubled with each rest in
 * a row up to five minutes, whichever is longer. `opens` is 1 for the first.
 */
export function restLength(baseMs: number, opens: number, askedMs: number | undefined): number {
  const own = Math.min(baseMs * 2 ** (opens - 1), Math.max(baseMs, longestRestMs))
  return Math.max(own, Math.min(askedMs ?? 0, longestAskedRestMs))
}

/** Opens the breaker, or opens it again; `by` is one of `openedBy`. Returns the time until which the deployment rests. */
export function openBreaker(state: RouterState, index: number, now: number, until: number, by: number): number {
  const opens = state.opens[index] ?? 0
  if (opens === 0) state.unsettled++
  state.opens[index] = Math.min(opens + 1, 255)
  state.openedBy[index] = by
  state.turnedAt[index] = now
  return putToRest(state, index, until)
}
