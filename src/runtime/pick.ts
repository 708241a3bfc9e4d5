/** Chooses the deployment of the next attempt: who may serve, then the group's strategy among them. Allocates nothing. */
import type { Engine } from './engine.js'
import type { GroupRuntime } from './routing-table.js'
import type { Run } from './run.js'
import { isCooling, type RouterState } from './state.js'

/** What a pick reads of its call. */
export type Picking = Pick<Run, 'engine' | 'current' | 'tried' | 'streaming'>

/** Deployments that a call has tried in this group, in order. */
export type Tried = readonly number[]

/**
 * The index of a deployment, or -1 where all rest. Those not tried yet come first; then those that did not fail just
 * now; then any. Of several `order`s the lowest stays. Those that cannot be called at all (no key) come last.
 */
export function pickDeployment(run: Picking): number {
  const { engine, tried, streaming } = run
  const { group } = run.current
  const { state, eligible } = engine
  const now = engine.now()
  state.now = now
  const { serving } = group
  // The usual case: nothing rests, nothing was tried, no order. The group's own list is asked as it stands.
  if (tried.length === 0 && now >= state.restUntil && group.orders === undefined && serving.length > 0) {
    state.candidates = serving.length
    if (serving.length === 1) return serving[0] ?? -1
    return group.strategy(group, serving, serving.length, state, engine.random, streaming)
  }
  let count = tried.length === 0 && !group.pinned ? collectAwake(state, serving, eligible, now) : collect(engine, group, tried, 'untried')
  if (count === 0 && tried.length > 0) {
    count = collect(engine, group, tried, 'not-last')
    if (count === 0) count = collect(engine, group, tried, 'any')
  }
  if (count === 0) return serving.length > 0 ? -1 : firstUnready(group, tried)
  count = keepLowestOrder(group, eligible, count)
  state.candidates = count
  return count === 1 ? (eligible[0] ?? -1) : group.strategy(group, eligible, count, state, engine.random, streaming)
}

/** Those that do not rest, for a first attempt; apart from {@link collect} because every call passes here while one rests. */
function collectAwake({ coolUntil }: RouterState, serving: Int32Array, eligible: Int32Array, now: number): number {
  let count = 0
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    if ((coolUntil[index] ?? 0) <= now) eligible[count++] = index
  }
  return count
}

function collect(engine: Engine, group: GroupRuntime, tried: Tried, which: 'untried' | 'not-last' | 'any'): number {
  const { state, eligible } = engine
  const { serving } = group
  const last = tried.length > 0 ? tried[tried.length - 1] : -1
  let count = 0
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    if (!group.pinned && isCooling(state, index, state.now)) continue
    if (which === 'untried' && tried.length > 0 && tried.includes(index)) continue
    if (which === 'not-last' && index === last) continue
    eligible[count++] = index
  }
  return count
}

/**
 * `order`: lower first; where any has one, those without drop out.
 * Differs: LiteLLM 1.81 ignores `order` unless pre-call checks are on.
 */
function keepLowestOrder(group: GroupRuntime, eligible: Int32Array, count: number): number {
  const { orders } = group
  if (orders === undefined) return count
  let lowest = Number.POSITIVE_INFINITY
  for (let at = 0; at < count; at++) {
    const order = orders[eligible[at] ?? 0] ?? Number.NaN
    if (order < lowest) lowest = order
  }
  if (lowest === Number.POSITIVE_INFINITY) return count
  let kept = 0
  for (let at = 0; at < count; at++) {
    const index = eligible[at] ?? 0
    if (orders[index] === lowest) eligible[kept++] = index
  }
  return kept
}

/** A deployment that cannot be called, so that the call ends with the reason why. Asked only where none can. */
function firstUnready(group: GroupRuntime, tried: Tried): number {
  for (const index of group.deployments) if (!tried.includes(index)) return index
  return -1
}

/** Deployments of the group that could serve now, and how many of them are not `index`. */
export function countHealthy(engine: Engine, group: GroupRuntime, index: number): { readonly healthy: number; readonly others: number } {
  const now = engine.now()
  let healthy = 0
  let others = 0
  for (const each of group.serving) {
    if (!group.pinned && isCooling(engine.state, each, now)) continue
    healthy++
    if (each !== index) others++
  }
  return { healthy, others }
}

/** Milliseconds until the first resting deployment of the group serves again. */
export function soonestReturn(engine: Engine, group: GroupRuntime): number {
  const now = engine.now()
  let soonest = Number.POSITIVE_INFINITY
  for (const index of group.serving) soonest = Math.min(soonest, (engine.state.coolUntil[index] ?? 0) - now)
  return soonest === Number.POSITIVE_INFINITY ? 0 : Math.max(0, soonest)
}
