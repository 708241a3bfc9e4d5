/** Takes answers from the store and puts them there. */
import type { Endpoint, Endpoints } from '../../providers/adapter.js'
import type { Meta } from '../client-types.js'
import type { RouterEvent } from '../events.js'
import type { Run } from '../run.js'
import { cacheKey } from './cache-key.js'
import type { CacheTerms } from './cache-terms.js'
import { entryText, isWorthKeeping, type Kept, readEntry } from './entry.js'
import type { GuardedStore } from './guarded-store.js'

/** A call that takes part in the cache. */
export type CachedCall<E extends Endpoint = Endpoint> = { readonly run: Run<E>; readonly terms: CacheTerms; readonly key: string }

export type Shelf = {
  /** The answer of `key`, where there is one that is not too old for the call. An entry that cannot be read is deleted. */
  take<E extends Endpoint>(call: CachedCall<E>, key: string): Promise<Kept<E> | undefined>
  /**
   * Keeps an answer as the call wants it, where another caller may have it. An answer of a fallback is kept for those who
   * ask for that model by its own name: else it would stand in for the first choice long after that one has recovered.
   */
  keep<E extends Endpoint>(call: CachedCall<E>, reply: Endpoints[E]['reply'], text: string, meta: Meta): Promise<void>
  /** Keeps an answer under a key as it is. */
  put(call: CachedCall, key: string, text: string, meta: Meta): void
}

/** A shelf over `store`. */
export function createShelf(store: GuardedStore): Shelf {
  const put: Shelf['put'] = ({ run, terms }, key, text, meta) => {
    store.set(key, entryText(text, meta, run.engine.now()), terms.ttlMs)
    tell(run, 'stored', key)
  }
  return {
    put,
    async take({ run, terms }, key) {
      const found = store.get(key)
      const text = found instanceof Promise ? await found : found
      if (text === undefined) return undefined
      const kept = readEntry(run.endpoint, text)
      if (kept === undefined) store.delete(key)
      return kept !== undefined && run.engine.now() - kept.at <= terms.maxAgeMs ? kept : undefined
    },
    async keep(call, reply, text, meta) {
      const { run, terms } = call
      if (!mayKeep(call, meta) || !isWorthKeeping(run.endpoint, reply)) return
      const key = run.fallbacks.length === 0 ? call.key : await cacheKey(run, terms.namespace)
      if (key !== undefined) put(call, key, text, meta)
    },
  }
}

/** False where the call wants nothing kept, and for an answer that no provider gave. */
export function mayKeep({ run, terms }: CachedCall, { deploymentId }: Meta): boolean {
  if (!terms.keeps || run.prepared.controls.mockResponse !== undefined) return false
  const index = run.engine.plan.deployments.findIndex((deployment) => deployment.id === deploymentId)
  const { ready, keyless } = run.engine.deployments[index] ?? {}
  return (ready ?? keyless)?.mockResponse === undefined
}

/** Tells the observer what the cache did. */
export function tell(run: Run, outcome: Extract<RouterEvent, { type: 'cache' }>['outcome'], key: string): void {
  const { engine } = run
  engine.onEvent?.({ type: 'cache', call: run.id, at: engine.now(), outcome, group: run.current.group.name, key })
}
