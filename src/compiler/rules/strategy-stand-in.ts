/** Until every strategy is there, another runs in its place, and the user is told. */
import { runningStrategy } from '../../plan/strategies.js'
import { routingStrategies } from '../config-strategies.js'
import type { Diagnostic } from '../diagnostic.js'
import { toStrategy } from '../lower-routing.js'
import type { RuleContext } from './rule.js'

export function* strategyStandIn({ config }: RuleContext): Generator<Diagnostic> {
  for (const { value, at } of routingStrategies(config)) {
    const strategy = toStrategy(value)
    if (strategy === undefined || runningStrategy(strategy) === strategy) continue
    yield {
      severity: 'note',
      rule: 'strategy-stand-in',
      message: `routing strategy "${value}" is not there yet`,
      at,
      label: `"${runningStrategy(strategy)}" runs in its place`,
    }
  }
}
