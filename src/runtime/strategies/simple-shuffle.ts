/** Weighted random choice: by `weight`, else `rpm`, else `tpm`, else evenly. The weights are worked out when the client is created. */
import { drawEvenly, drawMember, firstAbove, sumRoom } from './draw.js'
import type { Strategy } from './strategy.js'

/** LiteLLM's default strategy. A deployment of weight 0 is chosen only where all have 0. */
export const simpleShuffle: Strategy = (group, eligible, count, _state, random) => {
  const { cumulative, serving, weights } = group
  if (eligible === serving) {
    const total = cumulative[count - 1] ?? 0
    return total > 0 ? (eligible[firstAbove(cumulative, count, random() * total)] ?? 0) : drawEvenly(eligible, count, random)
  }
  const met = drawMember(serving, cumulative, eligible, count, random)
  if (met >= 0) return met
  const sums = sumRoom(count)
  let total = 0
  for (let at = 0; at < count; at++) {
    total += weights[eligible[at] ?? 0] ?? 0
    sums[at] = total
  }
  return total > 0 ? (eligible[firstAbove(sums, count, random() * total)] ?? 0) : drawEvenly(eligible, count, random)
}
