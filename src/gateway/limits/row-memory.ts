/**
 * Rows that requests are decided by beside their caller's, in memory: a row that was read lately is there at once, one that
 * changed is read anew, and while the database is away what was known goes on to count.
 */
import type { Changed } from '../auth/caller-cache.js'

/** How long a row counts unasked, and how long nobody asks after the database could not answer. Milliseconds. */
const ttlMs = 60_000
const pauseMs = 2_000

type Entry<T> = { readonly value: T; readonly readAt: number; isStale: boolean }

/** What a memory works with. */
export type MemoryTerms<T> = {
  readonly find: (id: string) => Promise<T>
  readonly now: () => number
  /** Most rows that are kept. */
  readonly most: number
  /** Whether a change touches the row of this id. */
  readonly touches: (change: Changed, id: string, value: T) => boolean
}

export class RowMemory<T> {
  readonly #terms: MemoryTerms<T>
  /** In the order of use: the first was not used for longest. */
  readonly #entries = new Map<string, Entry<T>>()
  readonly #asked = new Map<string, Promise<T | undefined>>()
  #changes = 0
  #pausedUntil = 0

  constructor(terms: MemoryTerms<T>) {
    this.#terms = terms
  }

  /** The row, at once where it is known; undefined where the database could not be asked, and nothing is known. Never rejects. */
  get(id: string): T | undefined | Promise<T | undefined> {
    const { now } = this.#terms
    const entry = this.#entries.get(id)
    if (entry !== undefined && !entry.isStale) {
      this.#use(id, entry)
      // an old row counts while a new one is on its way: nobody said that it changed
      if (now() - entry.readAt > ttlMs && now() >= this.#pausedUntil) void this.#read(id)
      return entry.value
    }
    return now() < this.#pausedUntil ? entry?.value : this.#read(id)
  }

  forget(change: Changed): void {
    this.#changes++
    for (const [id, entry] of this.#entries) if (change.kind === 'all' || this.#terms.touches(change, id, entry.value)) entry.isStale = true
  }

  #use(id: string, entry: Entry<T>): void {
    this.#entries.delete(id)
    this.#entries.set(id, entry)
  }

  #read(id: string): Promise<T | undefined> {
    const asked = this.#asked.get(id)
    if (asked !== undefined) return asked
    const reading = this.#ask(id).finally(() => this.#asked.delete(id))
    this.#asked.set(id, reading)
    return reading
  }

  async #ask(id: string): Promise<T | undefined> {
    for (;;) {
      const changes = this.#changes
      const readAt = this.#terms.now()
      let value: T
      try {
        value = await this.#terms.find(id)
      } catch {
        // the store has said why; what was known goes on to count, and others do not wait for the same answer
        this.#pausedUntil = this.#terms.now() + pauseMs
        return this.#entries.get(id)?.value
      }
      // what changed while it was read may not be in it
      if (changes !== this.#changes) continue
      this.#use(id, { value, readAt, isStale: false })
      if (this.#entries.size > this.#terms.most) {
        const [oldest] = this.#entries.keys()
        if (oldest !== undefined) this.#entries.delete(oldest)
      }
      return value
    }
  }
}
