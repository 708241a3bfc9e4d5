/** A budget that is over is shown as nothing spent, with the next time at which it starts anew: by the calendar that is applied. */
import { describe, expect, test } from 'vitest'
import { current, showBudget } from '../../../src/gateway/admin/shown.js'
import type { BudgetRow } from '../../../src/gateway/store/budgets.js'

// in New York it is still the evening of 31 January
const now = Date.UTC(2026, 1, 1, 3)
const over = new Date(now - 1)

describe('a budget whose time has come', () => {
  const cases = [
    { timeZone: 'UTC', duration: '1d', next: '2026-02-02T00:00:00.000Z' },
    { timeZone: 'America/New_York', duration: '1d', next: '2026-02-01T05:00:00.000Z' },
    { timeZone: 'UTC', duration: '1mo', next: '2026-03-01T00:00:00.000Z' },
    { timeZone: 'America/New_York', duration: '1mo', next: '2026-02-01T05:00:00.000Z' },
    { timeZone: 'Asia/Kolkata', duration: '7d', next: '2026-02-01T18:30:00.000Z' },
  ]
  test.each(cases)('of $duration starts anew in $timeZone at $next', ({ timeZone, duration, next }) => {
    const row = { spend: '3.000000000', budgetResetAt: over }
    expect(current(row, duration, { now, timeZone })).toEqual({ spend: '0', budgetResetAt: new Date(next) })
    // of a budget row only the time is read
    const budget = { budgetId: 'b', budgetDuration: duration, budgetResetAt: over } as BudgetRow
    expect(showBudget(budget, { now, timeZone }).budget_reset_at).toBe(next)
  })

  test('without a duration starts anew no more', () => {
    const row = { spend: '3.000000000', budgetResetAt: over }
    expect(current(row, null, { now, timeZone: 'UTC' })).toEqual({ spend: '0', budgetResetAt: null })
  })
})

test('a budget whose time has not come is shown as it is', () => {
  const row = { spend: '3.000000000', budgetResetAt: new Date(now + 1) }
  expect(current(row, '1d', { now, timeZone: 'America/New_York' })).toBe(row)
})
