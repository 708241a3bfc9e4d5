/** Prefers the deployments with the fewest calls under way, measured by their weights. */
import type { GroupRuntime } from '../routing-table.js'
import type { RouterState } from '../state.js'
import { listOf, none } from './draw.js'
import { createTree, drawLeast, growTree, type LoadTree, updateTree } from './load-tree.js'
import type { GroupSources, Learner, Prepared, Queue, Strategy } from './strategy.js'

/** What a call, and nothing at all, adds to the load of a deployment of weight 0: it is asked where all others have that weight too. */
const never = 1e300

/** Tree of the pick in progress, for lists of one call; a pick is synchronous, so it serves all clients. */
let passing = createTree(64)

/**
 * The lowest number of calls under way divided by weight; the idle by weight, others with the same load evenly. Exact at any
 * size of a group.
 * Differs: LiteLLM's counters die after ten minutes, drift below 0 with answers from the cache, and give ties to the first;
 * here a call is counted from the moment it is sent until its last byte, error or abort. Differs: it ignores weights.
 */
const pick: Strategy = (group, eligible, count, state, random) => eligible[drawLeast(treeOf(group, eligible, count, state), random)] ?? 0

/** The tree of the group's own list, which follows every call; that of another list is made for this pick. */
function treeOf(group: GroupRuntime, eligible: Int32Array, count: number, state: RouterState): LoadTree {
  const queue = group.prepared?.leastBusy
  const list = listOf(group, eligible)
  if (queue === undefined || list === none) {
    if (passing.loads.length < count * 2) passing = createTree(count * 2)
    return fill(passing, eligible, count, state, group.weights)
  }
  if (list !== queue.list) {
    queue.list = list
    fill(queue.tree, eligible, count, state, group.weights)
    for (let at = 0; at < group.serving.length; at++) queue.leafOf[group.serving[at] ?? 0] = 0
    for (let at = 0; at < count; at++) queue.leafOf[eligible[at] ?? 0] = count + at
  }
  return queue.tree
}

function fill(tree: LoadTree, eligible: Int32Array, count: number, { inFlight }: RouterState, weights: Float64Array): LoadTree {
  tree.count = count
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    setLeaf(tree, count + at, inFlight[index] ?? 0, weights[index] ?? 0)
  }
  growTree(tree)
  return tree
}

function setLeaf({ loads, shares }: LoadTree, leaf: number, calls: number, weight: number): void {
  loads[leaf] = weight > 0 ? calls / weight : never * (calls + 1)
  shares[leaf] = calls === 0 && weight > 0 ? weight : 1
}

/** A call of a deployment has begun or ended. One that is not of the list has node 0 for its leaf. */
function follow(state: RouterState, index: number): void {
  const queue = state.queues[index]
  if (queue === undefined) return
  const leaf = queue.leafOf[index] ?? 0
  setLeaf(queue.tree, leaf, state.inFlight[index] ?? 0, queue.weights[index] ?? 0)
  updateTree(queue.tree, leaf)
}

function prepare({ serving, weights, table }: GroupSources): Prepared {
  const queue: Queue = { tree: createTree(serving.length), weights, leafOf: table('leaf'), list: none }
  return { leastBusy: queue }
}

const learner: Learner = {
  begin: (state, groups) => {
    for (const { serving, prepared } of groups)
      if (prepared?.leastBusy !== undefined) for (const index of serving) state.queues[index] = prepared.leastBusy
  },
  started: follow,
  ended: follow,
}

export const leastBusy: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare, learner })
