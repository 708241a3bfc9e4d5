/** Prefers the deployments that answer fastest; those about as fast share the load. */
import type { RouterState } from '../state.js'
import type { Strategy } from './strategy.js'

/** After this long without a sample a deployment is tried again, one call at a time, milliseconds. */
const staleMs = 60_000
/** Answers closer than this to the fastest count as equally fast, seconds: less is noise of network and machine. */
const noiseSeconds = 0.025
/** Likewise as a fraction of the fastest. */
const noiseFraction = 0.1

/**
 * Seconds per output token for whole answers, seconds to the first token for streams. Unmeasured deployments come
 * first, stale ones are tried again, and the rest within `lowest_latency_buffer` of the fastest are equally likely.
 * Differs: LiteLLM's default buffer of 0 sends everything to the one with the lowest average, however small the
 * difference; here a difference within the noise does not count, so equal deployments share load.
 */
export const latencyBasedRouting: Strategy = (group, eligible, count, state, random, streaming) => {
  let fresh = 0
  let best = -1
  let lowest = Number.POSITIVE_INFINITY
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const score = scoreOf(state, index, streaming)
    if (score === 0) {
      if (isDue(state, index)) fresh++
    } else if (score < lowest) {
      lowest = score
      best = index
    }
  }
  if (fresh > 0) return nthFresh(state, eligible, count, streaming, Math.floor(random() * fresh))
  if (best === -1) return eligible[Math.floor(random() * count)] ?? 0
  const unit = streaming && (state.firstToken[best] ?? 0) > 0 ? 1 : Math.max(state.outputTokens[best] ?? 1, 1)
  const limit = lowest * (1 + Math.max(group.latencyBuffer, noiseFraction)) + noiseSeconds / unit
  return nthWithin(state, eligible, count, streaming, limit, random())
}

/** 0 where nothing is known. A stream falls back to the speed of whole answers. */
function scoreOf(state: RouterState, index: number, streaming: boolean): number {
  const first = streaming ? (state.firstToken[index] ?? 0) : 0
  return first > 0 ? first : (state.perToken[index] ?? 0)
}

/** Nothing learned for a while, and no call under way that will tell. */
function isDue(state: RouterState, index: number): boolean {
  return state.now - (state.learnedAt[index] ?? 0) > staleMs && state.inFlight[index] === 0
}

function nthFresh(state: RouterState, eligible: Int32Array, count: number, streaming: boolean, nth: number): number {
  let left = nth
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (scoreOf(state, index, streaming) !== 0 || !isDue(state, index)) continue
    if (left === 0) return index
    left--
  }
  return eligible[0] ?? 0
}

/** One of those within `limit`, or due, each as likely as the other: `fraction` of the way through them. */
function nthWithin(state: RouterState, eligible: Int32Array, count: number, streaming: boolean, limit: number, fraction: number): number {
  let within = 0
  for (let at = 0; at < count; at++) if (isCandidate(state, eligible[at] ?? 0, streaming, limit)) within++
  let left = Math.floor(fraction * within)
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (!isCandidate(state, index, streaming, limit)) continue
    if (left === 0) return index
    left--
  }
  return eligible[0] ?? 0
}

function isCandidate(state: RouterState, index: number, streaming: boolean, limit: number): boolean {
  const score = scoreOf(state, index, streaming)
  return (score > 0 && score <= limit) || isDue(state, index)
}
