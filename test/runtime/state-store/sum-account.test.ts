import { expect, test } from 'vitest'
import { SumAccount } from '../../../src/runtime/state-store/sum-account.js'
import { sum } from '../../conformance/sum-suite.js'

const start = 1_700_000_000_000
const day = 86_400_000

test('numbers that are none change nothing', () => {
  const account = new SumAccount()
  const claim = sum('k', 100, 10, { known: 40 })
  expect(account.freeAt({ ...claim, known: Number.NaN }, 0, start)).toBe(0)
  expect(account.freeAt(claim, 0, start)).toBe(0)
  account.settle(claim, account.take(claim, start), Number.NaN, start)
  account.settle({ ...claim, known: Number.NaN }, undefined, -5, start)
  expect([account.spent, account.used(start)]).toEqual([40, 40])
})

test('a negative estimate takes nothing', () => {
  const account = new SumAccount()
  expect(account.take(sum('k', 100, -10), start)).toBeUndefined()
  expect(account.used(start)).toBe(0)
})

test.each([
  { name: 'without end and unused for a week', endsAt: 0, amount: 0, at: start + 7 * day, idle: true },
  { name: 'without end and used within a week', endsAt: 0, amount: 0, at: start + 7 * day - 1, idle: false },
  { name: 'of a period that is over', endsAt: start + 1_000, amount: 0, at: start + 1_000, idle: true },
  { name: 'of a period that is not', endsAt: start + 30 * day, amount: 0, at: start + 8 * day, idle: false },
  { name: 'of a period that is over, with a call under way', endsAt: start + 1_000, amount: 5, at: start + 1_000, idle: false },
])('one $name is forgotten: $idle', ({ endsAt, amount, at, idle }) => {
  const account = new SumAccount()
  const claim = sum('k', 100, amount, { endsAt })
  account.freeAt(claim, 0, start)
  account.take(claim, start)
  expect(account.isIdle(at)).toBe(idle)
})
