/** Learns how fast a deployment answers: averages in which old samples fade, and stale ones are replaced. */
import type { RouterState } from './state.js'

/** Time in which a sample loses half its weight, milliseconds. */
const halfLifeMs = 60_000
/** An average older than this says nothing any more: the deployment is tried again, and its next sample replaces it. */
export const staleMs = 60_000
/** Least weight of a new sample, so that a busy deployment still follows a change within some ten calls. */
const leastWeight = 0.18

/** A finished answer, milliseconds and tokens. `firstTokenMs` is set for streams only. */
export type LatencySample = {
  readonly durationMs: number
  readonly firstTokenMs: number | undefined
  readonly outputTokens: number | undefined
}

/**
 * Takes a sample in.
 * Differs: LiteLLM divides the time to the first token by the length of the answer, which makes slow starters with
 * long answers look fast; here it is kept in raw seconds.
 */
export function learnLatency(state: RouterState, index: number, sample: LatencySample, now: number): void {
  const age = now - (state.learnedAt[index] ?? -Infinity)
  const weight = age >= staleMs ? 1 : Math.max(1 - 2 ** (-age / halfLifeMs), leastWeight)
  const tokens = Math.max(sample.outputTokens ?? 1, 1)
  blend(state.perToken, index, Math.max(sample.durationMs, 0.001) / 1_000 / tokens, weight)
  blend(state.outputTokens, index, tokens, weight)
  if (sample.firstTokenMs !== undefined) blend(state.firstToken, index, Math.max(sample.firstTokenMs, 0.001) / 1_000, weight)
  state.streamScore[index] = state.firstToken[index] || state.perToken[index] || 0
  state.learnedAt[index] = now
}

/**
 * Takes a failure in. A timeout counts as an answer that took that long; other failures only mark the deployment
 * as tried, so that one which never answers is not explored first for ever.
 * Differs: LiteLLM counts every timeout as 1,000 seconds per token, whatever the timeout was.
 */
export function learnFailure(state: RouterState, index: number, failure: { readonly timedOutMs: number | undefined }, now: number): void {
  const { timedOutMs } = failure
  if (timedOutMs === undefined) {
    state.learnedAt[index] = now
    return
  }
  const outputTokens = state.outputTokens[index] ?? 0
  learnLatency(state, index, { durationMs: timedOutMs, firstTokenMs: timedOutMs, outputTokens }, now)
}

function blend(averages: Float64Array, index: number, sample: number, weight: number): void {
  const old = averages[index] ?? 0
  averages[index] = old === 0 ? sample : old + (sample - old) * weight
}
