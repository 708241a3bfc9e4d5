import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { watchLoopDelay } from '../../src/gateway/load-shedding.js'
import { authorised, setUp } from './gateway-support.js'

/** A histogram that says what a test has it say, once. */
function fakeHistogram() {
  const calls: string[] = []
  return {
    calls,
    mean: Number.NaN,
    enable: () => calls.push('enable') > 0,
    disable: () => calls.push('disable') > 0,
    reset() {
      this.mean = Number.NaN
    },
  }
}

describe('the delay, by half seconds', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test.each([
    { name: 'nothing measured is no delay', means: [Number.NaN, Number.NaN], want: 0 },
    { name: 'an idle loop has none: the time between two looks is not counted', means: [20, 20.5], want: 0 },
    { name: 'one long step is no overload', means: [20, 3_000], want: 0 },
    { name: 'two bad half seconds are, by the better one', means: [1_520, 3_020], want: 1_500 },
    { name: 'it is over with the first good one', means: [3_020, 3_020, 20], want: 0 },
  ])('$name', ({ means, want }) => {
    const histogram = fakeHistogram()
    const delay = watchLoopDelay(histogram)
    for (const mean of means) {
      histogram.mean = mean * 1_000_000
      vi.advanceTimersByTime(500)
    }
    expect(delay.now()).toBeCloseTo(want, 0)
    delay.stop()
    expect([histogram.calls, vi.getTimerCount()]).toEqual([['enable', 'disable'], 0])
  })
})

test('a loop that is held up again and again is measured', async () => {
  const delay = watchLoopDelay()
  onTestFinished(() => delay.stop())
  const holdUp = () => {
    const until = performance.now() + 300
    while (performance.now() < until);
  }
  const holding = setInterval(holdUp, 1)
  onTestFinished(() => clearInterval(holding))
  await expect.poll(() => delay.now(), { timeout: 10_000 }).toBeGreaterThan(100)
})

test('a gateway that is late refuses calls with 503 and when to try again, and still says how it is', async () => {
  let delay = 0
  const { url } = await setUp({ gateway: { loopDelay: () => delay, maxLoopDelayMs: 200 } })
  const call = () => fetch(`${url}/v1/models`, { headers: authorised })
  expect((await call()).status).toBe(200)
  delay = 201
  const refused = await call()
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    503,
    '1',
    { error: expect.objectContaining({ type: 'overloaded_error', code: '503' }) },
  ])
  expect((await fetch(`${url}/health/readiness`)).status).toBe(200)
  delay = 200
  expect((await call()).status).toBe(200)
})
