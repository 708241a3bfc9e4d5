/** Takes what attempts have to claim before they start, settles it when they end, and lets calls wait for permits. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import {
  type Admission,
  type BudgetState,
  type Claim,
  isRefusal,
  type Refusal,
  type Reservation,
  type Settlement,
  type StateStore,
} from '../../protocol/state-store.js'
import type { Engine } from '../engine.js'
import type { Admitting, FeatureHost, FeatureRuntime } from '../feature.js'
import { warnProcess } from '../observer.js'
import type { Run, Site } from '../run.js'
import { memoryStore } from '../state-store/memory-store.js'
import { endOf, whenAdmitted } from './admission-in-time.js'
import { CallQueue } from './call-queue.js'
import { type LimitMarks, marksOf } from './limit-marks.js'
import { spentOf } from './spent-so-far.js'

/** A shared store's refusal holds at least so long for this client, and longer in large groups: it is asked over a network. */
const leastMarkMs = 1_000
const markPerDeploymentMs = 100
/** Permits of a store that no other client has come back through this one, and with them their mark ends. */
const ownPermitMarkMs = 60_000

/** What the features of one client need at each attempt, found once. */
type Parts = {
  readonly marks: LimitMarks
  readonly queue: CallQueue
  readonly claimants: readonly FeatureRuntime[]
  readonly counters: readonly FeatureRuntime[]
}

class StoreAdmission implements Admitting {
  readonly #host: FeatureHost
  readonly #store: StateStore
  readonly #isShared: boolean
  #parts: Parts | undefined
  #hasFailed = false

  constructor(host: FeatureHost) {
    this.#host = host
    this.#store = host.store ?? memoryStore()
    this.#isShared = host.store !== undefined
  }

  admit(site: Site): boolean | Promise<Outcome<boolean>> {
    const { claimants } = this.#partsOf(site.run.engine)
    const claims: Claim[] = []
    for (const feature of claimants) feature.claims?.(site, claims)
    if (claims.length === 0) return this.#grant(site, undefined)
    const { engine } = site.run
    const answer = this.#ask('reserve', (store) => store.reserve(claims, engine.now()))
    if (!(answer instanceof Promise)) return this.#take(site, claims, answer)
    return whenAdmitted(
      site,
      answer.then((admission) => this.#take(site, claims, admission)),
    )
  }

  settle(site: Site): void {
    const { engine } = site.run
    const { marks, queue, counters } = this.#partsOf(engine)
    const { reservation } = site
    if (reservation === undefined && counters.length === 0) return
    const spent = spentOf(site)
    site.reservation = undefined
    for (const feature of counters) feature.settled?.(site, spent)
    if (reservation === undefined) return
    forgetSlack(marks, reservation, spent)
    const settled = this.#ask('settle', (store) => store.settle(reservation, spent, engine.now()))
    if (!reservation.claims.some(isPermit)) return
    if (settled instanceof Promise) void settled.then(() => queue.freed(site.index))
    else queue.freed(site.index)
  }

  wait(run: Run): Promise<Fault | undefined> | Fault | undefined {
    const waiting = this.#partsOf(run.engine).queue.wait(run)
    return waiting instanceof Promise ? this.#turnOf(run, waiting) : waiting
  }

  async #turnOf(run: Run, waiting: Promise<void>): Promise<Fault | undefined> {
    await waiting
    const ended = endOf(run)
    if (ended !== undefined) this.#partsOf(run.engine).queue.leave(run)
    return ended
  }

  /** A store that failed has allowed the call. */
  #take(site: Site, claims: readonly Claim[], answer: Admission | undefined): boolean {
    if (answer === undefined) return this.#grant(site, undefined)
    if (isRefusal(answer)) {
      this.#refuse(site, claims, answer)
      return false
    }
    const { engine } = site.run
    const { marks, queue } = this.#partsOf(engine)
    const now = engine.now()
    let hasMore = false
    for (let at = 0; at < claims.length; at++) {
      const { used, freeAt } = answer.meters[at] ?? { used: 0, freeAt: 0 }
      const claim = claims[at]
      if (claim === undefined) continue
      const mark = freeAt <= now ? undefined : marks.find(claim.key)
      if (mark !== undefined) marks.reach(mark, this.#endOf(claim, freeAt, now), amountOf(claim), used)
      else if (isPermit(claim)) hasMore = this.#isShared
    }
    this.#grant(site, answer)
    // Others have given permits back, and tell nobody.
    if (hasMore) queue.freed(site.index)
    return true
  }

