/** Putting what the references of a JSON Schema point to in their place, for hosts that take no `$ref`. */
import { isRecord, type JsonRecord } from './json.js'

/**
 * More nodes than any schema that a host takes has: definitions that name each other twice over would become
 * exponentially many. What comes after is an object of anything.
 */
const mostNodes = 5000

/** One walk through a schema: its root, how many more nodes it may make, and the references that lead to this node. */
export type SchemaWalk = { readonly root: JsonRecord; readonly budget: { left: number }; readonly open: readonly string[] }

export function startWalk(root: JsonRecord): SchemaWalk {
  return { root, budget: { left: mostNodes }, open: [] }
}

/** The walk below a node; undefined where it leads back to itself, or has become too large. */
export function stepInto(walk: SchemaWalk, pointer: unknown): SchemaWalk | undefined {
  walk.budget.left -= 1
  if (walk.budget.left < 0) return undefined
  if (typeof pointer !== 'string') return walk
  return walk.open.includes(pointer) ? undefined : { ...walk, open: [...walk.open, pointer] }
}

/** What `#/$defs/Name` and other pointers into the schema itself lead to; an object of anything where they lead nowhere. */
export function referred(pointer: string, root: JsonRecord): JsonRecord {
  let at: unknown = root
  for (const key of pointer.replace(/^#\/?/, '').split('/')) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    if (name !== '') at = isRecord(at) && Object.hasOwn(at, name) ? at[name] : undefined
  }
  return isRecord(at) ? at : { type: 'object' }
}
