/** Weighted random choice: by `weight`, else `rpm`, else `tpm`, else evenly. The weights are worked out when the client is created. */
import type { Strategy } from './strategy.js'

/** Sums of the pick in progress; a pick is synchronous, so one array serves all clients. */
let scratch = new Float64Array(64)

/** LiteLLM's default strategy. A deployment of weight 0 is chosen only where all have 0. */
export const simpleShuffle: Strategy = (group, eligible, count, _state, random) => {
  const sums = eligible === group.serving ? group.cumulative : sumsOf(group.weights, eligible, count)
  const total = sums[count - 1] ?? 0
  if (total <= 0) return eligible[Math.floor(random() * count)] ?? 0
  return eligible[firstAbove(sums, count, random() * total)] ?? 0
}

function sumsOf(weights: Float64Array, eligible: Int32Array, count: number): Float64Array {
  if (scratch.length < count) scratch = new Float64Array(count * 2)
  const sums = scratch
  let total = 0
  for (let at = 0; at < count; at++) {
    total += weights[eligible[at] ?? 0] ?? 0
    sums[at] = total
  }
  return sums
}

/** Position of the first sum above `value`: its own weight is above 0. */
function firstAbove(sums: Float64Array, count: number, value: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
