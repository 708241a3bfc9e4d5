/** Strategies and features, each imported where a Plan names it. */
import { type FeatureName, featuresOf } from '../plan/features.js'
import type { Plan } from '../plan/plan.js'
import type { StrategyName } from '../plan/routing.js'
import type { ClientParts } from '../runtime/client-types.js'
import type { Feature } from '../runtime/feature.js'
import type { Strategy } from '../runtime/strategies/strategy.js'

/** One line a strategy, so that bundlers see every import. */
export const strategyLoaders: { readonly [S in StrategyName]: () => Promise<Strategy> } = {
  'simple-shuffle': async () => (await import('../runtime/strategies/simple-shuffle.js')).simpleShuffle,
  'least-busy': async () => (await import('../runtime/strategies/least-busy.js')).leastBusy,
  'latency-based-routing': async () => (await import('../runtime/strategies/latency-based.js')).latencyBasedRouting,
  'cost-based-routing': async () => (await import('../runtime/strategies/cost-based.js')).costBasedRouting,
  'usage-based-routing': async () => (await import('../runtime/strategies/usage-based.js')).usageBasedRouting,
  'usage-based-routing-v2': async () => (await import('../runtime/strategies/usage-based-v2.js')).usageBasedRoutingV2,
  'provider-budget-routing': async () => (await import('../runtime/strategies/provider-budget-routing.js')).providerBudgetRouting,
  'peak-ewma': async () => (await import('../runtime/strategies/peak-ewma.js')).peakEwma,
  'weighted-failover': async () => (await import('../runtime/strategies/weighted-failover.js')).weightedFailover,
}

/** Likewise the features. */
export const featureLoaders: { readonly [F in FeatureName]: () => Promise<Feature> } = {
  tags: async () => (await import('../runtime/features/tags.js')).tagRouting,
  'pre-call-checks': async () => (await import('../runtime/features/pre-call-checks.js')).preCallChecks,
  limits: async () => (await import('../runtime/features/limits.js')).limits,
  budgets: async () => (await import('../runtime/features/budgets.js')).budgets,
  'provider-limits': async () => (await import('../runtime/features/provider-limits.js')).providerLimits,
  'response-cache': async () => (await import('../runtime/features/response-cache.js')).responseCache,
}

/** What `plan` names of both, the features in the order in which they are asked. */
export async function loadRoutingParts(plan: Plan): Promise<Pick<ClientParts, 'strategies' | 'features'>> {
  const named = [plan.routing.strategy, ...plan.groups.flatMap(({ strategy }) => strategy ?? [])]
  const strategies = [...new Set(named)].map(async (name) => [name, await strategyLoaders[name]()] as const)
  return {
    strategies: Object.fromEntries(await Promise.all(strategies)),
    features: await Promise.all(featuresOf(plan).map((name) => featureLoaders[name]())),
  }
}
