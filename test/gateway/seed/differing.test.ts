/** What of a declaration is news to a row. */
import { expect, test } from 'vitest'
import { differing, keepsRound } from '../../../src/gateway/seed/differing.js'

const date = (text: string) => new Date(text)

test.each([
  { name: 'nothing', columns: { a: 1 }, row: { a: 1, b: 2 }, want: {} },
  { name: 'another value, and null for one', columns: { a: 1, b: null }, row: { a: 2, b: 3 }, want: { a: 1, b: null } },
  { name: 'null where nothing is', columns: { a: null }, row: {}, want: {} },
  { name: 'undefined says nothing', columns: { a: undefined }, row: { a: 1 }, want: {} },
  { name: 'members in another order', columns: { a: { x: 1, y: [{ p: 1, q: 2 }] } }, row: { a: { y: [{ q: 2, p: 1 }], x: 1 } }, want: {} },
  { name: 'entries in another order', columns: { a: [1, 2] }, row: { a: [2, 1] }, want: { a: [1, 2] } },
  { name: 'the same time', columns: { a: date('2026-01-01') }, row: { a: date('2026-01-01T00:00:00Z') }, want: {} },
  { name: 'who changed it last', columns: { updatedBy: 'config' }, row: { updatedBy: 'jane' }, want: {} },
])('$name', ({ columns, row, want }) => {
  expect(differing(columns, row)).toEqual(want)
})

test('a budget that goes on keeps its end, another one has a new one', () => {
  const [soon, later] = [date('2026-01-01'), date('2026-02-01')]
  const columns = { budgetDuration: '30d', budgetResetAt: later }
  expect(keepsRound(columns, { budgetDuration: '30d', budgetResetAt: soon })).toEqual({ budgetDuration: '30d' })
  expect(keepsRound(columns, { budgetDuration: '7d', budgetResetAt: soon })).toEqual(columns)
  expect(keepsRound(columns, { budgetDuration: '30d', budgetResetAt: null })).toEqual(columns)
  expect(keepsRound(columns, undefined)).toEqual(columns)
})
