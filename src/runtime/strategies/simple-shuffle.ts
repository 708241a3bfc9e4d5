/** Weighted random choice: by `weight`, else `rpm`, else `tpm`, else evenly. The weights are worked out when the client is created. */
import { drawBySums, drawWeighed, type Weigh } from './draw.js'
import type { Strategy } from './strategy.js'

/** LiteLLM's default strategy. A deployment of weight 0 is chosen only where all have 0. */
export const simpleShuffle: Strategy = (group, eligible, count, state, random) =>
  eligible === group.serving
    ? drawBySums(eligible, group.cumulative, count, random)
    : drawWeighed(group, eligible, count, state, random, weigh)

const weigh: Weigh = ({ weights }, eligible, count, _state, sums) => {
  let sum = 0
  for (let at = 0; at < count; at++) {
    sum += weights[eligible[at] ?? 0] ?? 0
    sums[at] = sum
  }
}
