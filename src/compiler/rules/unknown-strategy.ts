/** An invalid strategy starts and then fails at every call, or does not start, by LiteLLM's version. */

import { routingStrategies } from '../config-strategies.js'
import type { Diagnostic } from '../diagnostic.js'
import { strategies, toStrategy } from '../lower-routing.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

export function* unknownStrategy({ config }: RuleContext): Generator<Diagnostic> {
  for (const { value, at } of routingStrategies(config)) {
    if (toStrategy(value) !== undefined) continue
    if (value === 'lar1' || value === 'priority') {
      yield {
        severity: 'warning',
        rule: 'unknown-strategy',
        message: `routing strategy "${value}" is not supported`,
        at,
        label: '"simple-shuffle" runs instead',
        help: { text: `choose one of ${strategies.join(', ')}` },
      }
      continue
    }
    const near = strategies.find((strategy) => strategy.startsWith(value.toLowerCase())) ?? closest(value, strategies)
    yield {
      severity: 'error',
      rule: 'unknown-strategy',
      message: `unknown routing strategy "${value}"`,
      at,
      label: 'LiteLLM has no such strategy',
      help:
        near === undefined ? { text: `choose one of ${strategies.join(', ')}` } : { text: `did you mean "${near}"?`, replacement: near },
    }
  }
}
