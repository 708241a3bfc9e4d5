/** Weighted random choice: by `weight`, else `rpm`, else `tpm`, else evenly. The weights are worked out when the client is created. */
import type { Strategy } from './strategy.js'

/** LiteLLM's default strategy. A deployment of weight 0 is chosen only where all have 0. */
export const simpleShuffle: Strategy = (group, eligible, count, _state, random) => {
  const { weights } = group
  let total = 0
  for (let at = 0; at < count; at++) total += weights[eligible[at] ?? 0] ?? 0
  if (total <= 0) return eligible[Math.floor(random() * count)] ?? 0
  let left = random() * total
  let last = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const weight = weights[index] ?? 0
    if (weight <= 0) continue
    left -= weight
    if (left < 0) return index
    last = index
  }
  // Rounding may leave a crumb; it belongs to the last one that may be chosen.
  return last
}
