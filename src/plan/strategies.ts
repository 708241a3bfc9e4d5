/** Routing strategies by name. */
import type { StrategyName } from './routing.js'

/** The name each is exported by from `llmgen/runtime`. */
export const strategyExports: { readonly [S in StrategyName]: string } = {
  'simple-shuffle': 'simpleShuffle',
  'latency-based-routing': 'latencyBasedRouting',
  'least-busy': 'leastBusy',
  'usage-based-routing': 'usageBasedRouting',
  'usage-based-routing-v2': 'usageBasedRoutingV2',
  'cost-based-routing': 'costBasedRouting',
  'provider-budget-routing': 'providerBudgetRouting',
  'peak-ewma': 'peakEwma',
  'weighted-failover': 'weightedFailover',
}
