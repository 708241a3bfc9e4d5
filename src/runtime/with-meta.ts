/** Adds `meta` to a reply where neither `JSON.stringify` nor a loop over its keys sees it. */
import type { Meta, Reply } from './client-types.js'

/** The same object, now with its meta. */
export function withMeta<T extends object>(reply: T, meta: Meta): Reply<T> {
  Object.defineProperty(reply, 'meta', { value: meta })
  // `meta` was added on the line above.
  return reply as Reply<T>
}
