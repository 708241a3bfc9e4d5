import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BucketWindow } from '../../../src/runtime/state-store/bucket-window.js'
import { RequestWindow } from '../../../src/runtime/state-store/request-window.js'

const start = 1_700_000_040_000
const windowMs = 60_000

describe('a ring of requests', () => {
  test('counts exactly, however many there are', () => {
    const window = new RequestWindow(windowMs)
    for (let nth = 0; nth < 1_000; nth++) window.take(1, start + nth)
    expect([window.used(start + 1_000), window.used(start + windowMs), window.used(start + windowMs + 500)]).toEqual([1_000, 999, 499])
    expect(window.freeAt(499, 1, start + windowMs + 500)).toBe(start + windowMs + 501)
  })

  test('a clock that is set back makes nothing count for longer than a window', () => {
    const window = new RequestWindow(windowMs)
    window.take(1, start + 3_600_000)
    expect(window.used(start)).toBe(1)
    expect(window.freeAt(1, 1, start)).toBe(start + windowMs)
    expect(window.used(start + windowMs)).toBe(0)
  })
})

describe('buckets', () => {
  test('never count less than what was taken, and at most a second longer', () => {
    const step = fc.record({ gap: fc.integer({ min: 0, max: 40_000 }), amount: fc.integer({ min: 0, max: 100 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const window = new BucketWindow(windowMs)
        const taken: { at: number; amount: number }[] = []
        const within = (now: number, ms: number) => taken.filter(({ at }) => at > now - ms).reduce((sum, { amount }) => sum + amount, 0)
        let now = start
        for (const { gap, amount } of steps) {
          now += gap
          window.take(amount, now)
          taken.push({ at: now, amount })
          expect(window.used(now)).toBeGreaterThanOrEqual(within(now, windowMs))
          expect(window.used(now)).toBeLessThanOrEqual(within(now, windowMs + 1_000))
        }
        const freeAt = window.freeAt(100, 50, now)
        if (freeAt > 0) expect([window.freeAt(100, 50, freeAt - 1) > 0, window.freeAt(100, 50, freeAt)]).toEqual([true, 0])
      }),
    )
  })

  test('a clock that is set back keeps the sum, and no longer than a window', () => {
    for (const back of [1_500, 30_000, 7_200_000]) {
      const window = new BucketWindow(windowMs)
      window.take(5, start - 10_000)
      window.take(7, start)
      const now = start - back
      expect(window.used(now)).toBe(12)
      expect(window.used(now + windowMs + 1_000)).toBe(0)
    }
  })

  test('what is settled after the clock was set back counts as it was used', () => {
    const window = new BucketWindow(windowMs)
    const place = window.take(500, start)
    window.replace(place, -480, start - 30_000)
    expect(window.used(start - 30_000)).toBe(20)
  })

  test('what is settled late, after it has left, changes nothing', () => {
    const window = new BucketWindow(windowMs)
    const place = window.take(5, start)
    window.replace(place, 90, start + 120_000)
    expect(window.used(start + 120_000)).toBe(0)
  })
})
