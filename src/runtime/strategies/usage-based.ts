/** Prefers the deployments that have used the least of their tokens, or of their requests where only those are limited. */
import { drawEvenly } from './draw.js'
import type { Strategy } from './strategy.js'
import { sharesOf, usageLearner } from './usage-shares.js'

/**
 * LiteLLM's `usage-based-routing`: the lowest share of `tpm`, else of `rpm`, else the fewest tokens; ties at random. Limits
 * are not held here: see `features/limits.ts`.
 * Differs: LiteLLM counts answers only, so that calls which come at once all go to the same deployment, and so does
 * everything else while it fails; here calls under way and failures count as average calls. Differs: it compares plain
 * counts of the wall-clock minute, so that a small deployment gets as much as a large one.
 */
const pick: Strategy = (group, eligible, count, state, random) => {
  const shares = group.prepared?.usage
  if (shares === undefined) return drawEvenly(eligible, count, random)
  const { perToken, perRequest } = shares
  const used = perToken === undefined && perRequest !== undefined ? state.requestUse : state.tokenUse
  const inverse = perToken ?? perRequest ?? shares.even
  // It starts anywhere, so that the first of those alike is a random one.
  const start = Math.trunc(random() * count)
  let lowest = Number.POSITIVE_INFINITY
  let found = eligible[start] ?? 0
  for (let nth = 0; nth < count; nth++) {
    const at = start + nth
    const index = eligible[at < count ? at : at - count] ?? 0
    const score = (used[index] ?? 0) * (inverse[index] ?? 1)
    if (score < lowest) {
      lowest = score
      found = index
    }
  }
  return found
}

export const usageBasedRouting: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare: sharesOf, learner: usageLearner })
