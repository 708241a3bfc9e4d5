/** A value of the program as the tree that the compiler reads configs in; there is no text, so every span is empty. */
import type { Entry, MapNode, Node, Span } from '../compiler/source.js'

const nowhere: Span = { file: 0, start: 0, end: 0 }

/** Members that JSON cannot hold (undefined, functions) are left out. */
export function toNode(value: unknown): Node | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, at: nowhere }
  }
  if (Array.isArray(value)) return { kind: 'list', items: value.flatMap((item: unknown) => toNode(item) ?? []), at: nowhere }
  return typeof value === 'object' ? toMapNode(value) : undefined
}

/** {@link toNode} of a map. */
export function toMapNode(map: object): MapNode {
  const entries = new Map<string, Entry>()
  for (const [key, member] of Object.entries(map)) {
    const value = toNode(member)
    if (value !== undefined) entries.set(key, { key, keyAt: nowhere, value })
  }
  return { kind: 'map', entries, at: nowhere }
}
