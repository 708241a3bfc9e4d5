/** By `order`, and in proportion: as a level loses deployments, its surplus goes to the next one. Within a level by weight. */
import type { Random } from '../../protocol/ports.js'
import type { RouterState } from '../state.js'
import { drawEvenly, drawMember } from './draw.js'
import type { GroupSources, Levels, Prepared, Strategy } from './strategy.js'

/**
 * How much more than its share a level can carry: with 1.4, traffic spills over when less than 71 % of a level's weight
 * serves. Source: Envoy's overprovisioning factor for priority levels.
 */
const overprovisioning = 1.4

/** Load of each level in the pick in progress; a pick is synchronous, so one array serves all clients. */
let loads = new Float64Array(8)

/**
 * Takes its level by how much of each serves, then a deployment by weight. Those that the call has tried still count as
 * serving, so that a retry stays in its level while another is there. Deployments without an `order` are the last level.
 * Differs: LiteLLM's `order` sends nothing to the next level before the whole of the last one rests.
 */
const pick: Strategy = (group, eligible, count, state, random) => {
  const levels = group.prepared?.failover
  if (levels === undefined) return drawEvenly(eligible, count, random)
  const total = share(levels, group.serving, state)
  let left = random() * total
  let level = 0
  while (level < levels.full.length - 1 && left >= (loads[level] ?? 0)) left -= loads[level++] ?? 0
  // A level of which nothing may be picked (all were tried, say) passes its calls on to the next, and the last to the first.
  for (let nth = 0; nth < levels.full.length; nth++) {
    const index = drawWithin(levels, (level + nth) % levels.full.length, eligible, count, random)
    if (index >= 0) return index
  }
  return drawEvenly(eligible, count, random)
}

/** Works out the load of each level, and returns their sum: below 1 where all levels together are short. */
function share({ levelOf, weights, full }: Levels, all: Int32Array, state: RouterState): number {
  if (loads.length < full.length) loads = new Float64Array(full.length * 2)
  const { coolUntil, limitedUntil, now } = state
  if (now >= state.restUntil && now >= state.limitUntil) {
    loads[0] = 1
    return 1
  }
  for (let level = 0; level < full.length; level++) loads[level] = full[level] ?? 0
  const isLimited = now < state.limitUntil
  for (let at = 0; at < all.length; at++) {
    const index = all[at] ?? 0
    if ((coolUntil[index] ?? 0) <= now && !(isLimited && (limitedUntil[index] ?? 0) > now)) continue
    const level = levelOf[index] ?? 0
    loads[level] = (loads[level] ?? 0) - (weights[index] ?? 0)
  }
  let left = 1
  for (let level = 0; level < full.length; level++) {
    const load = Math.max(0, Math.min(left, (overprovisioning * (loads[level] ?? 0)) / (full[level] ?? 1)))
    loads[level] = load
    left -= load
  }
  return 1 - left
}

/** One of a level by weight, or -1 where none of it may be picked. */
function drawWithin(levels: Levels, level: number, eligible: Int32Array, count: number, random: Random): number {
  const members = levels.members[level]
  const sums = levels.sums[level]
  if (members === undefined || sums === undefined) return -1
  const met = drawMember(members, sums, eligible, count, random)
  if (met >= 0) return met
  const { levelOf, weights } = levels
  let able = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (levelOf[index] === level) able += weights[index] ?? 0
  }
  let left = random() * able
  let last = -1
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    const weight = weights[index] ?? 0
    if (levelOf[index] !== level || weight <= 0) continue
    last = index
    left -= weight
    if (left < 0) return index
  }
  return last
}

function prepare({ serving: indexes, weights, orders }: GroupSources): Prepared {
  const orderOf = (index: number) => (Number.isNaN(orders[index]) ? Number.POSITIVE_INFINITY : (orders[index] ?? 0))
  const known = [...new Set(indexes.map(orderOf))].sort((a, b) => a - b)
  const levelOf = new Uint16Array(weights.length)
  const own = new Float64Array(weights.length)
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
  const members = known.map((_, level) => Int32Array.from(indexes.filter((index) => levelOf[index] === level)))
  const sums = members.map((level) => {
    let sum = 0
    return Float64Array.from(level, (index) => {
      sum += own[index] ?? 0
      return sum
    })
  })
  return { failover: { levelOf, weights: own, full, members, sums } }
}

export const weightedFailover: Strategy = /* @__PURE__ */ Object.assign(pick, { prepare })
