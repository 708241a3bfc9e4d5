/** Prefers the deployments with the fewest calls under way, measured by their weights. */
import { simpleShuffle } from './simple-shuffle.js'
import type { GroupSources, Prepared, Strategy } from './strategy.js'

/** What even an idle deployment counts as, so that a weight of 0, which has `never` for its inverse, is not the least busy. */
const little = 1e-6
const never = 1e15

/** Draws before every deployment is looked at. */
const draws = 4

/**
 * The lowest number of calls under way divided by weight, at random among equals. Exact at any size of a group.
 * Differs: LiteLLM's counters die after ten minutes, drift below 0 with answers from the cache, and give ties to the first;
 * here a call is counted from the moment it is sent until its last byte, error or abort. Differs: it ignores weights.
 */
const pick: Strategy = (group, eligible, count, state, random, streaming) => {
  const { inFlight } = state
  // Nobody is less busy than one without a call: where there is little to do, one of those drawn by weight is soon met.
  for (let nth = 0; nth < draws; nth++) {
    const drawn = simpleShuffle(group, eligible, count, state, random, streaming)
    if (inFlight[drawn] === 0) return drawn
  }
  const inverse = group.prepared?.leastBusy?.inverse ?? group.weights
  let lowest = Number.POSITIVE_INFINITY
  let ties = 0
  let found = eligible[0] ?? 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const score = ((inFlight[index] ?? 0) + little) * (inverse[index] ?? 1)
    if (score > lowest) continue
    if (score < lowest) {
      lowest = score
      ties = 1
      found = index
    } else ties++
  }
  if (ties === 1) return found
  let nth = Math.trunc(random() * ties)
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const score = ((inFlight[index] ?? 0) + little) * (inverse[index] ?? 1)
    if (score === lowest && nth-- === 0) return index
  }
  return found
}

/** One over each weight; calls under way are multiplied with it. */
function prepare({ weights }: GroupSources): Prepared {
  return { leastBusy: { inverse: weights.map((weight) => (weight > 0 ? 1 / weight : never)) } }
}

export const leastBusy: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare })
