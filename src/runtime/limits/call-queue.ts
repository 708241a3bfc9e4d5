/** Calls that wait because every deployment they could use has all the calls under way that it may have. */
import type { Fault } from '../../protocol/failure.js'
import type { Claim } from '../../protocol/state-store.js'
import type { Engine } from '../engine.js'
import type { FeatureHost } from '../feature.js'
import { type Hindrance, isSoft } from '../hindrance.js'
import { hindranceOf, soonestReturn } from '../pick.js'
import type { GroupRuntime } from '../routing-table.js'
import type { Run, Site } from '../run.js'
import { readNumber } from '../settings.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'
import { parallelKey } from './limit-keys.js'
import { type LimitMarks, type Mark, marksOf } from './limit-marks.js'
import { queueFull, queueTimeout } from './queue-failures.js'

const defaultMaxWaitMs = 60_000
const defaultMaxLength = 10_000
/** A permit that was given back is kept for the call that was waked for it; it takes it at once. */
const handOverMs = 1_000
/**
 * Permits of a shared store may be given back by other processes, which nobody tells: it is asked so often while calls wait.
 * For a deployment that is to come back a call is not waked sooner either.
 */
const pollMs = 100

/** A call's place, kept while it waits, is waked, finds nothing and waits again. */
type Ticket = {
  readonly run: Run
  readonly group: GroupRuntime
  readonly priority: number
  /** Of two with the same priority the lower goes first. */
  readonly number: number
  readonly since: number
  wake: (() => void) | undefined
  /** It has waited as long as it may. */
  isOver: boolean
}

export class CallQueue {
  readonly #engine: Engine
  readonly #marks: LimitMarks
  readonly #isShared: boolean
  readonly #maxWaitMs: number
  readonly #maxLength: number
  readonly #defaultPriority: number
  /** By group, those that go first in front. */
  readonly #waiting = new Map<GroupRuntime, Ticket[]>()
  readonly #tickets = new WeakMap<Run, Ticket>()
  /** Groups that a deployment serves. */
  readonly #groupsOf = new Map<number, readonly GroupRuntime[]>()
  /** Marks of permits, by deployment. */
  readonly #markOf: ReadonlyMap<number, Mark>
  #numbers = 0
  #isPolling = false

