/** Choices that several strategies make. They allocate nothing. */
import type { Random } from '../../protocol/ports.js'
import type { GroupRuntime } from '../routing-table.js'
import type { RouterState } from '../state.js'

/** Rooms of the pick in progress, by position; a pick is synchronous, so they serve all clients. */
let sumRoom = new Float64Array(64)
let indexRoom = new Int32Array(64)

/** Values of {@link listOf}: some list of one call, and all that serve. */
export const none = -1
const all = 0

/** A number for a list that a group keeps; its clear ones have another each time they are worked out. */
export function listOf({ serving, clear }: GroupRuntime, eligible: Int32Array): number {
  return eligible === serving ? all : eligible === clear?.list ? clear.version : none
}

/** Room for `count` deployment indexes, until the next call. */
export function roomFor(count: number): Int32Array {
  if (indexRoom.length < count) indexRoom = new Int32Array(count * 2)
  return indexRoom
}

/** One of the first `count`, evenly. */
export function drawEvenly(eligible: Int32Array, count: number, random: Random): number {
  return eligible[Math.trunc(random() * count)] ?? 0
}

/** One of the first `count`, by weights that are summed up to each place; evenly where all are 0. */
export function drawBySums(eligible: Int32Array, sums: Float64Array, count: number, random: Random): number {
  const total = sums[count - 1] ?? 0
  return total > 0 ? (eligible[firstAbove(sums, count, random() * total)] ?? 0) : drawEvenly(eligible, count, random)
}

/** Writes the weights of the eligible into `sums`, each added to those before it. */
export type Weigh = (group: GroupRuntime, eligible: Int32Array, count: number, state: RouterState, sums: Float64Array) => void

/** One by weights that change only as deployments come and go; those of the group's clear ones are kept until then. */
export function drawWeighed(
  group: GroupRuntime,
  eligible: Int32Array,
  count: number,
  state: RouterState,
  random: Random,
  weigh: Weigh,
): number {
  const { clear } = group
  if (clear !== undefined && eligible === clear.list) {
    if (!clear.areWeighed) weigh(group, eligible, count, state, clear.sums)
    clear.areWeighed = true
    return drawBySums(eligible, clear.sums, count, random)
  }
  if (sumRoom.length < count) sumRoom = new Float64Array(count * 2)
  weigh(group, eligible, count, state, sumRoom)
  return drawBySums(eligible, sumRoom, count, random)
}

/** Position of the first sum above `value`: its own weight is above 0. */
function firstAbove(sums: Float64Array, count: number, value: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}

/** The deployment with the lowest score. Four at a time are passed over, as nearly all are: that is faster by an eighth. */
export function lowestOf(scores: Float64Array, eligible: Int32Array, count: number): number {
  let found = eligible[0] ?? 0
  let lowest = scores[found] ?? 0
  for (let at = 0; at < count; at += 4) {
    if (
      at + 4 <= count &&
      (scores[eligible[at] ?? 0] ?? 0) >= lowest &&
      (scores[eligible[at + 1] ?? 0] ?? 0) >= lowest &&
      (scores[eligible[at + 2] ?? 0] ?? 0) >= lowest &&
      (scores[eligible[at + 3] ?? 0] ?? 0) >= lowest
    )
      continue
    for (let place = at; place < at + 4 && place < count; place++) {
      const index = eligible[place] ?? 0
      const score = scores[index] ?? 0
      if (score >= lowest) continue
      lowest = score
      found = index
    }
  }
  return found
}

/** Draws that look for one of those alike before all are listed: where many are alike, one of them is soon met. */
const draws = 4

/** One with the fewest calls under way, at random among equals. */
export function drawFewest(eligible: Int32Array, count: number, { inFlight }: RouterState, random: Random): number {
  const paired = count - (count % 2)
  let fewest = inFlight[eligible[count - 1] ?? 0] ?? 0
  let odd = fewest
  for (let at = 0; at < paired; at += 2) {
    const first = inFlight[eligible[at] ?? 0] ?? 0
    const second = inFlight[eligible[at + 1] ?? 0] ?? 0
    if (first < fewest) fewest = first
    if (second < odd) odd = second
  }
  if (odd < fewest) fewest = odd
  for (let nth = 0; nth < draws; nth++) {
    const index = drawEvenly(eligible, count, random)
    if (inFlight[index] === fewest) return index
  }
  const alike = roomFor(count)
  let found = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (inFlight[index] === fewest) alike[found++] = index
  }
  return drawEvenly(alike, found, random)
}
