/** When budgets start anew. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReset, nextReset, parseDuration } from '../../src/gateway/budget-reset.js'

const day = 86_400_000

test.each([
  ['30s', { ms: 30_000 }],
  ['1m', { ms: 60_000 }],
  ['24h', { ms: day }],
  ['7d', { ms: 7 * day }],
  ['1w', { ms: 7 * day }],
  ['1mo', { months: 1 }],
  [' 2d ', { ms: 2 * day }],
  ['0d', undefined],
  ['-1', undefined],
  ['1y', undefined],
  ['1.5h', undefined],
  ['', undefined],
])('%s', (text, duration) => {
  expect(parseDuration(text)).toEqual(duration)
})

test.each([
  { duration: '1d', now: '2026-02-14T10:20:30.5Z', want: '2026-02-15T00:00:00.000Z' },
  { duration: '24h', now: '2026-02-14T00:00:00Z', want: '2026-02-15T00:00:00.000Z' },
  { duration: '7d', now: '2026-02-14T10:00:00Z', want: '2026-02-16T00:00:00.000Z' },
  { duration: '1w', now: '2026-02-16T00:00:00Z', want: '2026-02-23T00:00:00.000Z' },
  { duration: '30d', now: '2026-02-14T10:00:00Z', want: '2026-03-01T00:00:00.000Z' },
  { duration: '1mo', now: '2026-12-31T23:59:59Z', want: '2027-01-01T00:00:00.000Z' },
  { duration: '3mo', now: '2026-02-14T10:00:00Z', want: '2026-05-01T00:00:00.000Z' },
  { duration: '1h', now: '2026-02-14T10:20:00Z', want: '2026-02-14T11:00:00.000Z' },
  { duration: '30s', now: '2026-02-14T10:20:01Z', want: '2026-02-14T10:20:30.000Z' },
  { duration: '1d', now: '2026-02-14T10:00:00Z', zone: 'America/New_York', want: '2026-02-15T05:00:00.000Z' },
  { duration: '1d', now: '2026-03-08T03:00:00Z', zone: 'America/New_York', want: '2026-03-08T05:00:00.000Z' },
  { duration: '1d', now: '2026-03-08T12:00:00Z', zone: 'America/New_York', want: '2026-03-09T04:00:00.000Z' },
  { duration: '1mo', now: '2026-03-15T00:00:00Z', zone: 'Europe/Berlin', want: '2026-03-31T22:00:00.000Z' },
  { duration: '7d', now: '2026-02-15T20:00:00Z', zone: 'Asia/Kolkata', want: '2026-02-22T18:30:00.000Z' },
])('$duration at $now in $zone ends at $want', ({ duration, now, zone, want }) => {
  expect(new Date(nextReset(parseDuration(duration) ?? { ms: 1 }, Date.parse(now), zone)).toISOString()).toBe(want)
})

test('is always later than now, and at most one length away, in every zone', () => {
  const zones = ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia']
  fc.assert(
    fc.property(
      fc.constantFrom('30s', '7m', '1h', '5h', '1d', '2d', '1w', '30d', '1mo', '2mo'),
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2032, 0, 1) }),
      fc.constantFrom(...zones),
      (text, now, zone) => {
        const duration = parseDuration(text) ?? { ms: 1 }
        const next = nextReset(duration, now, zone)
        const longest = 'months' in duration ? duration.months * 31 * day : text === '30d' ? 31 * day : duration.ms
        expect(next).toBeGreaterThan(now)
        // clocks are set by an hour at most
        expect(next - now).toBeLessThanOrEqual(longest + 3_600_000)
      },
    ),
  )
})

test.each([
  [null, 5, false],
  [new Date(5), 5, true],
  [new Date(6), 5, false],
])('%s at %d: %s', (resetsAt, now, want) => {
  expect(isReset(resetsAt, now)).toBe(want)
})
