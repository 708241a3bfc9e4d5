/** Prefers the deployments that have used the least of their tokens, or of their requests where only those are limited. */
import type { GroupSources, Prepared, Strategy } from './strategy.js'
import { inverseOf, leastUsed, usageLearner } from './usage-shares.js'

function prepare(sources: GroupSources): Prepared {
  const [perToken, perRequest] = [inverseOf(sources, 'tpm'), inverseOf(sources, 'rpm')]
  const nothing = sources.table('nothing')
  if (perToken !== undefined) return { usage: { perToken, perRequest: nothing } }
  return perRequest === undefined ? {} : { usage: { perToken: nothing, perRequest } }
}

/**
 * LiteLLM's `usage-based-routing`: the lowest share of `tpm`, else of `rpm`, else the fewest tokens; ties at random. Limits
 * are not held here: see `features/limits.ts`.
 * Differs: LiteLLM counts answers only, so that calls which come at once all go to the same deployment, and so does
 * everything else while it fails; here calls under way and failures count as average calls. Differs: it compares plain
 * counts of the wall-clock minute, so that a small deployment gets as much as a large one.
 */
const pick: Strategy = (group, eligible, count, state, random, streaming) => leastUsed(group, eligible, count, state, random, streaming)

export const usageBasedRouting: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare, learner: usageLearner })
