/** Adds `meta` to a reply where neither `JSON.stringify` nor a loop over its keys sees it. */
import { isRecord } from '../providers/shared/json.js'
import type { Meta, Reply } from './client-types.js'

/** The same object, now with its meta. */
export function withMeta<T extends object>(reply: T, meta: Meta): Reply<T> {
  // A host may send a `meta` of its own, which is enumerable.
  Object.defineProperty(reply, 'meta', { value: meta, enumerable: false })
  // `meta` was added above.
  return reply as Reply<T>
}

/** A rerank reply has a `meta` in Cohere's shape, which stays as it is: ours is in it, unseen by `JSON.stringify`. */
export function withRerankMeta<T extends object>(reply: T, meta: Meta): Reply<T> {
  const own = 'meta' in reply && isRecord(reply.meta) ? { ...reply.meta } : undefined
  if (own === undefined) return withMeta(reply, meta)
  const hidden = Object.entries(meta).map(([name, value]) => [name, { value, enumerable: false }] as const)
  Object.defineProperty(reply, 'meta', { value: Object.defineProperties(own, Object.fromEntries(hidden)) })
  // `meta` was added above.
  return reply as Reply<T>
}