  constructor(engine: Engine, { plan, env }: FeatureHost, isShared: boolean) {
    const { queue } = plan.routing
    this.#engine = engine
    this.#marks = marksOf(engine.state)
    this.#isShared = isShared
    this.#maxWaitMs = Math.max(0, readNumber(queue?.maxWaitMs, env) ?? defaultMaxWaitMs)
    this.#maxLength = Math.max(0, readNumber(queue?.maxLength, env) ?? defaultMaxLength)
    this.#defaultPriority = readNumber(queue?.defaultPriority, env) ?? 0
    this.#markOf = new Map(plan.deployments.map(({ index }) => [index, this.#marks.watch(parallelKey(engine, index), [index])]))
    for (const { index } of plan.deployments) {
      this.#groupsOf.set(
        index,
        engine.table.groups.filter((group) => group.serving.includes(index)),
      )
    }
  }

  /** Calls that wait, over all groups. */
  get length(): number {
    let sum = 0
    for (const waiting of this.#waiting.values()) sum += waiting.length
    return sum
  }

  /**
   * A promise to wait for; the failure of a call that finds no room or has waited long enough; undefined where waiting
   * for a permit is of no use.
   * Differs: LiteLLM waits for a permit without an end, and its scheduler asks every 30 ms. A full `rpm` or `tpm` is not
   * waited for, as there: the call falls back, or ends with the time at which it fits.
   */
  wait(run: Run): Promise<void> | Fault | undefined {
    this.#passOn(run)
    if (!this.#isOnlyBusy(run)) return undefined
    const { group } = run.current
    const known = this.#tickets.get(run)
    const ticket = known?.group === group ? known : undefined
    const now = this.#engine.now()
    if (ticket !== undefined && (ticket.isOver || now - ticket.since >= this.#maxWaitMs)) return queueTimeout(group, now - ticket.since)
    if (run.signal?.aborted) return Promise.resolve()
    const waiting = this.#listOf(group)
    if (waiting.length >= this.#maxLength || this.#maxWaitMs === 0) return queueFull(group, this.#maxWaitMs === 0 ? 0 : this.#maxLength)
    return this.#enter(ticket ?? this.#newTicket(run, now), waiting, now)
  }

  /** A call that was waked has ended instead: its turn is the next one's. */
  leave(run: Run): void {
    this.#passOn(run)
  }

  /** A call got what it wanted; what it was waked for is the next one's where it took another deployment. */
  admitted({ run, index }: Site): void {
    const turn = this.#marks.turns.get(run)
    if (turn === undefined) return
    if (turn === index) this.#marks.turns.delete(run)
    else this.#passOn(run)
  }

  /** The store refused a call that was waked for a permit: there is none after all, or it is another's. */
  refused(run: Run, index: number, claim: Claim): void {
    if (this.#marks.turns.get(run) !== index) return
    if (claim.kind === 'permits') this.#marks.turns.delete(run)
    else this.#passOn(run)
  }

  /** A permit of a deployment was given back: one call that can use it is waked, and nobody else may have it. */
  freed(index: number): void {
    const mark = this.#markOf.get(index)
    const ticket = this.#next(index)
    if (ticket !== undefined) {
      if (mark !== undefined) this.#marks.reach(mark, this.#engine.now() + handOverMs, 0, mark.used)
      this.#marks.turns.set(ticket.run, index)
      ticket.wake?.()
      return
    }
    if (mark !== undefined) mark.until = 0
    this.#dismiss(index)
  }

  /** Lets calls go that no permit helps any more, because of another limit or a rest. */
  #dismiss(index: number): void {
    const now = this.#engine.now()
    for (const group of this.#groupsOf.get(index) ?? []) {
      const waiting = this.#waiting.get(group) ?? []
      const [first] = waiting
      if (first === undefined) continue
      const open = group.serving.filter((each) => !this.#isClosed(first.run, each, now))
      const stuck = waiting.filter(({ run }) => !open.some((each) => this.#fits(run, each, now)))
      for (const ticket of stuck) ticket.wake?.()
    }
  }

  #newTicket(run: Run, now: number): Ticket {
    const priority = run.prepared.controls.priority ?? this.#defaultPriority
    const ticket = { run, group: run.current.group, priority, number: ++this.#numbers, since: now, wake: undefined, isOver: false }
    this.#tickets.set(run, ticket)
    const { group } = ticket
    this.#engine.onEvent?.({ type: 'queued', call: run.id, at: now, group: group.name, ahead: placeOf(this.#listOf(group), ticket) })
    return ticket
  }

  #enter(ticket: Ticket, waiting: Ticket[], now: number): Promise<void> {
    const { run } = ticket
    waiting.splice(placeOf(waiting, ticket), 0, ticket)
    if (this.#isShared) this.#poll()
    return new Promise((resolve) => {
      const { signal } = run
      const timer = new AbortController()
      const wake = () => {
        if (ticket.wake !== wake) return
        ticket.wake = undefined
        waiting.splice(waiting.indexOf(ticket), 1)
        if (signal !== undefined) offAbort(signal, wake)
        timer.abort()
        resolve()
      }
      ticket.wake = wake
      if (signal !== undefined) onAbort(signal, wake)
      const longest = Math.max(0, Math.min(ticket.since + this.#maxWaitMs, run.deadlineAt) - now)
      const returns = this.#returnsAfter(run)
      void this.#engine.sleep(Math.min(longest, returns), timer.signal).then(() => {
        if (ticket.wake !== wake) return
        ticket.isOver = longest <= returns
        wake()
      })
    })
  }

  /** Milliseconds until a deployment comes back that the call could not use for another reason than its permits. */
  #returnsAfter(run: Run): number {
    const soonest = soonestReturn(run)
    return soonest === 0 ? Number.POSITIVE_INFINITY : Math.max(soonest, pollMs)
  }

  #passOn(run: Run): void {
    const index = this.#marks.turns.get(run)
    if (index === undefined) return
    this.#marks.turns.delete(run)
    this.freed(index)
  }

  /** The first of those that wait for this deployment and could use it now. */
  #next(index: number): Ticket | undefined {
    let first: Ticket | undefined
    const now = this.#engine.now()
    for (const group of this.#groupsOf.get(index) ?? []) {
      const waiting = this.#waiting.get(group)
      const head = waiting?.[0]
      if (waiting === undefined || head === undefined || this.#isClosed(head.run, index, now)) continue
      const found = waiting.find((ticket) => this.#fits(ticket.run, index, now))
      if (found !== undefined && (first === undefined || isBefore(found, first))) first = found
    }
    return first
  }

  #isOnlyBusy(run: Run): boolean {
    const now = this.#engine.now()
    return run.current.group.serving.some((index) => this.#fits(run, index, now))
  }

  /** True where a deployment would take the call, were it not for its permits. */
  #fits(run: Run, index: number, now: number): boolean {
    const hindrance = this.#hindrance(run, index, now)
    return hindrance === undefined || isSoft(hindrance)
  }

  /** True where a deployment takes no call of the group, whatever it is: nobody else who waits need be asked about. */
  #isClosed(run: Run, index: number, now: number): boolean {
    const hindrance = this.#hindrance(run, index, now)
    return hindrance === 'requests' || hindrance === 'cooldown'
  }

  /** What keeps a call from a deployment beside its permits. */
  #hindrance(run: Run, index: number, now: number): Hindrance | undefined {
    this.#marks.ignoresPermits = true
    const hindrance = hindranceOf(run, index, now)
    this.#marks.ignoresPermits = false
    return hindrance
  }

  #listOf(group: GroupRuntime): Ticket[] {
    const known = this.#waiting.get(group)
    if (known !== undefined) return known
    const made: Ticket[] = []
    this.#waiting.set(group, made)
    return made
  }

  #poll(): void {
    if (this.#isPolling) return
    this.#isPolling = true
    void this.#engine.sleep(pollMs).then(() => {
      this.#isPolling = false
      for (const [group, waiting] of this.#waiting) if (waiting.length > 0) for (const index of group.serving) this.freed(index)
      if (this.length > 0) this.#poll()
    })
  }
}

function isBefore(one: Ticket, other: Ticket): boolean {
  return one.priority === other.priority ? one.number < other.number : one.priority < other.priority
}

/** Where a ticket belongs in a sorted list: usually at its end. */
function placeOf(waiting: readonly Ticket[], ticket: Ticket): number {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = waiting[middle]
    if (other !== undefined && isBefore(other, ticket)) low = middle + 1
    else high = middle
  }
  return low
}
