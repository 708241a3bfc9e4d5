/** Lengths of time as budgets write them. */
import { expect, test } from 'vitest'
import { toPeriod } from '../../src/compiler/period.js'

test.each([
  ['30s', { ms: 30_000 }],
  ['10m', { ms: 600_000 }],
  ['24h', { ms: 86_400_000 }],
  ['7d', { ms: 604_800_000 }],
  ['2w', { ms: 1_209_600_000 }],
  ['1mo', { months: 1 }],
  ['30days', { ms: 2_592_000_000 }],
  [`${'9'.repeat(400)}d`, { ms: Number.MAX_SAFE_INTEGER * 86_400_000 }],
  ['0d', undefined],
  ['1y', undefined],
  ['d', undefined],
  ['10', undefined],
  ['', undefined],
])('%s', (text, want) => {
  expect(toPeriod(text)).toEqual(want)
})
