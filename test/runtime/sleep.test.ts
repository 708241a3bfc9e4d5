/** Waiting that an abort cuts short. */
import { expect, test, vi } from 'vitest'
import { sleepFor } from '../../src/runtime/sleep.js'

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
