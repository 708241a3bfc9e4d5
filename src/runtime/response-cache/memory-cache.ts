/** Answers in this process: the least recently used go first when there are too many or they are too large. */
import type { Clock } from '../../protocol/ports.js'
import type { ResponseCacheStore } from '../../protocol/response-cache.js'

export type MemoryCacheOptions = {
  /** Most memory for keys and texts, bytes. Default 64 MiB. */
  readonly maxBytes?: number
  /** Most entries. Default 10,000. */
  readonly maxEntries?: number
  /** How long an entry without a time of its own is kept, milliseconds. Default 600,000, as in LiteLLM's `InMemoryCache`. */
  readonly ttlMs?: number
  /** Default `Date.now`. */
  readonly now?: Clock
}

/** A {@link ResponseCacheStore} that answers at once, with its size. */
export interface MemoryCache extends ResponseCacheStore {
  clear(): Promise<boolean>
  get(key: string): string | undefined
  set(key: string, text: string, ttlMs: number | undefined): void
  delete(key: string): void
  readonly entries: number
  /** Memory taken, as far as it is counted: two bytes a character, and a little for each entry. */
  readonly bytes: number
}

type Entry = { readonly text: string; readonly bytes: number; readonly until: number }

/** About what a map takes for an entry beside its texts. */
const overheadBytes = 120

/**
 * A cache that never takes more than it may. A text that alone is larger is not kept.
 * Differs: LiteLLM keeps at most 200 answers of 1 MB each and drops those that end first; here memory is what is counted,
 * and those that nobody asked for the longest are dropped.
 */
export function createMemoryCache(options: MemoryCacheOptions = {}): MemoryCache {
  const { maxBytes = 64 * 1_048_576, maxEntries = 10_000, ttlMs: usualMs = 600_000, now = Date.now } = options
  /** In the order of their last use. */
  const kept = new Map<string, Entry>()
  let bytes = 0

  const drop = (key: string): void => {
    bytes -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  const empty = (): void => {
    kept.clear()
    bytes = 0
  }
  const makeRoom = (more: number): void => {
    for (const key of kept.keys()) {
      if (kept.size < maxEntries && bytes + more <= maxBytes) return
      drop(key)
    }
  }
  return {
    get(key) {
      const entry = kept.get(key)
      if (entry === undefined) return undefined
      kept.delete(key)
      if (entry.until > now()) {
        kept.set(key, entry)
        return entry.text
      }
      bytes -= entry.bytes
      return undefined
    },
    set(key, text, ttlMs = usualMs) {
      drop(key)
      const size = 2 * (key.length + text.length) + overheadBytes
      if (size > maxBytes || maxEntries < 1 || ttlMs <= 0) return
      makeRoom(size)
      kept.set(key, { text, bytes: size, until: now() + ttlMs })
      bytes += size
    },
    delete: drop,
    clear: async () => {
      empty()
      return true
    },
    close: async () => empty(),
    get entries() {
      return kept.size
    },
    get bytes() {
      return bytes
    },
  }
}
