/** Which strategies this version runs, and what stands in for the others. */
import type { StrategyName } from './routing.js'

/** Strategies with an implementation under `runtime/strategies/`, and the name it is exported by from `llmgen/runtime`. */
export const implementedStrategies: { readonly [S in StrategyName]?: string } = {
  'simple-shuffle': 'simpleShuffle',
  'latency-based-routing': 'latencyBasedRouting',
}

/** The strategy that runs where `name` is asked for: itself, or `simple-shuffle` until it is there. */
export function runningStrategy(name: StrategyName): StrategyName {
  return name in implementedStrategies ? name : 'simple-shuffle'
}
