/** Chooses the deployment of the next attempt: who may serve, then the group's strategy among them. Allocates nothing. */
import { followClock } from './health/clock-set-back.js'
import { type Hindrance, isSoft, isUnfit } from './hindrance.js'
import type { Clear, GroupRuntime } from './routing-table.js'
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
 * Which deployments the call of the pick in progress has tried: those marked with the number of the pick. A pick is
 * synchronous, so one array serves all clients.
 */
let triedIn = new Float64Array(64)
let picks = 0
const unmarked = -1

/**
 * The index of a deployment, or -1 where none may be asked now. Those not tried yet come first; then those that did not
 * fail just now; then the last. Of several `order`s the lowest stays, so that a retry goes to the untried of the same
 * level, then to the next level, and only then to one tried before. Those that cannot be called at all (no key) come last.
 */
export function pickDeployment(run: Run): number {
  const { engine, tried } = run
  const { group } = run.current
  const { state, eligible } = engine
  const { serving } = group
  const now = engine.now()
  if (now < state.now) followClock(state, now)
  state.now = now
  if (serving.length === 0) return firstUnready(group, tried)
  const isFirst = tried.length === 0 && group.checks.length === 0
  // The usual case: all serve, nothing was tried, nothing is checked. The group's own list is asked as it stands.
  if (
    isFirst &&
    state.unsettled === 0 &&
    now >= state.restUntil &&
    now >= state.limitUntil &&
    (group.orders === undefined || group.spillsOver)
  )
    return choose(run, serving, serving.length)
  if (tried.length > 0) markTried(tried, state.coolUntil.length)
  if (!group.pinned) {
    const clear = clearOf(group, state, now)
    if (isFirst && !mayLimited(run, clear, now)) {
      if (clear.count > 0) return choose(run, clear.list, clear.count)
    } else {
      const fitting = narrow(run, clear, now)
      if (fitting > 0) return choose(run, eligible, fitting)
    }
  }
  const count = collect(run, now)
  if (count > 0) return choose(run, eligible, count)
  state.candidates = 0
  return run.insists ? soonestOpen(run, now) : -1
}

/** What the group's strategy chooses. One that is alone is not chosen. */
function choose({ engine, current, streaming }: Run, list: Int32Array, count: number): number {
  const { state, random } = engine
  const { group } = current
  state.candidates = count
  return count === 1 ? (list[0] ?? -1) : group.strategy(group, list, count, state, random, streaming)
}

function markTried(tried: Tried, deployments: number): void {
  if (triedIn.length < deployments) triedIn = new Float64Array(deployments * 2)
  picks++
  for (let at = 0; at < tried.length; at++) triedIn[tried[at] ?? 0] = picks
}

/** What nothing speaks against, whatever the call. Every call passes here while one rests, so it is kept until that changes. */
function clearOf(group: GroupRuntime, state: RouterState, now: number): Clear {
  const known = group.clear
  if (known !== undefined && known.turns === state.turns && now < known.until) return known
  const clear = known ?? createClear(group.serving.length)
  group.clear = clear
  clear.turns = state.turns
  clear.version++
  clear.areWeighed = false
  fillClear(clear, group, state, now)
  return clear
}

function createClear(size: number): Clear {
  return {
    list: new Int32Array(size),
    count: 0,
    order: 0,
    limited: new Int32Array(size),
    limitedCount: 0,
    version: 0,
    turns: 0,
    until: 0,
    sums: new Float64Array(size),
    areWeighed: false,
  }
}

function fillClear(clear: Clear, { serving, orders: own, spillsOver, limitChecks }: GroupRuntime, state: RouterState, now: number): void {
  const { coolUntil, limitedUntil, probing } = state
  const { list, limited } = clear
  const orders = spillsOver ? undefined : own
  let until = Number.POSITIVE_INFINITY
  let order = Number.POSITIVE_INFINITY
  let count = 0
  let limitedCount = 0
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    const rests = coolUntil[index] ?? 0
    const limits = limitedUntil[index] ?? 0
    if (rests > now && rests < until) until = rests
    if (limits > now && limits < until) until = limits
    if (rests > now || probing[index] === 1) continue
    if (limits > now && limitChecks.length > 0) {
      limited[limitedCount++] = index
      continue
    }
    const level = orders === undefined ? Number.POSITIVE_INFINITY : levelOf(orders, index)
    if (level > order) continue
    if (level < order) count = 0
    order = level
    list[count++] = index
  }
  clear.until = until
  clear.order = order
  clear.count = count
  clear.limitedCount = orders === undefined ? limitedCount : keepLevels(limited, limitedCount, orders, order)
}

/** Leaves those of at most an `order`. */
function keepLevels(list: Int32Array, count: number, orders: Float64Array, most: number): number {
  let kept = 0
  for (let at = 0; at < count; at++) {
    const index = list[at] ?? 0
    if (levelOf(orders, index) <= most) list[kept++] = index
  }
  return kept
}

/** True where one that is over a limit may take the call all the same: it needs less than is left, say. */
function mayLimited(run: Run, { limited, limitedCount }: Clear, now: number): boolean {
  for (let at = 0; at < limitedCount; at++) if (hindered(run, limited[at] ?? 0, now) === undefined) return true
  return false
}

/**
 * Lists those of the clear, and of those over a limit, that the call has not tried and no check speaks against, in the order
 * of the config. Returns how many; 0 where others are to be looked at.
 */
function narrow(run: Run, { list, count, order, limited, limitedCount }: Clear, now: number): number {
  const { eligible } = run.engine
  const { checks, orders } = run.current.group
  // Read once: the loop is slower by half where it has to look them up again.
  const marks = triedIn
  const mark = run.tried.length > 0 ? picks : unmarked
  const isChecked = checks.length > 0
  let fitting = 0
  let next = 0
  for (let at = 0; at < count || next < limitedCount; ) {
    const isLimited = next < limitedCount && (at === count || (limited[next] ?? 0) < (list[at] ?? 0))
    const index = (isLimited ? limited[next++] : list[at++]) ?? 0
    if (marks[index] === mark) continue
    if ((isLimited || isChecked) && hindered(run, index, now) !== undefined) continue
    // One of a lower level than the clear, which are not wanted then.
    if (isLimited && orders !== undefined && levelOf(orders, index) < order) return 0
    eligible[fitting++] = index
  }
  return fitting
}

/**
 * The most wanted, in one pass over all, where none is clear that the call has not tried. `order`: lower first; those
 * without one come after all that have one.
 * Differs: LiteLLM 1.81 ignores `order` unless pre-call checks are on, and its retries stay within the level.
 */
function collect(run: Run, now: number): number {
  const { tried } = run
  const { group } = run.current
  const { serving } = group
  const { eligible } = run.engine
  const orders = group.spillsOver ? undefined : group.orders
  const last = tried.length > 0 ? tried[tried.length - 1] : -1
  let best = unwanted
  let lowest = Number.POSITIVE_INFINITY
  let count = 0
  for (let at = 0; at < serving.length; at++) {
    const index = serving[at] ?? 0
    let wanted = last === -1 || triedIn[index] !== picks ? untried : index === last ? failedLast : triedBefore
    const order = orders === undefined ? 0 : levelOf(orders, index)
    if (wanted > best || (wanted === best && order > lowest)) continue
    const hindrance = hindered(run, index, now)
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
