/** Takes what attempts have to claim before they start, settles it when they end, and lets calls wait for permits. */
import type { Fault } from '../../protocol/failure.js'
import {
  type Admission,
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
import { CallQueue } from './call-queue.js'
import { type LimitMarks, marksOf } from './limit-marks.js'
import { spentOf } from './spent-so-far.js'

/** A shared store's refusal holds at least so long for this client, and longer in large groups: it is asked over a network. */
const leastMarkMs = 1_000
const markPerDeploymentMs = 100

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

  admit(site: Site): boolean | Promise<boolean> {
    const { claimants } = this.#partsOf(site.run.engine)
    const claims: Claim[] = []
    for (const feature of claimants) feature.claims?.(site, claims)
    if (claims.length === 0) return this.#grant(site, undefined)
    const answer = this.#store.reserve(claims, site.run.engine.now())
    if (!(answer instanceof Promise)) return this.#take(site, claims, answer)
    return answer.then(
      (admission) => this.#take(site, claims, admission),
      (error: unknown) => {
        this.#report('reserve', error)
        return this.#grant(site, undefined)
      },
    )
  }

  settle(site: Site): void {
    const { engine } = site.run
    const { marks, queue, counters } = this.#partsOf(engine)
    const { reservation } = site
    const spent = spentOf(site)
    site.reservation = undefined
    for (const feature of counters) feature.settled?.(site, spent)
    if (reservation === undefined) return
    forgetSlack(marks, reservation, spent)
    const freesPermit = reservation.claims.some((claim) => claim.kind === 'permits')
    const settled = this.#store.settle(reservation, spent, engine.now())
    if (settled instanceof Promise) {
      settled.then(
        () => freesPermit && queue.freed(site.index),
        (error: unknown) => {
          this.#report('settle', error)
          if (freesPermit) queue.freed(site.index)
        },
      )
    } else if (freesPermit) queue.freed(site.index)
  }

  wait(run: Run): Promise<void> | Fault | undefined {
    return this.#partsOf(run.engine).queue.wait(run)
  }

  leave(run: Run): void {
    this.#partsOf(run.engine).queue.leave(run)
  }

  #take(site: Site, claims: readonly Claim[], answer: Admission): boolean {
    if (isRefusal(answer)) {
      this.#refuse(site, claims, answer)
      return false
    }
    const { engine } = site.run
    const { marks } = this.#partsOf(engine)
    const now = engine.now()
    for (let at = 0; at < claims.length; at++) {
      const { used, freeAt } = answer.meters[at] ?? { used: 0, freeAt: 0 }
      const claim = claims[at]
      const mark = claim === undefined || freeAt <= now ? undefined : marks.find(claim.key)
      if (claim !== undefined && mark !== undefined) marks.reach(mark, freeAt, amountOf(claim), used)
    }
    return this.#grant(site, answer)
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
    const least = this.#isShared ? Math.max(leastMarkMs, group.serving.length * markPerDeploymentMs) : 1
    const until = Math.max(freeAt, now + least)
    const mark = marks.watch(claim.key, [index])
    marks.reach(mark, until, amountOf(claim), used)
    if (claim.kind === 'budget') this.#noteEnd(claim.key, mark, now)
    queue.refused(run, index, claim)
    const deploymentId = engine.plan.deployments[index]?.id ?? ''
    engine.onEvent?.({ type: 'refused', call: run.id, at: now, group: group.name, deploymentId, by: claim.key, freeAt })
  }

  /** A refusal may only say when it is worth asking again; who reads an error wants to know when the budget starts anew. */
  #noteEnd(key: string, mark: { endsAt: number }, now: number): void {
    const states = this.#store.budgets([key], now)
    if (!(states instanceof Promise)) mark.endsAt = states[0]?.endsAt ?? 0
    else
      states.then(
        ([state]) => {
          mark.endsAt = state?.endsAt ?? 0
        },
        (error: unknown) => this.#report('budgets', error),
      )
  }

  /** A store must not reject; one that does may not end calls. Told once per client. */
  #report(method: string, error: unknown): void {
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
