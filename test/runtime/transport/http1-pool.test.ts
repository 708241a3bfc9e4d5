/** A pool by itself: how long it is remembered. */
import { expect, test, vi } from 'vitest'
import { Http1Pool } from '../../../src/runtime/transport/http1-pool.js'

test('a pool that never got a request is forgotten: what was asked of it could not be sent', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  try {
    const forget = vi.fn()
    new Http1Pool({ origin: 'http://host', host: 'http://host', hostHeader: undefined }, { timeout: 1, rejectUnauthorized: true }, forget)
    vi.advanceTimersByTime(2_000)
    expect([forget.mock.calls.length, vi.getTimerCount()]).toEqual([1, 0])
  } finally {
    vi.useRealTimers()
  }
})
