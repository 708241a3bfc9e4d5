/** Chooses the deployment of the next attempt: who may serve, then the group's strategy among them. Allocates nothing. */
import { type Hindrance, isSoft, isUnfit } from './hindrance.js'
import type { Awake, GroupRuntime } from './routing-table.js'
import type { Run } from './run.js'
import { openedBy, type RouterState } from './state.js'

/** Deployments that a call has tried in this group, in order. */
export type Tried = readonly number[]

/** How much a deployment is wanted, less is more; one that is softly hindered comes one after. */
const untried = 0
const triedBefore = 2
const failedLast = 4
const unwanted = 6

/**
 * The index of a deployment, or -1 where none may be asked now. Those not tried yet come first; then those that did not
 * fail just now; then the last. Of several `order`s the lowest stays, so that a retry goes to the untried of the same
 * level, then to the next level, and only then to one tried before. Those that cannot be called at all (no key) come last.
 */
export function pickDeployment(run: Run): number {
  const { engine, tried, streaming } = run
  const { group } = run.current
  const { state, eligible } = engine
  const { serving } = group
  const now = engine.now()
  state.now = now
  if (serving.length === 0) return firstUnready(group, tried)
  const isLevel = group.orders === undefined || group.spillsOver
  const isPlain = tried.length === 0 && group.checks.length === 0 && isLevel && now >= state.limitUntil
  // The usual case: all serve, nothing was tried, nothing is checked. The group's own list is asked as it stands.
  if (isPlain && state.unsettled === 0 && now >= state.restUntil) {
    state.candidates = serving.length
    if (serving.length === 1) return serving[0] ?? -1
    return group.strategy(group, serving, serving.length, state, engine.random, streaming)
  }
  if (isPlain && !group.pinned) {
    const { list, count } = awakeOf(group, state, now)
    state.candidates = count
    if (count === 1) return list[0] ?? -1
    if (count > 1) return group.strategy(group, list, count, state, engine.random, streaming)
  }
  const count = collect(run, now)
  state.candidates = count
  if (count === 0) return run.insists ? soonestOpen(run, now) : -1
  return count === 1 ? (eligible[0] ?? -1) : group.strategy(group, eligible, count, state, engine.random, streaming)
}

/** Those that neither rest nor are being tried out. Every call passes here while one rests, so it is kept until that changes. */
function awakeOf(group: GroupRuntime, state: RouterState, now: number): Awake {
  const known = group.awake
  if (known !== undefined && known.turns === state.turns && now >= known.from && now < known.until) return known
  const { serving } = group
  const { coolUntil, probing } = state
  const awake = known ?? { list: new Int32Array(serving.length), count: 0, turns: 0, from: 0, until: 0 }
  let count = 0
  let until = Number.POSITIVE_INFINITY
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    const rests = coolUntil[index] ?? 0
    if (rests > now) until = Math.min(until, rests)
    else if (probing[index] === 0) awake.list[count++] = index
  }
  awake.count = count
  awake.turns = state.turns
  awake.from = now
  awake.until = until
  group.awake = awake
  return awake
}

/**
 * The most wanted that are not hindered, in one pass. `order`: lower first; those without one come after all that have one.
 * Differs: LiteLLM 1.81 ignores `order` unless pre-call checks are on, and its retries stay within the level.
 */
function collect(run: Run, now: number): number {
  const { tried } = run
  const { group } = run.current
  const { serving, checks } = group
  const { eligible, state } = run.engine
  const orders = group.spillsOver ? undefined : group.orders
  const last = tried.length > 0 ? tried[tried.length - 1] : -1
  let best = unwanted
  let lowest = Number.POSITIVE_INFINITY
  let count = 0
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    let wanted = last === -1 || !tried.includes(index) ? untried : index === last ? failedLast : triedBefore
    const order = orders === undefined ? 0 : levelOf(orders, index)
    if (wanted > best || (wanted === best && order > lowest)) continue
    const hindrance = checks.length === 0 && isClear(state, index, now) ? undefined : hindered(run, index, now)
    if (hindrance !== undefined) {
      if (!isSoft(hindrance)) continue
      wanted++
      if (wanted > best || (wanted === best && order > lowest)) continue
    }
    if (wanted < best || order < lowest) count = 0
    best = wanted
    lowest = order
    eligible[count++] = index
  }
  return count
}

/** Neither resting nor being tried out nor over a limit. */
function isClear(state: RouterState, index: number, now: number): boolean {
  return (state.coolUntil[index] ?? 0) <= now && (state.limitedUntil[index] ?? 0) <= now && state.probing[index] === 0
}

function levelOf(orders: Float64Array, index: number): number {
  const order = orders[index] ?? Number.NaN
  return Number.isNaN(order) ? Number.POSITIVE_INFINITY : order
}

