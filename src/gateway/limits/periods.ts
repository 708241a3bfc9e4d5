/** Budgets with their periods. Whether one has started anew is decided here, by the time of the request, whatever a row says. */
import { nextReset, parseDuration } from '../budget-reset.js'
import type { WindowRow } from '../store/find-caller.js'
import type { SpendWindow } from '../store/spend-row.js'
import type { Json, JsonObject } from '../store/tables.js'
import { type BudgetDue, type Dues, duesOf, type LimitedObject, noDues } from './due.js'
import { part } from './rates.js'

/** The time of a request and the zone in which days begin. */
export type Moment = { readonly now: number; readonly timeZone: string }

/** Whose budget: `kind` and `id` name the sum. */
export type OwnerOf = { readonly object: LimitedObject; readonly kind: SpendWindow['kind']; readonly id: string; readonly shown: string }

/** Its own sum, as its row has it. Money is decimal text. */
export type OwnSum = {
  readonly spend: string
  readonly spendEpoch: number
  readonly budgetResetAt: Date | null
  readonly duration: string | null | undefined
  readonly maxBudget: string | null | undefined
  /** Added to the limit for now, nano-dollars. */
  readonly raise?: number
}

/** Decimal US dollars as integer nano-dollars; what is more than nothing is at least one. */
export function nanoUsd(usd: string | number): number {
  const amount = Number(usd)
  return amount > 0 ? Math.max(1, Math.round(amount * 1e9)) : 0
}

/** The budget of the object itself; undefined where it has none. Null is no limit; 0 lets nothing pass that costs anything. */
export function ownBudget(owner: OwnerOf, sum: OwnSum, moment: Moment): BudgetDue | undefined {
  const { maxBudget, raise = 0 } = sum
  if (maxBudget === null || maxBudget === undefined) return undefined
  const { endsAt, name, isOver } = periodOf(sum, moment)
  return {
    kind: 'budget',
    object: owner.object,
    shown: owner.shown,
    key: `${owner.kind}:${part(owner.id)}:spend:${name}:${sum.spendEpoch}`,
    limit: nanoUsd(maxBudget) + raise,
    known: isOver ? 0 : nanoUsd(sum.spend),
    endsAt,
  }
}

/** What an object has spent in its period, nano-dollars. */
export function spentOf(sum: Pick<OwnSum, 'spend' | 'budgetResetAt' | 'duration'>, moment: Moment): number {
  return periodOf(sum, moment).isOver ? 0 : nanoUsd(sum.spend)
}

function periodOf({ budgetResetAt, duration }: Pick<OwnSum, 'budgetResetAt' | 'duration'>, { now, timeZone }: Moment) {
  const at = budgetResetAt?.getTime()
  if (at !== undefined && at > now) return { endsAt: at, name: String(at), isOver: false }
  const parsed = duration === null || duration === undefined ? undefined : parseDuration(duration)
  const isOver = at !== undefined
  if (parsed === undefined) return { endsAt: 0, name: isOver ? `since-${at}` : 'ever', isOver }
  const endsAt = nextReset(parsed, now, timeZone)
  return { endsAt, name: String(endsAt), isOver }
}

/** Budgets beside the own one: several windows at once, or those of single models. */
export type Window = { readonly name: string; readonly duration: string | undefined; readonly limit: number }

/** The windows of an object as dues. `rows` are those of all objects that were read. */
export function windowBudgets(
  owner: OwnerOf,
  windows: readonly Window[],
  rows: readonly WindowRow[],
  epoch: number,
  { now, timeZone }: Moment,
): Dues {
  if (windows.length === 0) return noDues
  const counted: SpendWindow[] = []
  const budgets = windows.map(({ name, duration, limit }): BudgetDue => {
    const parsed = duration === undefined ? undefined : parseDuration(duration)
    const endsAt = parsed === undefined ? 0 : nextReset(parsed, now, timeZone)
    counted.push({ kind: owner.kind, id: owner.id, window: name, resets_at: endsAt === 0 ? null : new Date(endsAt).toISOString() })
    const row = rows.find((each) => each.kind === owner.kind && each.id === owner.id && each.window === name)
    const isCurrent = row !== undefined && (row.resetsAt === null || row.resetsAt.getTime() > now)
    const key = `${owner.kind}:${part(owner.id)}:window:${part(name)}:${endsAt === 0 ? 'ever' : endsAt}:${epoch}`
    const known = isCurrent ? nanoUsd(row.spend) : 0
    return { kind: 'budget', object: owner.object, shown: owner.shown, key, limit, known, endsAt }
  })
  return duesOf({ budgets, windows: counted })
}

/** `budget_limits` of a key or a team. What is none is passed over: the routes that write it have said so. */
export function windowsIn(limits: readonly Json[]): readonly Window[] {
  return limits.flatMap((each): readonly Window[] => {
    const { budget_duration: duration, max_budget: max } = asMap(each)
    if (typeof duration !== 'string' || typeof max !== 'number' || parseDuration(duration) === undefined) return []
    return [{ name: duration, duration, limit: nanoUsd(max) }]
  })
}

/** What `model_max_budget` says of a model: a bare number is its budget. */
export type ModelLimits = {
  readonly name: string
  readonly window: Window | undefined
  readonly tpm: number | undefined
  readonly rpm: number | undefined
}

/** The entry for the first of these names that has one. */
export function modelLimits(budgets: JsonObject, names: readonly string[]): ModelLimits | undefined {
  const name = names.find((each) => Object.hasOwn(budgets, each))
  if (name === undefined) return undefined
  const given = budgets[name]
  const limits = typeof given === 'number' ? { budget_limit: given } : asMap(given)
  const max = numberOf(limits.budget_limit) ?? numberOf(limits.max_budget)
  const given_duration = limits.time_period ?? limits.budget_duration
  const duration = typeof given_duration === 'string' && parseDuration(given_duration) !== undefined ? given_duration : undefined
  const window = max === undefined ? undefined : { name: `model:${name}:${duration ?? 'ever'}`, duration, limit: nanoUsd(max) }
  return { name, window, tpm: numberOf(limits.tpm_limit), rpm: numberOf(limits.rpm_limit) }
}

/** A number, or one written as text; undefined for what is none. */
export function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

/** A map, or an empty one for anything else. */
export function asMap(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {}
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
