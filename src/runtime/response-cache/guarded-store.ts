/** A store of answers that cannot fail a call: one that throws, rejects or hangs has nothing and keeps nothing. */
import type { AbortSignalLike } from '../../protocol/http.js'
import type { ResponseCacheStore } from '../../protocol/response-cache.js'

/** Longest wait for a store to say what it has, milliseconds. A call is not worth waiting longer for a perhaps. */
export const readLimitMs = 200

export type GuardedStore = {
  get(key: string): string | undefined | Promise<string | undefined>
  set(key: string, text: string, ttlMs: number | undefined): void
  delete(key: string): void
}

type Sleep = (ms: number, signal?: AbortSignalLike) => Promise<void>

/** `warn` is told of the first failure; those after it are not reported. */
export function guardStore(store: ResponseCacheStore, sleep: Sleep, warn: (message: string) => void): GuardedStore {
  let reported = false
  const report = (error: unknown): undefined => {
    if (reported) return
    reported = true
    const words = error instanceof Error ? error.message : String(error)
    warn(`the response cache failed: ${words}. Calls go on without it; further failures of this client's cache are not reported.`)
  }
  const quietly = (act: () => void | Promise<void>): void => {
    try {
      const result = act()
      if (result instanceof Promise) result.catch(report)
    } catch (error) {
      report(error)
    }
  }
  return {
    get(key) {
      try {
        const found = store.get(key)
        return found instanceof Promise ? inTime(found.catch(report), sleep, report) : found
      } catch (error) {
        return report(error)
      }
    },
    set: (key, text, ttlMs) => quietly(() => store.set(key, text, ttlMs)),
    delete: (key) => quietly(() => store.delete(key)),
  }
}

async function inTime(
  found: Promise<string | undefined>,
  sleep: Sleep,
  report: (error: unknown) => undefined,
): Promise<string | undefined> {
  const stop = new AbortController()
  const late = sleep(readLimitMs, stop.signal).then(() =>
    stop.signal.aborted ? undefined : report(new Error(`no answer within ${readLimitMs} ms`)),
  )
  try {
    return await Promise.race([found, late])
  } finally {
    stop.abort()
  }
}
