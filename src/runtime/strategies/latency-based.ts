/** Prefers the deployments that answer fastest; those about as fast share the load. */
import type { RouterState } from '../state.js'
import type { Strategy } from './strategy.js'

/** After this long without a sample a deployment is tried again, one call at a time, milliseconds. */
const staleMs = 60_000
/** Answers closer than this to the fastest count as equally fast, seconds: less is noise of network and machine. */
const noiseSeconds = 0.025
/** Likewise as a fraction of the fastest. */
const noiseFraction = 0.1

/** Candidates of the pick in progress; a pick is synchronous, so one array serves all clients. */
let scratch = new Int32Array(64)

/**
 * Seconds per output token for whole answers, seconds to the first token for streams. Unmeasured deployments come
 * first, stale ones are tried again, and the rest within `lowest_latency_buffer` of the fastest are equally likely.
 * Differs: LiteLLM's default buffer of 0 sends everything to the one with the lowest average, however small the
 * difference; here a difference within the noise does not count, so equal deployments share load.
 */
export const latencyBasedRouting: Strategy = (group, eligible, count, state, random, streaming) => {
  if (scratch.length < count) scratch = new Int32Array(count * 2)
  const candidates = scratch
  const { learnedAt, perToken, inFlight } = state
  const scores = streaming ? state.firstToken : perToken
  const staleBefore = state.now - staleMs
  let found = 0
  let unmeasured = false
  let isMixed = false
  let lowest = Number.POSITIVE_INFINITY
  let limit = Number.POSITIVE_INFINITY
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    // A stream falls back to the speed of whole answers.
    const score = scores[index] || perToken[index] || 0
    if (score === 0) unmeasured = true
    else if (score <= limit) {
      if (score < lowest) {
        isMixed = found > 0
        lowest = score
        limit = limitOf(state, group.latencyBuffer, index, streaming)
      }
      candidates[found++] = index
    } else if ((learnedAt[index] ?? 0) < staleBefore && inFlight[index] === 0) candidates[found++] = index
  }
  const fresh = unmeasured ? collectFresh(state, scores, eligible, count, candidates, found) : 0
  if (fresh > 0) return candidates[found + Math.floor(random() * fresh)] ?? 0
  if (found === 0) return eligible[Math.floor(random() * count)] ?? 0
  const left = isMixed ? dropSlow(state, scores, candidates, found, limit) : found
  return candidates[Math.floor(random() * left)] ?? 0
}

/** The slowest score that counts as equal to that of `index`, the fastest. */
function limitOf(state: RouterState, buffer: number, index: number, streaming: boolean): number {
  const first = streaming ? (state.firstToken[index] ?? 0) : 0
  const margin = 1 + Math.max(buffer, noiseFraction)
  if (first > 0) return first * margin + noiseSeconds
  return (state.perToken[index] ?? 0) * margin + noiseSeconds / Math.max(state.outputTokens[index] ?? 1, 1)
}

/** Removes candidates taken in before a faster one was seen, but for those that are due; returns how many stay. */
function dropSlow(state: RouterState, scores: Float64Array, candidates: Int32Array, found: number, limit: number): number {
  const staleBefore = state.now - staleMs
  let kept = 0
  for (let at = 0; at < found; at++) {
    const index = candidates[at] ?? 0
    const isDue = (state.learnedAt[index] ?? 0) < staleBefore && state.inFlight[index] === 0
    if (isDue || (scores[index] || state.perToken[index] || 0) <= limit) candidates[kept++] = index
  }
  return kept
}

/** Those never measured, that nothing was learned of for a while, and no call is under way that will tell. */
function collectFresh(
  state: RouterState,
  scores: Float64Array,
  eligible: Int32Array,
  count: number,
  candidates: Int32Array,
  from: number,
): number {
  const staleBefore = state.now - staleMs
  let fresh = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const isDue = (state.learnedAt[index] ?? 0) < staleBefore && state.inFlight[index] === 0
    if (isDue && scores[index] === 0 && state.perToken[index] === 0) candidates[from + fresh++] = index
  }
  return fresh
}
