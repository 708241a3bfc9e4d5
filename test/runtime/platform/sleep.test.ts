/** Waiting that an abort cuts short. */
import { expect, test, vi } from 'vitest'
import { actAfter, sleepFor } from '../../../src/runtime/platform/sleep.js'

test('ends when its time has come', async () => {
  vi.useFakeTimers()
  try {
    let over = false
    const waiting = sleepFor(1_000).then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(999)
    expect(over).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await waiting
    expect(over).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})

test('a wait beyond what a timer can hold does not end at once', async () => {
  vi.useFakeTimers()
  try {
    let over = false
    void sleepFor(1e12).then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(over).toBe(false)
  } finally {
    vi.clearAllTimers()
    vi.useRealTimers()
  }
})

test('what is to be done later is done once, or not when it is called off', () => {
  vi.useFakeTimers()
  try {
    const done: string[] = []
    actAfter(10, () => done.push('kept'))
    actAfter(10, () => done.push('called off'))()
    vi.advanceTimersByTime(20)
    expect(done).toEqual(['kept'])
  } finally {
    vi.useRealTimers()
  }
})

test('ends at once when the signal aborts, and leaves neither timer nor listener', async () => {
  vi.useFakeTimers()
  try {
    const control = new AbortController()
    const removed = vi.spyOn(control.signal, 'removeEventListener')
    const waiting = sleepFor(1e9, control.signal)
    control.abort()
    await waiting
    await sleepFor(1e9, control.signal)
    expect([vi.getTimerCount(), removed.mock.calls.length]).toEqual([0, 1])
  } finally {
    vi.useRealTimers()
  }
})
