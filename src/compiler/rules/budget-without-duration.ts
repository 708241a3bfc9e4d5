/** Without a window no spend is tracked, so the budget never stops a call. */
import type { Diagnostic } from '../diagnostic.js'
import { get, getEntry } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* budgetWithoutDuration({ config }: RuleContext): Generator<Diagnostic> {
  for (const { params } of config.models) {
    const budget = getEntry(params, 'max_budget')
    if (budget === undefined || get(params, 'budget_duration') !== undefined) continue
    yield {
      severity: 'warning',
      rule: 'budget-without-duration',
      message: '`max_budget` has no effect without `budget_duration`',
      at: budget.keyAt,
      label: 'no spend is tracked for this deployment',
      help: { text: 'add `budget_duration`, for example `1d`' },
    }
  }
}
