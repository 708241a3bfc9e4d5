/** A budget counts what calls cost: where no price is known, it never fills. */

import type { Diagnostic } from '../diagnostic.js'
import { get, getEntry } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* budgetWithoutPrice({ resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry, price, leftOut } of resolved.models) {
    const budget = getEntry(entry.params, 'max_budget')
    if (leftOut !== undefined || price.by !== 'none' || budget === undefined || get(entry.params, 'budget_duration') === undefined) continue
    yield {
      severity: 'warning',
      rule: 'budget-without-price',
      message: '`max_budget` never fills: no price is known for this deployment',
      at: budget.keyAt,
      label: price.reason,
      help: { text: 'set `input_cost_per_token` and `output_cost_per_token`, or `model_info.base_model`' },
    }
  }
}
