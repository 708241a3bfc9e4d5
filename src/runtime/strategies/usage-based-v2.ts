/** Prefers the deployments that are the furthest from both of their limits, tokens and requests. */
import type { GroupSources, Prepared, Strategy } from './strategy.js'
import { inverseOf, leastUsed, usageLearner } from './usage-shares.js'

function prepare(sources: GroupSources): Prepared {
  const [perToken, perRequest] = [inverseOf(sources, 'tpm'), inverseOf(sources, 'rpm')]
  const nothing = sources.table('nothing')
  if (perToken === undefined && perRequest === undefined) return {}
  return { usage: { perToken: perToken ?? nothing, perRequest: perRequest ?? nothing } }
}

/**
 * LiteLLM's `usage-based-routing-v2`: the lowest of the larger of two shares, of `tpm` and of `rpm`; without limits the
 * fewest tokens; ties at random. Limits are not held here: see `features/limits.ts`.
 * Differs: LiteLLM looks at tokens alone until `rpm` is one request from its end, and then leaves the last one unused; a
 * deployment without a counter counts as unusable in some setups, and here as unused. Calls under way and failures count
 * as average calls, as in `usage-based.ts`.
 */
const pick: Strategy = (group, eligible, count, state, random, streaming) => leastUsed(group, eligible, count, state, random, streaming)

export const usageBasedRoutingV2: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare, learner: usageLearner })
