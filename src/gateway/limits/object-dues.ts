/** What requests are counted into beside what their caller has: end users, tags, and the gateway as a whole. */
import type { BudgetRow } from '../store/budgets.js'
import type { EndUser } from '../store/end-users.js'
import type { WindowRow } from '../store/find-caller.js'
import type { Tag } from '../store/tags.js'
import { type BudgetDue, type Dues, duesOf, noDues, together } from './due.js'
import type { LimitSettings } from './limit-settings.js'
import { type Moment, modelLimits, type OwnerOf, ownBudget, windowBudgets } from './periods.js'
import { part, ratesOf } from './rates.js'

/** An end user as far as anybody knows it: a row, its budget or the default one, and what it spent on single models. */
export type KnownEndUser = {
  readonly id: string
  readonly row: EndUser['row'] | undefined
  readonly budget: BudgetRow | undefined
  readonly windows: readonly WindowRow[]
}

/** Dues of an end user; one that has no budget of its own has the config's. */
export function endUserDues(
  { id, row, budget, windows }: KnownEndUser,
  { endUserBudget }: LimitSettings,
  names: readonly string[],
  moment: Moment,
): Dues {
  if (budget === undefined && endUserBudget === undefined) return noDues
  const owner: OwnerOf = { object: 'end_user', kind: 'end_user', id, shown: `End User=${id}` }
  const maxBudget = budget === undefined ? usdOf(endUserBudget) : budget.maxBudget
  const sum = { spend: row?.spend ?? '0', spendEpoch: row === undefined ? 0 : epochOf(row), budgetResetAt: row?.budgetResetAt ?? null }
  const own = ownBudget(owner, { ...sum, duration: budget?.budgetDuration, maxBudget }, moment)
  const rates = budget === undefined ? [] : ratesOf({ descriptor: 'end_user', key: `end_user:${part(id)}`, shown: id }, ratesIn(budget))
  const model = budget === undefined ? undefined : modelLimits(budget.modelMaxBudget, names)
  const ofModel =
    model?.window === undefined
      ? noDues
      : windowBudgets(
          { ...owner, object: 'model', shown: `${owner.shown} Model=${model.name}` },
          [model.window],
          windows,
          sum.spendEpoch,
          moment,
        )
  return together([duesOf({ budgets: listOf(own), rates }), ofModel])
}

/** Dues of a tag that has a budget. */
export function tagDues({ row, budget }: Tag, moment: Moment): Dues {
  if (budget === undefined) return noDues
  const id = row.tagName
  const owner: OwnerOf = { object: 'tag', kind: 'tag', id, shown: `Tag=${id}` }
  const own = ownBudget(owner, { ...row, spendEpoch: epochOf(row), duration: budget.budgetDuration, maxBudget: budget.maxBudget }, moment)
  const rates = ratesOf({ descriptor: 'tag', key: `tag:${part(id)}:requests`, shown: id }, ratesIn(budget))
  return duesOf({ budgets: listOf(own), rates })
}

/** What is made anew after it was deleted begins anew, under the same name. Rows without a budget of their own appear by themselves, while they are counted. */
function epochOf({
  budgetId,
  createdAt,
  spendEpoch,
}: {
  readonly budgetId: string | null
  readonly createdAt: Date
  readonly spendEpoch: number
}): number {
  return budgetId === null ? spendEpoch : createdAt.getTime() * 1_000 + spendEpoch
}

/** The name of the gateway's own sum. It has no row of its own: it is a window. */
export function proxyWindow(duration: string | undefined): string {
  return duration ?? 'ever'
}

/** The budget of the whole gateway. */
export function proxyDues({ proxyBudget }: LimitSettings, rows: readonly WindowRow[], moment: Moment): Dues {
  if (proxyBudget === undefined) return noDues
  const { limit, duration } = proxyBudget
  const owner: OwnerOf = { object: 'proxy', kind: 'proxy', id: '', shown: 'Proxy' }
  return windowBudgets(owner, [{ name: proxyWindow(duration), duration, limit }], rows, 0, moment)
}

/** What may be under way in the whole gateway at a time. */
export function globalDues({ globalParallel }: LimitSettings): Dues {
  const rates = ratesOf({ descriptor: 'global', key: 'proxy', shown: 'gateway' }, { parallel: globalParallel })
  return duesOf({ rates })
}

function ratesIn({ rpmLimit: rpm, tpmLimit: tpm, maxParallelRequests: parallel }: BudgetRow) {
  return { rpm, tpm, parallel }
}

function listOf(due: BudgetDue | undefined): readonly BudgetDue[] {
  return due === undefined ? [] : [due]
}

function usdOf(nano: number | undefined): string | undefined {
  return nano === undefined ? undefined : String(nano / 1e9)
}
