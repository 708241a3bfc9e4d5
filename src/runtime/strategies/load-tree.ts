/** The least loaded of a list, kept in a tree: a change costs the way up, a draw the way down. Allocates nothing once made. */
import type { Random } from '../../protocol/ports.js'

/**
 * Node 1 is the root, the children of node n are 2n and 2n + 1, and the leaves, one for each of the list, are the nodes from
 * `count` on. Node 0 is nobody's.
 */
export type LoadTree = {
  count: number
  /** The lowest load of the leaves below a node. */
  readonly loads: Float64Array
  /** The shares of those that have it, added up: the least loaded are drawn by these. */
  readonly shares: Float64Array
}

/** Room for a list of `size`. */
export function createTree(size: number): LoadTree {
  return { count: 0, loads: new Float64Array(size * 2), shares: new Float64Array(size * 2) }
}

/** Works all nodes out from the leaves. */
export function growTree(tree: LoadTree): void {
  for (let node = tree.count - 1; node > 0; node--) join(tree, node)
}

/** Works out the nodes above a leaf that has changed. */
export function updateTree(tree: LoadTree, leaf: number): void {
  for (let node = leaf >> 1; node > 0; node >>= 1) join(tree, node)
}

function join({ loads, shares }: LoadTree, node: number): void {
  const left = loads[node * 2] ?? 0
  const right = loads[node * 2 + 1] ?? 0
  loads[node] = Math.min(left, right)
  shares[node] = (left <= right ? (shares[node * 2] ?? 0) : 0) + (right <= left ? (shares[node * 2 + 1] ?? 0) : 0)
}

/** The place in the list of one that has the lowest load, by their shares. */
export function drawLeast({ count, loads, shares }: LoadTree, random: Random): number {
  const least = loads[1] ?? 0
  let rest = random() * (shares[1] ?? 0)
  let node = 1
  while (node < count) {
    node *= 2
    if (loads[node] !== least) node++
    // What rounding leaves over does not lead to one with a higher load.
    else if (rest >= (shares[node] ?? 0) && loads[node + 1] === least) rest -= shares[node++] ?? 0
  }
  return node - count
}
