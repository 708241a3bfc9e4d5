/** Prefers the deployments with the fewest calls under way, measured by their weights. */
import type { Random } from '../../protocol/ports.js'
import type { RouterState } from '../state.js'
import { drawFewest } from './draw.js'
import { simpleShuffle } from './simple-shuffle.js'
import type { GroupSources, Prepared, Strategy } from './strategy.js'

/** What even an idle deployment counts as, so that a weight of 0, which has `never` for its inverse, is not the least busy. */
const little = 1e-6
const never = 1e15

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
 * The lowest load, at random among equals. Even and odd places are compared apart: two short chains end sooner than one long
 * one. With weights that differ few are alike, so they are counted on the way.
 */
function drawLeast(eligible: Int32Array, count: number, { inFlight }: RouterState, perCall: Float64Array, random: Random): number {
  const last = eligible[count - 1] ?? 0
  const isOdd = count % 2
  let even = last
  let odd = last
  let evenLoad = isOdd === 1 ? Math.max(inFlight[last] ?? 0, little) * (perCall[last] ?? 0) : Number.POSITIVE_INFINITY
  let oddLoad = Number.POSITIVE_INFINITY
  let evenTies = isOdd
  let oddTies = 0
  for (let at = 0; at < count - isOdd; at += 2) {
    const first = eligible[at] ?? 0
    const second = eligible[at + 1] ?? 0
    const firstLoad = Math.max(inFlight[first] ?? 0, little) * (perCall[first] ?? 0)
    const secondLoad = Math.max(inFlight[second] ?? 0, little) * (perCall[second] ?? 0)
    if (firstLoad <= evenLoad) {
      evenTies = firstLoad === evenLoad ? evenTies + 1 : 1
      evenLoad = firstLoad
      even = first
    }
    if (secondLoad <= oddLoad) {
      oddTies = secondLoad === oddLoad ? oddTies + 1 : 1
      oddLoad = secondLoad
      odd = second
    }
  }
  const lowest = Math.min(evenLoad, oddLoad)
  const ties = (evenLoad === lowest ? evenTies : 0) + (oddLoad === lowest ? oddTies : 0)
  if (ties === 1) return evenLoad === lowest ? even : odd
  let nth = Math.trunc(random() * ties)
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (Math.max(inFlight[index] ?? 0, little) * (perCall[index] ?? 0) === lowest && nth-- === 0) return index
  }
  return even
}

/** What each call adds to a deployment's load: one over its weight. Not needed where all weigh the same. */
function prepare({ serving, weights, table }: GroupSources): Prepared | undefined {
  const first = weights[serving[0] ?? 0]
  if (serving.every((index) => weights[index] === first)) return undefined
  const perCall = table('per call')
  for (const index of serving) {
    const weight = weights[index] ?? 0
    perCall[index] = weight > 0 ? 1 / weight : never
  }
  return { leastBusy: { perCall } }
}

export const leastBusy: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare })
