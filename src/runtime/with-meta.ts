/** Adds `meta` to a reply where neither `JSON.stringify` nor a loop over its keys sees it. */
import type { Meta, Reply } from './client-types.js'

/** The same object, now with its meta. */
export function withMeta<T extends object>(reply: T, meta: Meta): Reply<T> {
  // A host may send a `meta` of its own, which is enumerable.
  Object.defineProperty(reply, 'meta', { value: meta, enumerable: false })
  // `meta` was added above.
  return reply as Reply<T>
}
