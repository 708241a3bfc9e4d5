/** Callers in memory, by the hashes of their keys: a request of a key that was seen lately waits for nothing. */
import { type Changed, RowMemory } from '../row-memory.js'
import type { Caller } from '../store/find-caller.js'

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

/** Undefined where nobody has the key. */
export type CallerCache = RowMemory<Caller>

/** `find` asks for the caller whose key has this hash, `now` is milliseconds since 1970. */
export function createCallerCache(
  find: (token: string) => Promise<Caller | undefined>,
  now: () => number,
  terms: CacheTerms = defaultCacheTerms,
): CallerCache {
  return new RowMemory<Caller>({ find, now, touches, oldestMs: 2 * terms.ttlMs, ...terms })
}

function touches({ kind, id }: Changed, token: string, caller: Caller | undefined): boolean {
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
