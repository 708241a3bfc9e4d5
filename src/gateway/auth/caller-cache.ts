/**
 * Callers in memory: a request of a key that was seen lately waits for nothing. Whatever changes one is told here, and the
 * next request reads it anew; while the database is away, what was known goes on to count for a while.
 */
import type { Caller } from '../store/find-caller.js'

/** What was changed: the key, or what a key belongs to. */
export type Changed = {
  readonly kind: 'key' | 'user' | 'team' | 'organization' | 'budget' | 'end_user' | 'tag' | 'model' | 'all'
  /** Hash of the key, or id; '' for all. */
  readonly id: string
}

/** Times are milliseconds. */
export type CacheTerms = {
  /** How long a caller counts unasked. `general_settings.user_api_key_cache_ttl`, default 60,000. */
  readonly ttlMs: number
  /** How long one goes on to count while the database cannot be asked. Default 3,600,000. */
  readonly graceMs: number
  /** Most keys that are kept. */
  readonly most: number
}

export const defaultCacheTerms: CacheTerms = { ttlMs: 60_000, graceMs: 3_600_000, most: 10_000 }

/** Once it could not be asked, it is asked again after this time: requests do not all wait for the same silence. */
const awayMs = 1_000

/** Reads of one caller that changes come between. */
const mostRounds = 5

/** How long a key that nobody has is not asked for again: guessing keys costs the database little. */
const unknownMs = 5_000

/** The database could not be asked, and nothing is known of the key. */
export class StoreAwayError extends Error {
  constructor(cause: unknown) {
    super('the database cannot be asked', { cause })
    this.name = 'StoreAwayError'
  }
}

type Entry = {
  readonly caller: Caller | undefined
  readonly readAt: number
  /** What it was read from has changed since. */
  isStale: boolean
  /** Somebody called with it since it was read, or looked at last. */
  isUsed: boolean
}

export class CallerCache {
  readonly #find: (token: string) => Promise<Caller | undefined>
  readonly #now: () => number
  readonly #terms: CacheTerms
  /** In the order in which they were read. */
  readonly #entries = new Map<string, Entry>()
  readonly #asked = new Map<string, Promise<Caller | undefined>>()
  /** Until when the database is taken to be away. */
  #away: { readonly until: number; readonly cause: unknown } | undefined
  /** Changes so far: an answer that was asked for before one may be old when it comes. */
  #changes = 0

  constructor(find: (token: string) => Promise<Caller | undefined>, now: () => number, terms: CacheTerms = defaultCacheTerms) {
    this.#find = find
    this.#now = now
    this.#terms = terms
  }

  /**
   * The caller with this key's hash, at once where it is known; undefined where nobody has it. Rejects with a
   * {@link StoreAwayError} where it is not known and cannot be asked for.
   */
  get(token: string): Caller | undefined | Promise<Caller | undefined> {
    const entry = this.#entries.get(token)
    if (entry === undefined || entry.isStale) return this.#read(token)
    const { ttlMs } = this.#terms
    const age = this.#age(entry)
    if (age > (entry.caller === undefined ? unknownMs : ttlMs)) {
      // changes are told: the time only bounds what is missed, and is no reason to keep somebody waiting who calls all along
      if (entry.caller === undefined || age > 2 * ttlMs) return this.#read(token)
      this.#readBeside(token)
    }
    entry.isUsed = true
    return entry.caller
  }

  /** The next request of every key that this touches reads it anew. */
  forget({ kind, id }: Changed): void {
    this.#changes++
    for (const [token, entry] of this.#entries) if (isTouched(token, entry.caller, kind, id)) entry.isStale = true
  }

  get size(): number {
    return this.#entries.size
  }

  #age({ readAt }: Entry): number {
    return Math.max(0, this.#now() - readAt)
  }

  /** Nobody waits for it: whoever does when it counts hears of its failure. */
  #readBeside(token: string): void {
    const reading = this.#read(token)
    if (reading instanceof Promise) reading.catch(() => undefined)
  }

  /** Requests that come meanwhile wait for the same answer. */
  #read(token: string): Caller | Promise<Caller | undefined> {
    const asked = this.#asked.get(token)
    if (asked !== undefined) return asked
    const away = this.#away
    if (away !== undefined && this.#now() < away.until) return this.#known(token) ?? Promise.reject(new StoreAwayError(away.cause))
    const reading = this.#ask(token).finally(() => this.#asked.delete(token))
    this.#asked.set(token, reading)
    return reading
  }

  async #ask(token: string): Promise<Caller | undefined> {
    for (let round = 1; ; round++) {
      const changes = this.#changes
      const readAt = this.#now()
      let caller: Caller | undefined
      try {
        caller = await this.#find(token)
      } catch (error) {
        this.#away = { until: this.#now() + awayMs, cause: error }
        const known = this.#known(token)
        if (known === undefined) throw new StoreAwayError(error)
        return known
      }
      this.#away = undefined
      // what changed while it was read may not be in it
      if (changes === this.#changes) {
        this.#keep(token, { caller, readAt, isStale: false, isUsed: false })
        return caller
      }
      // where changes come faster than answers, the newest answer counts for this request alone
      if (round === mostRounds) return caller
    }
  }

  /** What was known before the database went away. */
  #known(token: string): Caller | undefined {
    const entry = this.#entries.get(token)
    return entry === undefined || this.#age(entry) > this.#terms.graceMs ? undefined : entry.caller
  }

  /** Where there are too many the oldest goes, but those that were used since get another round: no order is kept at each request. */
  #keep(token: string, entry: Entry): void {
    this.#entries.delete(token)
    this.#entries.set(token, entry)
    if (this.#entries.size <= this.#terms.most) return
    for (const [oldest, each] of this.#entries) {
      this.#entries.delete(oldest)
      if (!each.isUsed || oldest === token) return
      each.isUsed = false
      this.#entries.set(oldest, each)
    }
  }
}

function isTouched(token: string, caller: Caller | undefined, kind: Changed['kind'], id: string): boolean {
  switch (kind) {
    case 'all':
      return true
    case 'key':
      return token === id || caller?.key.token === id
    case 'user':
      return caller?.key.userId === id
    case 'team':
      return caller?.key.teamId === id
    case 'organization':
      return caller?.key.organizationId === id || caller?.team?.organizationId === id
    case 'budget':
      return caller !== undefined && Object.values(caller.budgets).some((budget) => budget?.budgetId === id)
    // nobody's key is theirs: whoever keeps end users, tags and models in memory forgets them
    case 'end_user':
    case 'tag':
    case 'model':
      return false
    default:
      return unreachable(kind)
  }
}

function unreachable(kind: never): never {
  throw new Error(`llmgen bug: a change of kind ${String(kind)}`)
}