/**
 * Why a deployment may not take the call now, or is to be asked after others; undefined where nothing speaks against it.
 * What does not fit the call is said before what passes, and cooldown last: one that is said to rest is hindered by nothing
 * else. A hindrance that only puts others first is said where no other is found.
 */
export function hindranceOf(run: Run, index: number, now: number): Hindrance | undefined {
  const hindrance = hindered(run, index, now)
  if (run.engine.deployments[index]?.ready !== undefined) return hindrance
  return hindrance !== undefined && isUnfit(hindrance) ? hindrance : 'not-ready'
}

function hindered(run: Run, index: number, now: number): Hindrance | undefined {
  const { state } = run.engine
  const { group } = run.current
  const { checks, limitChecks } = group
  let soft: Hindrance | undefined
  for (let at = 0; at < checks.length; at++) {
    const hindrance = checks[at]?.(run, index, now)
    if (hindrance === undefined) continue
    if (!isSoft(hindrance)) return hindrance
    soft ??= hindrance
  }
  if ((state.limitedUntil[index] ?? 0) > now)
    for (let at = 0; at < limitChecks.length; at++) {
      const hindrance = limitChecks[at]?.(run, index, now)
      if (hindrance === undefined) continue
      if (!isSoft(hindrance)) return hindrance
      soft ??= hindrance
    }
  if (group.pinned) return soft
  if ((state.coolUntil[index] ?? 0) > now) return 'cooldown'
  return soft ?? (state.probing[index] === 1 ? 'probing' : undefined)
}

/**
 * Fails open: where every deployment that fits the call rests because of a share of failures, the one that comes back
 * soonest is asked all the same, if the call has neither a fallback left nor time to wait: it then {@link Run.insists}.
 * A limit, a fault of key or address and an empty account are not better for being asked; nor is a lone deployment, which
 * rests only when nothing has worked for long, or as its own `allowed_fails` says.
 */
export function soonestOpen(run: Run, now: number): number {
  const { state } = run.engine
  const { serving } = run.current.group
  if (serving.length < 2) return -1
  let soonest = -1
  let returns = Number.POSITIVE_INFINITY
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    const hindrance = hindered(run, index, now)
    if (hindrance !== undefined && isUnfit(hindrance)) continue
    if (hindrance !== 'cooldown' || state.openedBy[index] !== openedBy.failures) return -1
    const until = state.coolUntil[index] ?? 0
    if (until >= returns) continue
    soonest = index
    returns = until
  }
  if (soonest !== -1) state.candidates = 1
  return soonest
}

/** A deployment that cannot be called, so that the call ends with the reason why. Asked only where none can. */
function firstUnready(group: GroupRuntime, tried: Tried): number {
  for (const index of group.deployments) if (!tried.includes(index)) return index
  return -1
}

/** Deployments of the group that could take the call now, and how many of them are not `index`. */
export function countHealthy(run: Run, index: number): { readonly healthy: number; readonly others: number } {
  const now = run.engine.now()
  let healthy = 0
  let others = 0
  for (const each of run.current.group.serving) {
    const hindrance = hindered(run, each, now)
    // One that is only busy is well: the call waits for it.
    if (hindrance !== undefined && hindrance !== 'parallel' && !isSoft(hindrance)) continue
    healthy++
    if (each !== index) others++
  }
  return { healthy, others }
}

/** Milliseconds until the first deployment that fits the call serves again; 0 where nobody knows. */
export function soonestReturn(run: Run): number {
  const now = run.engine.now()
  let soonest = Number.POSITIVE_INFINITY
  for (const index of run.current.group.serving) {
    const hindrance = hindered(run, index, now)
    if (hindrance === undefined || isUnfit(hindrance)) continue
    const until = returnOf(run, index, now)
    if (until !== undefined) soonest = Math.min(soonest, until - now)
  }
  return soonest === Number.POSITIVE_INFINITY ? 0 : Math.max(0, soonest)
}

/** When a hindered deployment serves again, milliseconds by the client's clock; undefined where nobody knows. */
export function returnOf(run: Run, index: number, now: number): number | undefined {
  const { state, features } = run.engine
  let until = run.current.group.pinned ? 0 : (state.coolUntil[index] ?? 0)
  let isTold = false
  for (const feature of features) {
    const obstacle = feature.obstacle?.(run, index, now)
    if (obstacle === undefined) continue
    isTold = true
    until = Math.max(until, obstacle.until ?? 0)
  }
  // A feature that has nothing to add to its check holds the deployment for as long as the limit is said to last.
  if (!isTold) until = Math.max(until, state.limitedUntil[index] ?? 0)
  return until > now ? until : undefined
}
