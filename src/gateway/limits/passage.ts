/** A request that was let pass: what it holds of its limits until it is told how it ended, and then what it really used. */
import type { Refusal, Reservation, Settlement, StateStore } from '../../protocol/state-store.js'
import type { PricedUsage } from '../../runtime/cost.js'
import type { Run } from '../../runtime/run.js'
import type { CallEnd, CallFacts } from '../call-record.js'
import type { CallerBook } from './caller-book.js'
import type { DueList } from './due-list.js'
import { partialUsage } from './estimates.js'
import { type CostGuess, learnCost } from './learned-costs.js'
import type { LimitSettings } from './limit-settings.js'

/** What all passages of what is served have in common. */
export type PassageTerms = {
  readonly store: StateStore
  readonly settings: LimitSettings
  readonly now: () => number
}

const nothing: Settlement = { tokens: 0, costNanoUsd: 0 }

export class Passage {
  /** Undefined for what is not a call of the engine. */
  readonly run: Run | undefined
  readonly book: CallerBook | undefined
  /** What it was counted into, in the order of the claims; undefined where it was into nothing. */
  list: DueList | undefined
  reservation: Reservation | undefined
  /** What it was expected to cost; undefined where no budget asked. */
  guess: CostGuess | undefined
  /** The due that did not fit; nothing was taken then. */
  refusal: Refusal | undefined
  readonly #terms: PassageTerms
  #settled: Settlement | undefined

  constructor(terms: PassageTerms, run: Run | undefined, book: CallerBook | undefined) {
    this.#terms = terms
    this.run = run
    this.book = book
  }

  /** What the store took for it. A request that has ended meanwhile gives it back at once. */
  hold(list: DueList, reservation: Reservation): void {
    this.list = list
    this.reservation = reservation
    if (this.#settled !== undefined) this.#giveBack(reservation, this.#settled)
  }

  /** One of its dues did not fit, and nothing was taken. */
  refuse(list: DueList, refusal: Refusal): void {
    this.list = list
    this.refusal = refusal
  }

  /** Once it is known how the request ended; only the first time counts. `sent` is how many characters of a stream went out. */
  settle(end: CallEnd, facts: CallFacts, sent: number): void {
    if (this.#settled !== undefined) return
    const used = this.#usedBy(end, facts, sent)
    this.#settled = used
    this.book?.add(used.costNanoUsd ?? 0)
    // what broke off says nothing of what a whole answer costs
    if (end === 'answered' && this.guess !== undefined) learnCost(this.guess, used.costNanoUsd ?? 0)
    if (this.reservation !== undefined) this.#giveBack(this.reservation, used)
  }

  #giveBack(reservation: Reservation, settlement: Settlement): void {
    const { store, now } = this.#terms
    void store.settle(reservation, settlement, now())
  }

  #usedBy(end: CallEnd, facts: CallFacts, sent: number): Settlement {
    const { run } = this
    const { settings } = this.#terms
    const { meta, usage, costNanoUsd, streamed } = facts
    const cost = costNanoUsd ?? meta?.costNanoUsd ?? (meta?.cacheHit === undefined || meta.cacheHit === 'partial' ? undefined : 0)
    const tokens = this.#tokens(usage)
    if (cost !== undefined && usage !== undefined) return { tokens, costNanoUsd: cost }
    // nobody answered: what was refused, or given up before its answer, is not billed
    if (meta === undefined) return { tokens: tokens ?? 0, costNanoUsd: cost ?? 0 }
    // neither a provider that counts nothing of its streams nor a client that leaves makes them free
    const isUncounted = streamed === true && (end !== 'answered' || (cost === undefined && usage === undefined))
    if (isUncounted && run !== undefined) {
      const part = partialUsage(run, meta.deploymentId, sent)
      // its row says the same: sums in the database are those that budgets go by
      if (cost === undefined && part.nanoUsd !== undefined) {
        facts.costNanoUsd = part.nanoUsd
        facts.isEstimated = true
      }
      return { tokens: tokens ?? this.#tokens(part.usage), costNanoUsd: cost ?? part.nanoUsd ?? settings.unpricedFloor, isEstimated: true }
    }
    if (end !== 'answered') return cost === undefined && tokens === undefined ? nothing : { tokens: tokens ?? 0, costNanoUsd: cost ?? 0 }
    return { tokens, costNanoUsd: cost ?? settings.unpricedFloor }
  }

  #tokens(usage: PricedUsage | undefined): number | undefined {
    if (usage === undefined) return undefined
    const { prompt_tokens: read, completion_tokens: written = 0 } = usage
    const { tokens } = this.#terms.settings
    return Math.max(0, Math.round((tokens === 'output' ? 0 : read) + (tokens === 'input' ? 0 : written)))
  }
}