  /** How long a limit that was reached is taken to be. */
  #endOf(claim: Claim, freeAt: number, now: number): number {
    return isPermit(claim) && !this.#isShared ? now + ownPermitMarkMs : freeAt
  }

  #grant(site: Site, reservation: Reservation | undefined): true {
    const { queue, counters } = this.#partsOf(site.run.engine)
    site.reservation = reservation
    for (const feature of counters) feature.admitted?.(site)
    queue.admitted(site)
    return true
  }

  #refuse(site: Site, claims: readonly Claim[], { refused, used, freeAt }: Refusal): void {
    const { run, index } = site
    const { engine } = run
    const { marks, queue } = this.#partsOf(engine)
    const claim = claims[refused]
    if (claim === undefined) throw new Error(`llmgen bug: claim ${refused} of ${claims.length} was refused`)
    const now = engine.now()
    const { group } = site.resolved
    const least = this.#isShared && this.#store.isNear !== true ? Math.max(leastMarkMs, group.serving.length * markPerDeploymentMs) : 1
    const until = Math.max(this.#endOf(claim, freeAt, now), now + least)
    const mark = marks.watch(claim.key, [index])
    marks.reach(mark, until, amountOf(claim), used)
    if (claim.kind === 'budget') this.#noteEnd(claim.key, mark, now)
    queue.refused(run, index, claim)
    const deploymentId = engine.plan.deployments[index]?.id ?? ''
    engine.onEvent?.({ type: 'refused', call: run.id, at: now, group: group.name, deploymentId, by: claim.key, freeAt })
  }

  /** A refusal may only say when it is worth asking again; who reads an error wants to know when the budget starts anew. */
  #noteEnd(key: string, mark: { endsAt: number }, now: number): void {
    const note = (states: readonly BudgetState[] | undefined) => {
      mark.endsAt = states?.[0]?.endsAt ?? 0
    }
    const states = this.#ask('budgets', (store) => store.budgets([key], now))
    if (states instanceof Promise) void states.then(note)
    else note(states)
  }

  /** What the store answers; undefined where it fails. It must not, and one that does may not end calls. */
  #ask<T>(method: string, question: (store: StateStore) => T | Promise<T>): T | undefined | Promise<T | undefined> {
    const fail = (error: unknown) => this.#report(method, error)
    try {
      const answer = question(this.#store)
      return answer instanceof Promise ? answer.catch(fail) : answer
    } catch (error) {
      return fail(error)
    }
  }

  /** Told once per client. */
  #report(method: string, error: unknown): undefined {
    if (this.#hasFailed) return
    this.#hasFailed = true
    const text = error instanceof Error ? error.message : String(error)
    warnProcess(
      `${method} of the state store given to createLlm failed: ${text}. Calls go on as if it had allowed them; further failures of this client's store are not reported.`,
    )
  }

  #partsOf(engine: Engine): Parts {
    this.#parts ??= {
      marks: marksOf(engine.state),
      queue: new CallQueue(engine, this.#host, this.#isShared),
      claimants: engine.features.filter((feature) => feature.claims !== undefined),
      counters: engine.features.filter((feature) => feature.admitted !== undefined || feature.settled !== undefined),
    }
    return this.#parts
  }
}

/** Admission by the store that the caller handed over, or one in memory. */
export function createAdmission(host: FeatureHost): Admitting {
  return new StoreAdmission(host)
}

function isPermit(claim: Claim): boolean {
  return claim.kind === 'permits'
}

/** What a smaller call would need less of. */
function amountOf(claim: Claim): number {
  return claim.kind === 'tokens' || claim.kind === 'budget' ? claim.amount : 0
}

/**
 * What was reserved and not used is there for others again; and a budget of which some was reserved was marked with a
 * guess. In both cases the store is worth a question.
 */
function forgetSlack(marks: LimitMarks, { claims }: Reservation, { tokens }: Settlement): void {
  for (const claim of claims) {
    const isNews = claim.kind === 'budget' || (claim.kind === 'tokens' && tokens !== undefined && tokens < claim.amount)
    const mark = isNews ? marks.find(claim.key) : undefined
    if (mark !== undefined) mark.until = 0
  }
}
