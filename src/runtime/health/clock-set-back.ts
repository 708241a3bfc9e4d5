/** A clock that was set back: what the state holds of times ahead of it would last until the clock is there again. */
import type { RouterState } from '../state.js'

/** A step up to this is left alone, milliseconds: services that keep the time make small ones all the time. */
const smallestStepMs = 1_000

/**
 * For a pick at a time before that of the last one. Moves all times back with the clock, so that a rest lasts as long as
 * it was to last. The outcomes of the last calls are forgotten: how old they are is not known any more.
 */
export function followClock(state: RouterState, now: number): void {
  const by = state.now - now
  state.turns++
  if (by <= smallestStepMs) return
  // 0 and less is "never".
  for (const times of [state.coolUntil, state.limitedUntil, state.turnedAt, state.countedFrom, state.learnedAt, state.peakAt])
    for (let index = 0; index < times.length; index++) times[index] = Math.max((times[index] ?? 0) - by, Math.min(times[index] ?? 0, 0))
  state.restUntil = Math.max(0, state.restUntil - by)
  state.limitUntil = Math.max(0, state.limitUntil - by)
  state.useFrom -= by
  state.recent.fill(0)
}
