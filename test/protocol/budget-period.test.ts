import { expect, test } from 'vitest'
import { periodEnd } from '../../src/protocol/budget-period.js'

const at = (text: string) => Date.parse(text)

test.each<{ from: string; period: { ms: number } | { months: number }; to: string }>([
  { from: '2026-01-15T10:20:30.400Z', period: { ms: 86_400_000 }, to: '2026-01-16T10:20:30.400Z' },
  { from: '2026-01-15T10:20:30.400Z', period: { months: 1 }, to: '2026-02-15T10:20:30.400Z' },
  { from: '2026-01-31T23:59:59.999Z', period: { months: 1 }, to: '2026-02-28T23:59:59.999Z' },
  { from: '2028-01-31T00:00:00.000Z', period: { months: 1 }, to: '2028-02-29T00:00:00.000Z' },
  { from: '2026-08-31T12:00:00.000Z', period: { months: 1 }, to: '2026-09-30T12:00:00.000Z' },
  { from: '2026-12-05T00:00:00.000Z', period: { months: 1 }, to: '2027-01-05T00:00:00.000Z' },
  { from: '2026-01-15T00:00:00.000Z', period: { ms: 999_999_999 * 86_400_000 }, to: '+275760-09-13T00:00:00.000Z' },
  { from: '2026-01-15T00:00:00.000Z', period: { months: Number.MAX_SAFE_INTEGER }, to: '+275760-09-13T00:00:00.000Z' },
  { from: '2026-11-30T01:00:00.000Z', period: { months: 15 }, to: '2028-02-29T01:00:00.000Z' },
])('from $from a period of $period ends at $to', ({ from, period, to }) => {
  expect(new Date(periodEnd(period, at(from))).toISOString()).toBe(to)
})
