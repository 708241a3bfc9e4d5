/** Which parts of routing a Plan needs, so that a client carries those and no other. */
import type { Plan } from './plan.js'

export type FeatureName = 'tags' | 'pre-call-checks' | 'limits' | 'budgets' | 'provider-limits' | 'response-cache'

/** The name each is exported by from `llmgen/runtime`. */
export const featureExports: { readonly [F in FeatureName]: string } = {
  tags: 'tagRouting',
  'pre-call-checks': 'preCallChecks',
  limits: 'limits',
  budgets: 'budgets',
  'provider-limits': 'providerLimits',
  'response-cache': 'responseCache',
}

/** Features that `plan` needs, in the order in which they are asked. */
export function featuresOf({ deployments, groups, wildcards, routing }: Plan): readonly FeatureName[] {
  const isShared = [...groups, ...wildcards].some((group) => group.deployments.length > 1)
  const isLimited = deployments.some((each) => each.maxParallelRequests !== undefined) || routing.defaultMaxParallelRequests !== undefined
  const hasBudget = deployments.some((each) => each.budget !== undefined)
  const needed: { readonly [F in FeatureName]: boolean } = {
    tags: routing.tags !== undefined,
    'pre-call-checks': routing.enablePreCallChecks,
    limits: routing.limits !== undefined || isLimited,
    budgets: hasBudget || routing.providerBudgets !== undefined || routing.tagBudgets !== undefined,
    'provider-limits': isShared,
    'response-cache': routing.cache !== undefined,
  }
  // The record above has exactly these keys.
  return (Object.keys(needed) as FeatureName[]).filter((name) => needed[name])
}
