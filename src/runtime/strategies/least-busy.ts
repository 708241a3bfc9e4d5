/** Prefers the deployments with the fewest calls under way, measured by their weights. */
import type { Random } from '../../protocol/ports.js'
import type { RouterState } from '../state.js'
import { drawFewest } from './draw.js'
import { simpleShuffle } from './simple-shuffle.js'
import type { GroupSources, Prepared, Strategy } from './strategy.js'

/** Draws before every deployment is looked at. */
const draws = 2

/**
 * The lowest number of calls under way divided by weight, at random among equals. Exact at any size of a group.
 * Differs: LiteLLM's counters die after ten minutes, drift below 0 with answers from the cache, and give ties to the first;
 * here a call is counted from the moment it is sent until its last byte, error or abort. Differs: it ignores weights.
 */
const pick: Strategy = (group, eligible, count, state, random, streaming) => {
  // Nobody is less busy than one without a call: where there is little to do, one of those drawn by weight is soon met.
  for (let nth = 0; nth < draws; nth++) {
    const drawn = simpleShuffle(group, eligible, count, state, random, streaming)
    if (state.inFlight[drawn] === 0) return drawn
  }
  const perCall = group.prepared?.leastBusy?.perCall
  return perCall === undefined ? drawFewest(eligible, count, state, random) : drawLeast(eligible, count, state, perCall, random)
}

/**
 * The lowest load, at random among equals. With weights that differ few are alike, so they are counted on the way, from a
 * random place on: the first without a call ends it.
 */
function drawLeast(eligible: Int32Array, count: number, state: RouterState, perCall: Float64Array, random: Random): number {
  const { inFlight } = state
  const start = Math.trunc(random() * count)
  let place = start
  let found = -1
  let lowest = Number.POSITIVE_INFINITY
  let ties = 0
  do {
    const index = eligible[place] ?? 0
    const load = (inFlight[index] ?? 0) * (perCall[index] ?? 0)
    if (load <= lowest) {
      if (load === 0) return index
      ties = load === lowest ? ties + 1 : 1
      lowest = load
      found = index
    }
    if (++place === count) place = 0
  } while (place !== start)
  // All weigh nothing.
  if (lowest === Number.POSITIVE_INFINITY) return drawFewest(eligible, count, state, random)
  if (ties === 1) return found
  let nth = Math.trunc(random() * ties)
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if ((inFlight[index] ?? 0) * (perCall[index] ?? 0) === lowest && nth-- === 0) return index
  }
  return found
}

/**
 * What each call adds to a deployment's load: one over its weight. Not needed where all weigh the same. A weight of 0 makes
 * the load of an idle one NaN, which is less than none.
 */
function prepare({ serving, weights, table }: GroupSources): Prepared | undefined {
  const first = weights[serving[0] ?? 0]
  if (serving.every((index) => weights[index] === first)) return undefined
  const perCall = table('per call')
  for (const index of serving) {
    const weight = weights[index] ?? 0
    perCall[index] = 1 / weight
  }
  return { leastBusy: { perCall } }
}

export const leastBusy: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare })
