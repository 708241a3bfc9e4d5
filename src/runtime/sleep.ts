/** Waiting by a timer, cut short by an abort. */
import type { AbortSignalLike } from '../protocol/http.js'

/** Resolves after `ms` milliseconds, or as soon as `signal` aborts. Never rejects. */
export function sleepFor(ms: number, signal?: AbortSignalLike): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}
