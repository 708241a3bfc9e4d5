/** A config tree as plain values, for the validator. Spans are left behind; `schema-errors.ts` finds them again by path. */
import type { MapNode, Node } from './source.js'

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain }

/** The value of `node`. A node that aliases share becomes one shared value, so the size of the result is that of the file. */
export function toPlain(node: Node): unknown {
  return convert(node, new Map())
}

function convert(node: Node, shared: Map<Node, Plain>): Plain {
  if (node.kind === 'scalar') return node.value
  const before = shared.get(node)
  if (before !== undefined) return before
  const value = node.kind === 'list' ? node.items.map((item) => convert(item, shared)) : convertMap(node, shared)
  shared.set(node, value)
  return value
}

function convertMap(map: MapNode, shared: Map<Node, Plain>): Plain {
  const value: { [key: string]: Plain } = {}
  for (const [key, entry] of map.entries) {
    // Plain assignment would set the prototype; ordinary objects are kept because the validator is twice as fast on them.
    if (key === '__proto__') Object.defineProperty(value, key, { value: convert(entry.value, shared), enumerable: true })
    else value[key] = convert(entry.value, shared)
  }
  return value
}
