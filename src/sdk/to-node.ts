/** A value of the program as the tree that the compiler reads configs in; there is no text, so spans say nothing or number places. */
import type { Entry, MapNode, Node, Span } from '../compiler/source.js'

/** Keys and indexes that lead to a value. */
export type ValuePath = readonly (string | number)[]
/** The span of the value at a path. */
export type SpanOf = (path: ValuePath) => Span

const nowhere: Span = { file: 0, start: 0, end: 0 }
const unplaced: SpanOf = () => nowhere

/** Members that JSON cannot hold (undefined, functions) are left out. */
export function toNode(value: unknown, spanOf: SpanOf = unplaced, path: ValuePath = []): Node | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, at: spanOf(path) }
  }
  if (Array.isArray(value)) {
    const at = spanOf(path)
    return { kind: 'list', items: value.flatMap((item: unknown, index) => toNode(item, spanOf, [...path, index]) ?? []), at }
  }
  return typeof value === 'object' ? toMapNode(value, spanOf, path) : undefined
}

/** {@link toNode} of a map. A key has the span of its value. */
export function toMapNode(map: object, spanOf: SpanOf = unplaced, path: ValuePath = []): MapNode {
  const at = spanOf(path)
  const entries = new Map<string, Entry>()
  for (const [key, member] of Object.entries(map)) {
    const value = toNode(member, spanOf, [...path, key])
    if (value !== undefined) entries.set(key, { key, keyAt: value.at, value })
  }
  return { kind: 'map', entries, at }
}
