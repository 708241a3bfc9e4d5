/** What is worked out of a caller once, for as long as it is kept in memory: its dues, those of each model, and what it spends. */
import type { Caller } from '../store/find-caller.js'
import { callerDues, hasModelDues, keyName, modelDues } from './caller-dues.js'
import { type Dues, noDues } from './due.js'
import { type Moment, nanoUsd, spentOf } from './periods.js'

/** Models that callers name; one more than these starts anew. */
const mostModels = 1_000

/** A budget that only warns. Nano-dollars. */
export type SoftBudget = { readonly shown: string; readonly limit: number; readonly spent: number; readonly period: string }

type Resetting = { readonly budgetResetAt: Date | null }

export class CallerBook {
  readonly caller: Caller
  readonly #timeZone: string
  readonly #hasModels: boolean
  #dues: Dues
  readonly #models = new Map<string, Dues>()
  /** Spent when the caller was read, and since then through this process. */
  #read: number
  #added = 0

  constructor(caller: Caller, moment: Moment) {
    this.caller = caller
    this.#timeZone = moment.timeZone
    this.#hasModels = hasModelDues(caller)
    this.#dues = callerDues(caller, moment)
    this.#read = this.#spentAt(moment)
  }

  /** What the caller's requests are counted into, whatever they ask for. */
  dues(now: number): Dues {
    if (now >= this.#dues.validUntil) {
      const moment = { now, timeZone: this.#timeZone }
      this.#dues = callerDues(this.caller, moment)
      this.#models.clear()
      this.#read = this.#spentAt(moment)
      this.#added = 0
    }
    return this.#dues
  }

  /** The same for a model, under the names it goes by. */
  modelDues(names: () => readonly string[], asked: string, now: number): Dues {
    if (!this.#hasModels) return noDues
    const known = this.#models.get(asked)
    if (known !== undefined && now < known.validUntil) return known
    const made = modelDues(this.caller, names(), { now, timeZone: this.#timeZone })
    if (this.#models.size >= mostModels) this.#models.clear()
    this.#models.set(asked, made)
    return made
  }

  add(nano: number): void {
    this.#added += nano
  }

  /** What the key has spent as far as this process knows, nano-dollars. */
  get spent(): number {
    return this.#read + this.#added
  }

  /** Those of its budgets that only warn. */
  softBudgets(now: number): readonly SoftBudget[] {
    const { key, user, team, budgets } = this.caller
    const moment = { now, timeZone: this.#timeZone }
    const of = (shown: string, limit: string | null | undefined, row: Resetting, spent: () => number): readonly SoftBudget[] =>
      limit === null || limit === undefined
        ? []
        : [{ shown, limit: nanoUsd(limit), spent: spent(), period: row.budgetResetAt?.toISOString() ?? '' }]
    return [
      ...of(`key ${keyName(this.caller)}`, key.softBudget ?? budgets.key?.softBudget, key, () => this.spent),
      ...(team === undefined
        ? []
        : of(`team ${team.teamId}`, team.softBudget, team, () => spentOf({ ...team, duration: team.budgetDuration }, moment))),
      ...(team !== undefined || user === undefined
        ? []
        : of(`user ${user.userId}`, user.softBudget, user, () => spentOf({ ...user, duration: user.budgetDuration }, moment))),
    ]
  }

  #spentAt(moment: Moment): number {
    const { key, budgets } = this.caller
    return spentOf({ ...key, duration: key.budgetDuration ?? budgets.key?.budgetDuration }, moment)
  }
}
