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
  const { learnedAt } = state
  let best = -1
  let lowest = Number.POSITIVE_INFINITY
  let oldest = Number.POSITIVE_INFINITY
  let unmeasured = false
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const score = scoreOf(state, index, streaming)
    if (score === 0) unmeasured = true
    else if (score < lowest) {
      lowest = score
      best = index
    }
    const learned = learnedAt[index] ?? 0
    if (learned < oldest) oldest = learned
  }
  const fresh = unmeasured ? collectFresh(state, eligible, count, streaming) : 0
  if (fresh > 0) return scratch[Math.floor(random() * fresh)] ?? 0
  if (best === -1) return eligible[Math.floor(random() * count)] ?? 0
  const unit = streaming && (state.firstToken[best] ?? 0) > 0 ? 1 : Math.max(state.outputTokens[best] ?? 1, 1)
  const limit = lowest * (1 + Math.max(group.latencyBuffer, noiseFraction)) + noiseSeconds / unit
  const within = collectWithin(state, eligible, count, streaming, limit, state.now - oldest > staleMs)
  return scratch[Math.floor(random() * within)] ?? 0
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

function collectFresh(state: RouterState, eligible: Int32Array, count: number, streaming: boolean): number {
  let fresh = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (scoreOf(state, index, streaming) === 0 && isDue(state, index)) scratch[fresh++] = index
  }
  return fresh
}

/** Those within `limit`, and where any is stale those that are due. */
function collectWithin(state: RouterState, eligible: Int32Array, count: number, streaming: boolean, limit: number, anyStale: boolean): number {
  let within = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const score = scoreOf(state, index, streaming)
    if ((score > 0 && score <= limit) || (anyStale && isDue(state, index))) scratch[within++] = index
  }
  return within
}
