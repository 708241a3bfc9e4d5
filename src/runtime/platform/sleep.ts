/** Timers: waiting, cut short by an abort; and acting later, unless it is called off. */
import type { AbortSignalLike } from '../../protocol/http.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'

/** Node runs a timer beyond 2^31-1 ms at once; such a wait is as good as none that ends. */
export function clampDelay(ms: number): number {
  return Math.min(ms, 2_147_483_647)
}

/** Calls `act` after `ms` milliseconds. What it returns calls it off. */
export function actAfter(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, clampDelay(ms))
  return () => clearTimeout(timer)
}

/** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. */
export function sleepFor(ms: number, signal?: AbortSignalLike): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const done = () => {
      clearTimeout(timer)
      if (signal !== undefined) offAbort(signal, done)
      resolve()
    }
    const timer = setTimeout(done, clampDelay(ms))
    if (signal !== undefined) onAbort(signal, done)
  })
}
