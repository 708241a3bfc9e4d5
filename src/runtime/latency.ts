/** Learns how fast a deployment answers: averages in which old samples fade, and stale ones are replaced. */
import type { RouterState } from './state.js'

/** Time in which a sample loses half its weight, milliseconds. */
const halfLifeMs = 60_000
/** What the start of an answer takes, in tokens: short answers are slow per token, and say nothing about the deployment by that. */
export const startTokens = 50
/** Least weight of a new sample: a busy deployment follows a change within some ten calls, and its average wavers by less than a tenth. */
const leastWeight = 0.1
/** Nothing was learned for this long, milliseconds: the deployment is hardly asked, so an answer faster than its average replaces it. */
const quietMs = 500
/** An answer counts as at most this many times the average: one in a hundred takes very long everywhere. Timeouts count in full. */
const steepest = 2

/** A finished answer, milliseconds and tokens. `firstTokenMs` is set for streams only. */
export type LatencySample = {
  readonly durationMs: number
  readonly firstTokenMs: number | undefined
  readonly outputTokens: number | undefined
  /** It did not answer within this time. */
  readonly timedOut?: true
}

/**
 * Takes a sample in. An average older than the state's `latencyTtlMs` is replaced by it.
 * Differs: LiteLLM divides the time to the first token by the length of the answer, which makes slow starters with
 * long answers look fast; here it is kept in raw seconds.
 */
export function learnLatency(state: RouterState, index: number, sample: LatencySample, now: number): void {
  const age = now - (state.learnedAt[index] ?? -Infinity)
  const tokens = tokensOf(sample)
  const weight = age >= state.latencyTtlMs ? 1 : Math.max(1 - 2 ** (-age / halfLifeMs), leastWeight)
  const most = sample.timedOut === true ? Number.POSITIVE_INFINITY : steepest
  blend(state.perToken, index, Math.max(sample.durationMs, 0.001) / 1_000 / (tokens + startTokens), { weight, age, most })
  if (sample.firstTokenMs !== undefined) blend(state.firstToken, index, Math.max(sample.firstTokenMs, 0.001) / 1_000, { weight, age, most })
  state.outputTokens[index] = (state.outputTokens[index] || tokens) * (1 - weight) + tokens * weight
  state.streamScore[index] = state.firstToken[index] || state.perToken[index] || 0
  state.learnedAt[index] = now
}

/** Tokens of an answer, at least 1. Providers say what they like: 1e999 in their JSON is Infinity, and counts as not said. */
export function tokensOf({ outputTokens = 1 }: LatencySample): number {
  return outputTokens >= 1 && outputTokens < Number.POSITIVE_INFINITY ? outputTokens : 1
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
  learnLatency(state, index, { durationMs: timedOutMs, firstTokenMs: timedOutMs, outputTokens, timedOut: true }, now)
}

type Blending = { readonly weight: number; readonly age: number; readonly most: number }

function blend(averages: Float64Array, index: number, sample: number, { weight, age, most }: Blending): void {
  const old = averages[index] ?? 0
  const isBack = age >= quietMs && sample < old
  averages[index] = old === 0 || isBack || weight === 1 ? sample : old + (Math.min(sample, old * most) - old) * weight
}
