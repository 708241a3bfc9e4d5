/**
 * The circuit breaker of each deployment, as transitions over the router's state: closed; open, while it rests; half-open,
 * when it has rested and one call tries it out. The clock is a value. What opens it is in `health.ts`.
 */
import { countOutcome, forgetOutcomes, type RouterState } from '../state.js'

/** Closes the breaker after a success: the deployment serves as if nothing had been. */
export function closeBreaker(state: RouterState, index: number, now: number): void {
  if (state.opens[index] === 0) return
  state.unsettled--
  state.opens[index] = 0
  state.openedBy[index] = 0
  state.coolUntil[index] = 0
  state.turns++
  state.turnedAt[index] = now
  if (state.unsettled === 0) state.restUntil = 0
  forgetOutcomes(state, index)
}

/** Makes the call that begins the one that tries a half-open deployment out. False where there is nothing to try, or another does. */
export function beginTrial(state: RouterState, index: number, now: number): boolean {
  if (state.opens[index] === 0 || state.probing[index] === 1 || (state.coolUntil[index] ?? 0) > now) return false
  state.probing[index] = 1
  state.turns++
  return true
}

/** The trial is over, however it went. */
export function endTrial(state: RouterState, index: number): void {
  state.probing[index] = 0
  state.turns++
}

/**
 * Takes a success in; true where it ended a rest. A call that began before the deployment was put to rest ends none, and
 * one that began before it came back is not counted.
 */
export function recordSuccess(state: RouterState, index: number, now: number, startedAt: number = now): boolean {
  const turnedAt = state.turnedAt[index] ?? 0
  if (state.opens[index] !== 0) {
    if (startedAt <= turnedAt) return false
    closeBreaker(state, index, now)
    return true
  }
  if (startedAt >= turnedAt) countOutcome(state, index, 'success', now)
  return false
}
