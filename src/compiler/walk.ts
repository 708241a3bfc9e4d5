/** Visits every scalar of the config with the keys that lead to it. */
import type { MapNode, Node, ScalarNode } from './source.js'

export type Visit = {
  readonly node: ScalarNode
  /** Keys from the root; list positions are left out. */
  readonly path: readonly string[]
  /** True for an item of a list, false for the value of a key. */
  readonly inList: boolean
}

/** In the order of the file. Anchors used twice are visited twice. */
export function* scalars(root: MapNode): Generator<Visit> {
  yield* visit(root, [], false)
}

function* visit(node: Node, path: readonly string[], inList: boolean): Generator<Visit> {
  if (node.kind === 'scalar') yield { node, path, inList }
  else if (node.kind === 'list') for (const item of node.items) yield* visit(item, path, true)
  else for (const entry of node.entries.values()) yield* visit(entry.value, [...path, entry.key], false)
}
