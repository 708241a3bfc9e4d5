/** Soft budgets are told of once a period, and counted. */
import { expect, test } from 'vitest'
import { SoftBudgets } from '../../../src/gateway/limits/soft-budgets.js'

test('a soft budget is told of when it is reached, once in each period, and counted', () => {
  const soft = new SoftBudgets()
  const of = (spent: number, period: string) => [{ shown: 'key mine', limit: 10, spent, period }]
  expect([
    soft.newlyReached(of(9, 'monday')).length,
    soft.newlyReached(of(10, 'monday')).length,
    soft.newlyReached(of(11, 'monday')).length,
    soft.newlyReached(of(10, 'tuesday')).length,
    soft.count,
  ]).toEqual([0, 1, 0, 1, 2])
})
