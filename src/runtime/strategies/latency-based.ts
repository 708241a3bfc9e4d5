/** Prefers the deployments that answer fastest; those about as fast share the load. */
import { startTokens } from '../latency.js'
import type { RouterState } from '../state.js'
import { lowestOf, roomFor } from './draw.js'
import type { Strategy } from './strategy.js'

/** Answers closer than this to the fastest count as equally fast, seconds: less is noise of network and machine. */
const noiseSeconds = 0.025
/** Likewise as a fraction of the fastest. With 0.1, four equal deployments keep one another out for seconds at a time in simulation; with 0.2 none. */
const noiseFraction = 0.2
/** Random draws before the candidates are listed: where many are about as fast, one of them is met at once. */
const draws = 8
/** Longest time without news of a slower deployment, milliseconds; one that is a little slower is asked again sooner. */
const longestQuietMs = 10_000
/** The time by how much slower it is: 2.5 s for one that takes twice as long. */
const quietMsPerFold = 2_500
/** One pick of so many may ask a slower one again, a power of 2: where calls are rare, most go to the fastest all the same. */
const curiosity = 16
/** How many seeds there are: 31 bits, which the engine keeps without allocating. */
const seeds = 2_147_483_648

/**
 * Seconds per output token for whole answers, seconds to the first token for streams. Unmeasured deployments come
 * first; of those within `lowest_latency_buffer` of the fastest two are drawn, and the one with fewer calls under way is
 * asked, which also notices a deployment that hangs before it has answered. Slower ones are asked again now and then, and
 * always once their average is older than `ttl` (default 60 s).
 * Differs: LiteLLM asks a slower one again only when the averages of its whole group are dropped, after an hour by default.
 * Differs: LiteLLM's default buffer of 0 sends everything to the one with the lowest average, however small the
 * difference; here a difference within the noise does not count, so equal deployments share load.
 */
export const latencyBasedRouting: Strategy = (group, eligible, count, state, random, streaming) => {
  const scores = streaming ? state.streamScore : state.perToken
  let seed = Math.trunc(random() * seeds)
  let fastest = lowestOf(scores, eligible, count)
  if (scores[fastest] === 0) {
    const fresh = collectFresh(state, scores, eligible, count)
    if (fresh > 0) return drawn(roomFor(count), fresh, seed)
    fastest = fastestMeasured(scores, eligible, count)
    if (fastest < 0) return drawn(eligible, count, seed)
  }
  const limit = limitOf(state, group.latencyBuffer, fastest, streaming)
  // A factor of 0 makes the wait for news endless. The lower bits of a seed do not tell where it draws.
  const curious = (next(seed) >> 8) % curiosity === 0 ? 1 / limit : 0
  let met = -1
  for (let nth = 0; nth < draws; nth++) {
    const index = drawn(eligible, count, seed)
    seed = next(seed)
    if (index === met || !isCandidate(state, scores, index, limit, curious)) continue
    if (met >= 0) return lessBusy(state, met, index)
    met = index
  }
  if (met >= 0) return met
  const found = collectCandidates(state, scores, eligible, count, limit, curious)
  const candidates = roomFor(count)
  return lessBusy(state, drawn(candidates, found, seed), drawn(candidates, found, next(seed)))
}

/** The one with fewer calls under way, else the first. */
function lessBusy({ inFlight }: RouterState, first: number, second: number): number {
  return (inFlight[second] ?? 0) < (inFlight[first] ?? 0) ? second : first
}

/** One of the first `count`, by a seed. */
function drawn(from: Int32Array, count: number, seed: number): number {
  return from[Math.trunc((seed / seeds) * count)] ?? 0
}

/** The next seed: one number from the client's source serves all draws of a pick. Constants: Numerical Recipes. */
function next(seed: number): number {
  return (Math.imul(seed, 1_664_525) + 1_013_904_223) & (seeds - 1)
}

/** The slowest score that counts as equal to that of `index`, the fastest. */
function limitOf(state: RouterState, buffer: number, index: number, streaming: boolean): number {
  const first = streaming ? (state.firstToken[index] ?? 0) : 0
  const margin = 1 + Math.max(buffer, noiseFraction)
  if (first > 0) return first * margin + noiseSeconds
  return (state.perToken[index] ?? 0) * margin + noiseSeconds / ((state.outputTokens[index] ?? 0) + startTokens)
}

/** Measured, and as fast as the fastest or due to be measured again. */
function isCandidate(state: RouterState, scores: Float64Array, index: number, limit: number, curious: number): boolean {
  const score = scores[index] ?? 0
  return score > 0 && (score <= limit || isDue(state, index, curious > 0 ? score * curious : Number.POSITIVE_INFINITY))
}

/** Nothing was learned of it for a while, and no call is under way that will tell. `fold`: how many times as slow it was. */
function isDue(state: RouterState, index: number, fold = Number.POSITIVE_INFINITY): boolean {
  if (state.inFlight[index] !== 0) return false
  const quiet = state.now - (state.learnedAt[index] ?? 0)
  return quiet > state.latencyTtlMs || (fold < Number.POSITIVE_INFINITY && quiet > Math.min((fold - 1) * quietMsPerFold, longestQuietMs))
}

/** There is at least one: the fastest. */
function collectCandidates(
  state: RouterState,
  scores: Float64Array,
  eligible: Int32Array,
  count: number,
  limit: number,
  curious: number,
): number {
  const room = roomFor(count)
  let found = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (isCandidate(state, scores, index, limit, curious)) room[found++] = index
  }
  return found
}

/** Those never measured that are due: one that failed just now, or has its first call under way, is not. */
function collectFresh(state: RouterState, scores: Float64Array, eligible: Int32Array, count: number): number {
  const room = roomFor(count)
  let found = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (scores[index] === 0 && isDue(state, index)) room[found++] = index
  }
  return found
}

/** The fastest of those that were measured, or -1. */
function fastestMeasured(scores: Float64Array, eligible: Int32Array, count: number): number {
  let lowest = Number.POSITIVE_INFINITY
  let fastest = -1
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const score = scores[index] ?? 0
    if (score > 0 && score < lowest) {
      lowest = score
      fastest = index
    }
  }
  return fastest
}
