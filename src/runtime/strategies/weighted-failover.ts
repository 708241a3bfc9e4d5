/** By `order`, and in proportion: as a level loses deployments, its surplus goes to the next one. Within a level by weight. */
import type { RouterState } from '../state.js'
import { drawBySums, drawEvenly, drawWeighed, type Weigh } from './draw.js'
import type { GroupSources, Levels, Prepared, Strategy } from './strategy.js'

/**
 * How much more than its share a level can carry: with 1.4, traffic spills over when less than 71 % of a level's weight
 * serves. Source: Envoy's overprovisioning factor for priority levels.
 */
const overprovisioning = 1.4

/** Load of each level in the pick in progress, and the weight of those that may be picked; a pick is synchronous, so they serve all clients. */
let loads = new Float64Array(8)
let able = new Float64Array(8)

/**
 * Takes its level by how much of each serves, then a deployment by weight. Those that the call has tried still count as
 * serving, so that a retry stays in its level while another is there. Deployments without an `order` are the last level.
 * Differs: LiteLLM's `order` sends nothing to the next level before the whole of the last one rests.
 */
const pick: Strategy = (group, eligible, count, state, random) => {
  const levels = group.prepared?.failover
  if (levels === undefined) return drawEvenly(eligible, count, random)
  // All serve: the first level carries everything.
  if (eligible === group.serving) return drawBySums(levels.first, levels.sums, levels.first.length, random)
  return drawWeighed(group, eligible, count, state, random, weigh)
}

/** A deployment weighs its part of its level's load. */
const weigh: Weigh = ({ prepared, serving }, eligible, count, state, sums) => {
  const levels = prepared?.failover
  if (levels === undefined) return
  const { levelOf, weights, full } = levels
  if (loads.length < full.length) {
    loads = new Float64Array(full.length * 2)
    able = new Float64Array(full.length * 2)
  }
  share(levels, serving, state)
  able.fill(0, 0, full.length)
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const level = levelOf[index] ?? 0
    able[level] = (able[level] ?? 0) + (weights[index] ?? 0)
  }
  passOn(full.length)
  let sum = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const level = levelOf[index] ?? 0
    const weight = weights[index] ?? 0
    if (weight > 0) sum += ((loads[level] ?? 0) * weight) / (able[level] ?? 1)
    sums[at] = sum
  }
}

/** Works out the load of each level: their sum is below 1 where all levels together are short. */
function share({ levelOf, weights, full }: Levels, all: Int32Array, state: RouterState): void {
  const { coolUntil, limitedUntil, now } = state
  loads.set(full)
  for (let at = 0; at < all.length; at++) {
    const index = all[at] ?? 0
    if ((coolUntil[index] ?? 0) <= now && (limitedUntil[index] ?? 0) <= now) continue
    const level = levelOf[index] ?? 0
    loads[level] = (loads[level] ?? 0) - (weights[index] ?? 0)
  }
  let left = 1
  for (let level = 0; level < full.length; level++) {
    const load = Math.max(0, Math.min(left, (overprovisioning * (loads[level] ?? 0)) / (full[level] ?? 1)))
    loads[level] = load
    left -= load
  }
}

/** A level of which nothing may be picked (all were tried, say) passes its calls on to the next that has one, and the last to the first. */
function passOn(levels: number): void {
  for (let level = 0; level < levels; level++) {
    if (able[level] !== 0) continue
    for (let nth = 1; nth < levels; nth++) {
      const next = (level + nth) % levels
      if (able[next] === 0) continue
      loads[next] = (loads[next] ?? 0) + (loads[level] ?? 0)
      break
    }
  }
}

function prepare({ serving: indexes, weights, orders, table }: GroupSources): Prepared {
  const orderOf = (index: number) => (Number.isNaN(orders[index]) ? Number.POSITIVE_INFINITY : (orders[index] ?? 0))
  const known = [...new Set(indexes.map(orderOf))].sort((a, b) => a - b)
  const levelOf = table('level')
  const own = table('weight within its level')
  const full = new Float64Array(known.length)
  for (const [level, order] of known.entries()) {
    const members = indexes.filter((index) => orderOf(index) === order)
    const isWeighted = members.some((index) => (weights[index] ?? 0) > 0)
    for (const index of members) {
      levelOf[index] = level
      // Where all of a level have weight 0 they are alike, as in every strategy.
      own[index] = isWeighted ? (weights[index] ?? 0) : 1
      full[level] = (full[level] ?? 0) + (own[index] ?? 0)
    }
  }
  const first = Int32Array.from(indexes.filter((index) => levelOf[index] === 0))
  let sum = 0
  const sums = Float64Array.from(first, (index) => {
    sum += own[index] ?? 0
    return sum
  })
  return { failover: { levelOf, weights: own, full, first, sums } }
}

export const weightedFailover: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare })
