/** Where answers are kept for equal requests: in memory, or on Redis. */

/** Texts by key. No method rejects: a store that cannot be reached has nothing and keeps nothing. */
export interface ResponseCacheStore {
  get(key: string): string | undefined | Promise<string | undefined>
  /** `ttlMs` undefined is the store's own default. */
  set(key: string, text: string, ttlMs: number | undefined): void | Promise<void>
  delete(key: string): void | Promise<void>
  /**
   * Forgets every answer of this cache, and nothing else of a store that is shared. False where the store cannot be reached.
   * Absent: the store has no way to.
   */
  clear?(): Promise<boolean>
  /**
   * What each server of the store says of itself, in its own words, or why one says nothing. Undefined where the store cannot be
   * reached. Absent: there is no server.
   */
  info?(): Promise<readonly (string | Error)[] | undefined>
  close(): Promise<void>
}
