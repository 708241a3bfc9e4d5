/** Every strategy by its name, for tests that go through all of them. */
import type { StrategyName } from '../../src/plan/routing.js'
import { costBasedRouting } from '../../src/runtime/strategies/cost-based.js'
import { latencyBasedRouting } from '../../src/runtime/strategies/latency-based.js'
import { leastBusy } from '../../src/runtime/strategies/least-busy.js'
import { peakEwma } from '../../src/runtime/strategies/peak-ewma.js'
import { providerBudgetRouting } from '../../src/runtime/strategies/provider-budget-routing.js'
import { simpleShuffle } from '../../src/runtime/strategies/simple-shuffle.js'
import type { Strategy } from '../../src/runtime/strategies/strategy.js'
import { usageBasedRouting } from '../../src/runtime/strategies/usage-based.js'
import { usageBasedRoutingV2 } from '../../src/runtime/strategies/usage-based-v2.js'
import { weightedFailover } from '../../src/runtime/strategies/weighted-failover.js'

export const strategies: { readonly [S in StrategyName]: Strategy } = {
  'simple-shuffle': simpleShuffle,
  'least-busy': leastBusy,
  'latency-based-routing': latencyBasedRouting,
  'cost-based-routing': costBasedRouting,
  'usage-based-routing': usageBasedRouting,
  'usage-based-routing-v2': usageBasedRoutingV2,
  'provider-budget-routing': providerBudgetRouting,
  'peak-ewma': peakEwma,
  'weighted-failover': weightedFailover,
}
