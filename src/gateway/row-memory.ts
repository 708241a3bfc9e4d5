/**
 * Rows of a database in memory: who asks for one that was read lately waits for nothing. Whatever changes a row is told here,
 * and the next request reads it anew; while the database is away, what was known goes on to count for a while.
 */

/** What was changed: the key, or what a key belongs to, or what requests are counted into beside it. */
export type Changed = {
  readonly kind: 'key' | 'user' | 'team' | 'organization' | 'budget' | 'end_user' | 'tag' | 'model' | 'all'
  /** Hash of the key, or id; '' for all. */
  readonly id: string
}

/** What a memory works with. Times are milliseconds. */
export type MemoryTerms<T> = {
  /** Reads a row; undefined where there is none. */
  readonly find: (id: string) => Promise<T | undefined>
  readonly now: () => number
  /** Whether a change touches the row of this id; undefined is the row that there is not. Asked of all changes but that of all. */
  readonly touches: (change: Changed, id: string, row: T | undefined) => boolean
  /** How long a row counts unasked. */
  readonly ttlMs: number
  /** How old a row may be that still counts while it is read anew: who comes for an older one waits. */
  readonly oldestMs: number
  /** How long one goes on to count while the database cannot be asked. */
  readonly graceMs: number
  /** Most rows that are kept. */
  readonly most: number
}

/** Once it could not be asked, it is asked again after this time: requests do not all wait for the same silence. */
const awayMs = 1_000

/** Reads of one row that changes come between. */
const mostRounds = 5

/** How long what is not there is not asked for again: guessing costs the database little. */
const absentMs = 5_000

/** The database could not be asked, and nothing is known. */
export class StoreAwayError extends Error {
  constructor(cause: unknown) {
    super('the database cannot be asked', { cause })
    this.name = 'StoreAwayError'
  }
}

type Entry<T> = {
  readonly row: T | undefined
  readonly readAt: number
  /** What it was read from has changed since. */
  isStale: boolean
  /** Somebody asked for it since it was read, or looked at last. */
  isUsed: boolean
}

export class RowMemory<T> {
  readonly #terms: MemoryTerms<T>
  /** In the order in which they were read. */
  readonly #entries = new Map<string, Entry<T>>()
  readonly #asked = new Map<string, Promise<T | undefined>>()
  /** Until when the database is taken to be away. */
  #away: { readonly until: number; readonly cause: unknown } | undefined
  /** Changes so far: an answer that was asked for before one may be old when it comes. */
  #changes = 0

  constructor(terms: MemoryTerms<T>) {
    this.#terms = terms
  }

  /**
   * The row of this id, at once where it is known; undefined where there is none. Rejects with a {@link StoreAwayError} where it
   * is not known and cannot be asked for.
   */
  get(id: string): T | undefined | Promise<T | undefined> {
    const entry = this.#entries.get(id)
    if (entry === undefined || entry.isStale) return this.#read(id)
    const { row } = entry
    const { ttlMs, oldestMs } = this.#terms
    const age = this.#age(entry)
    if (age > (row === undefined ? absentMs : ttlMs)) {
      // changes are told: the time only bounds what is missed, and is no reason to keep somebody waiting who calls all along
      if (row === undefined || age > oldestMs) return this.#read(id)
      this.#readBeside(id)
    }
    entry.isUsed = true
    return row
  }

  /** The next request for every row that this touches reads it anew. */
  forget(change: Changed): void {
    this.#changes++
    for (const [id, entry] of this.#entries) if (change.kind === 'all' || this.#terms.touches(change, id, entry.row)) entry.isStale = true
  }

  get size(): number {
    return this.#entries.size
  }

  #age({ readAt }: Entry<T>): number {
    return Math.max(0, this.#terms.now() - readAt)
  }

  /** Nobody waits for it: whoever does when it counts hears of its failure. */
  #readBeside(id: string): void {
    this.#begin(id).catch(() => undefined)
  }

  /** What can be known now. Of a database that was away nobody waits to hear whether it is back who can do without. */
  #read(id: string): T | Promise<T | undefined> {
    const away = this.#away
    if (away === undefined) return this.#begin(id)
    const isOver = this.#terms.now() >= away.until
    const known = this.#known(id)
    if (known === undefined) return isOver ? this.#begin(id) : Promise.reject(new StoreAwayError(away.cause))
    if (isOver) this.#readBeside(id)
    return known
  }

  /** Requests that come meanwhile wait for the same answer. */
  #begin(id: string): Promise<T | undefined> {
    const asked = this.#asked.get(id)
    if (asked !== undefined) return asked
    const reading = this.#ask(id).finally(() => this.#asked.delete(id))
    this.#asked.set(id, reading)
    return reading
  }

  async #ask(id: string): Promise<T | undefined> {
    const { find, now } = this.#terms
    for (let round = 1; ; round++) {
      const changes = this.#changes
      const readAt = now()
      let row: T | undefined
      try {
        row = await find(id)
      } catch (error) {
        // the store has said why
        this.#away = { until: now() + awayMs, cause: error }
        const known = this.#known(id)
        if (known === undefined) throw new StoreAwayError(error)
        return known
      }
      this.#away = undefined
      // what changed while it was read may not be in it
      if (changes === this.#changes) {
        this.#keep(id, { row, readAt, isStale: false, isUsed: false })
        return row
      }
      // where changes come faster than answers, the newest answer counts for this request alone
      if (round === mostRounds) return row
    }
  }

  /** What was known before the database went away. */
  #known(id: string): T | undefined {
    const entry = this.#entries.get(id)
    return entry === undefined || this.#age(entry) > this.#terms.graceMs ? undefined : entry.row
  }

  /** Where there are too many the oldest goes, but those that were used since get another round: no order is kept at each request. */
  #keep(id: string, entry: Entry<T>): void {
    this.#entries.delete(id)
    this.#entries.set(id, entry)
    if (this.#entries.size <= this.#terms.most) return
    for (const [oldest, each] of this.#entries) {
      this.#entries.delete(oldest)
      if (!each.isUsed || oldest === id) return
      each.isUsed = false
      this.#entries.set(oldest, each)
    }
  }
}
