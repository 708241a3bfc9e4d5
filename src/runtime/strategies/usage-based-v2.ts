/** Prefers the deployments that are the furthest from both of their limits, tokens and requests. */
import { drawEvenly } from './draw.js'
import type { Strategy } from './strategy.js'
import { sharesOf, usageLearner } from './usage-shares.js'

/**
 * LiteLLM's `usage-based-routing-v2`: the lowest of the larger of two shares, of `tpm` and of `rpm`; without limits the
 * fewest tokens; ties at random. Limits are not held here: see `features/limits.ts`.
 * Differs: LiteLLM looks at tokens alone until `rpm` is one request from its end, and then leaves the last one unused; a
 * deployment without a counter counts as unusable in some setups, and here as unused. Calls under way and failures count
 * as average calls, as in `usage-based.ts`.
 */
const pick: Strategy = (group, eligible, count, state, random) => {
  const shares = group.prepared?.usage
  if (shares === undefined) return drawEvenly(eligible, count, random)
  const { even, none } = shares
  const perToken = shares.perToken ?? (shares.perRequest === undefined ? even : none)
  const perRequest = shares.perRequest ?? none
  const { requestUse, tokenUse } = state
  // It starts anywhere, so that the first of those alike is a random one.
  const start = Math.trunc(random() * count)
  let lowest = Number.POSITIVE_INFINITY
  let found = eligible[start] ?? 0
  for (let nth = 0; nth < count; nth++) {
    const at = start + nth
    const index = eligible[at < count ? at : at - count] ?? 0
    const tokens = (tokenUse[index] ?? 0) * (perToken[index] ?? 0)
    // Most are out of the question by their tokens alone.
    if (tokens >= lowest) continue
    const requests = (requestUse[index] ?? 0) * (perRequest[index] ?? 0)
    if (requests >= lowest) continue
    lowest = Math.max(tokens, requests)
    found = index
  }
  return found
}

export const usageBasedRoutingV2: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare: sharesOf, learner: usageLearner })
