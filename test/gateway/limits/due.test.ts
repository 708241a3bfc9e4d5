/** Dues put together: in which order they are claimed, and how long they hold. */
import { expect, test } from 'vitest'
import { type BudgetDue, duesOf, noDues, together } from '../../../src/gateway/limits/due.js'
import { ratesOf } from '../../../src/gateway/limits/rates.js'

const budget = (key: string, endsAt = 0): BudgetDue => ({ kind: 'budget', object: 'key', shown: key, key, limit: 1, known: 0, endsAt })
const rates = (key: string) => ratesOf({ descriptor: 'user', key, shown: key }, { rpm: 1, tpm: 2 })
const window = { kind: 'key', id: 'k', window: '1d', resets_at: null } as const

test('budgets come before rates, whoever brings them', () => {
  const all = together([duesOf({ rates: rates('a') }), duesOf({ budgets: [budget('b')], rates: rates('c') }), noDues])
  expect(all.all.dues.map(({ key }) => key)).toEqual(['b', 'a:rpm', 'a:tpm', 'c:rpm', 'c:tpm'])
})

test('they hold until the first budget ends, or something else of them does', () => {
  const ends = [duesOf({ budgets: [budget('never')] }), duesOf({ budgets: [budget('a', 300), budget('b', 200)] })]
  const raised = duesOf({ budgets: [budget('a', 300)], validUntil: 100 })
  expect([...ends, together(ends), together([...ends, raised])].map(({ validUntil }) => validUntil)).toEqual([
    Number.POSITIVE_INFINITY,
    200,
    200,
    100,
  ])
})

test('sums beside the own are kept', () => {
  const dues = duesOf({ budgets: [budget('w')], windows: [window] })
  expect(together([duesOf({ rates: rates('a') }), dues]).windows).toEqual([window])
})

test('nothing is made where there is nothing to put together', () => {
  const only = duesOf({ rates: rates('a') })
  expect([duesOf({}), together([]), together([noDues, only]), together([noDues, noDues])].map((dues) => dues)).toEqual([
    noDues,
    noDues,
    only,
    noDues,
  ])
  expect(together([noDues, only, noDues])).toBe(only)
})
