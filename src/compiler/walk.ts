/** Every scalar of the config with the keys that lead to it. */
import type { MapNode, Node, ScalarNode } from './source.js'

/** One scalar and how it was reached. */
export type Visit = {
  readonly node: ScalarNode
  /** Keys from the root; list positions are left out. */
  readonly path: readonly string[]
  /** True for an item of a list, false for the value of a key. */
  readonly inList: boolean
}

/** In the order of the file. Anchors used twice are visited twice. */
export function scalars(root: MapNode): readonly Visit[] {
  const found: Visit[] = []
  collect(root, [], false, found)
  return found
}

function collect(node: Node, path: readonly string[], inList: boolean, found: Visit[]): void {
  if (node.kind === 'scalar') found.push({ node, path, inList })
  else if (node.kind === 'list') for (const item of node.items) collect(item, path, true, found)
  else for (const entry of node.entries.values()) collect(entry.value, [...path, entry.key], false, found)
}
