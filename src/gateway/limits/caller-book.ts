/** What is worked out of a caller once, for as long as it is kept in memory: its dues, those of each model, and what it spends. */
import type { Caller } from '../store/find-caller.js'
import { callerDues, hasModelDues, keyName, modelDues, namesOf } from './caller-dues.js'
import { type Dues, noDues, type RateDue, together } from './due.js'
import { type Moment, nanoUsd, spentOf } from './periods.js'
import { usd } from './usd.js'

/** Models that callers name; one more than these starts anew. */
const mostModels = 1_000

/** A budget that only warns. Nano-dollars. */
export type SoftBudget = { readonly shown: string; readonly limit: number; readonly spent: number; readonly period: string }

type Resetting = { readonly budgetResetAt: Date | null }

/** What holds until something of it ends, or begins anew. */
type Worked = {
  /** What the caller's requests are counted into, whatever they ask for. */
  readonly own: Dues
  /** The same with what every request is counted into. */
  readonly all: Dues
  /** Headers of the key's own limits, as lines. */
  readonly told: string
  /** Endings of headers of a provider that tell of the same. */
  readonly hides: readonly string[]
  /** What the key had spent when it was read, nano-dollars. */
  readonly spent: number
}

export class CallerBook {
  readonly caller: Caller
  readonly #timeZone: string
  readonly #global: Dues
  readonly #hasModels: boolean
  #worked: Worked
  readonly #models = new Map<string, Dues>()
  /** Spent through this process since then. */
  #added = 0

  /** `global` is what every request is counted into, whoever makes it. */
  constructor(caller: Caller, moment: Moment, global = noDues) {
    this.caller = caller
    this.#timeZone = moment.timeZone
    this.#global = global
    this.#hasModels = hasModelDues(caller)
    this.#worked = workedOut(caller, moment, global)
  }

  /** What a request is counted into, by the model as it asks for it and the group that serves that. */
  dues(asked: string, group: string | undefined, now: number): Dues {
    if (now >= this.#worked.all.validUntil) this.#renew(now)
    const { own, all } = this.#worked
    if (!this.#hasModels) return all
    const known = this.#models.get(asked)
    if (known !== undefined && now < known.validUntil) return known
    const ofModel = modelDues(this.caller, namesOf(asked, group), { now, timeZone: this.#timeZone })
    const made = together([own, ofModel, this.#global])
    if (this.#models.size >= mostModels) this.#models.clear()
    this.#models.set(asked, made)
    return made
  }

  #renew(now: number): void {
    this.#worked = workedOut(this.caller, { now, timeZone: this.#timeZone }, this.#global)
    this.#models.clear()
    this.#added = 0
  }

  get told(): string {
    return this.#worked.told
  }

  get hides(): readonly string[] {
    return this.#worked.hides
  }

  add(nano: number): void {
    this.#added += nano
  }

  /** What the key has spent as far as this process knows, nano-dollars. */
  get spent(): number {
    return this.#worked.spent + this.#added
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
}

function workedOut(caller: Caller, moment: Moment, global: Dues): Worked {
  const { key, budgets } = caller
  const own = callerDues(caller, moment)
  return {
    own,
    all: together([own, global]),
    told: keyLines(caller, own),
    hides: ofKey(own).map(({ kind }) => `-${kind}`),
    spent: spentOf({ ...key, duration: key.budgetDuration ?? budgets.key?.budgetDuration }, moment),
  }
}

/** The key's rates that OpenAI's headers tell of. */
function ofKey({ rates }: Dues): readonly RateDue[] {
  return rates.filter(({ kind, descriptor }) => descriptor === 'api_key' && kind !== 'max_parallel_requests')
}

function keyLines({ key: { maxBudget } }: Caller, own: Dues): string {
  const lines = ofKey(own).map(({ kind, limit }) => `x-litellm-key-${kind === 'requests' ? 'rpm' : 'tpm'}-limit: ${limit}`)
  const budget = own.budgets.find(({ object }) => object === 'key')?.limit ?? (maxBudget === null ? undefined : nanoUsd(maxBudget))
  if (budget !== undefined) lines.push(`x-litellm-key-max-budget: ${usd(budget)}`)
  return [...lines, ''].join('\r\n')
}
