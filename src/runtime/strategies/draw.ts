/** Random choices that several strategies make. They allocate nothing, and look at each of a hundred deployments once. */
import type { Random } from '../../protocol/ports.js'

let sums = new Float64Array(64)

/** Room for the sums of a pick, by position; a pick is synchronous, so one array serves all clients. */
export function sumRoom(count: number): Float64Array {
  if (sums.length < count) sums = new Float64Array(count * 2)
  return sums
}

/** One of the first `count`, evenly. */
export function drawEvenly(eligible: Int32Array, count: number, random: Random): number {
  return eligible[Math.trunc(random() * count)] ?? 0
}

/** Draws before a strategy looks at every deployment: with half of them resting, one in 256 picks gets that far. */
const tries = 8

/**
 * One of `members` by weight (`sums` are those up to each) that is among the eligible, or -1 where none was met within
 * some draws. Costs the same however many there are.
 */
export function drawMember(members: Int32Array, sums: Float64Array, eligible: Int32Array, count: number, random: Random): number {
  const total = sums[members.length - 1] ?? 0
  if (total <= 0) return -1
  for (let nth = 0; nth < tries; nth++) {
    const index = members[firstAbove(sums, members.length, random() * total)] ?? 0
    if (holds(eligible, count, index)) return index
  }
  return -1
}

/** Searches by halves: deployments stand in the order of the config. One that is not found is merely drawn again. */
function holds(eligible: Int32Array, count: number, index: number): boolean {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((eligible[middle] ?? 0) < index) low = middle + 1
    else high = middle
  }
  return eligible[low] === index
}

/** Position of the first sum above `value`: its own weight is above 0. */
export function firstAbove(sums: Float64Array, count: number, value: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
