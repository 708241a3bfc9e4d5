/** Reads what limits go by beside the caller. Loaded with the first of it: no gateway without a store needs the packages for queries. */
import { budgetBy } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import { endUserBy } from '../store/end-users.js'
import { type WindowRow, windowsOf } from '../store/find-caller.js'
import { type Calendar, rollOverEndUser, rollOverTag } from '../store/roll-over.js'
import { type Tag, tagsBy } from '../store/tags.js'
import type { KnownEndUser } from './object-dues.js'

/** An end user with the budget of now, which is the one of `defaultBudgetId` where it has none of its own. */
export async function readEndUser(db: Db, id: string, defaultBudgetId: string | undefined, at: Calendar): Promise<KnownEndUser> {
  const found = await endUserBy(db, id)
  const budget = found?.budget ?? (defaultBudgetId === undefined ? undefined : await budgetBy(db, defaultBudgetId))
  const row = found && (await rollOverEndUser(db, found.row, budget?.budgetDuration, at))
  const hasModels = budget !== undefined && Object.keys(budget.modelMaxBudget).length > 0
  return { id, row, budget, windows: hasModels ? await windowsOf(db, [['end_user', id]]) : [] }
}

/** Tags that have a budget, by name. */
export async function readBudgetedTags(db: Db, at: Calendar): Promise<ReadonlyMap<string, Tag>> {
  const all = (await tagsBy(db, undefined)).filter(({ budget }) => budget !== undefined)
  const current = await Promise.all(all.map(async (tag) => ({ ...tag, row: await rollOverTag(db, tag, at) })))
  return new Map(current.map((tag) => [tag.row.tagName, tag]))
}

/** What the gateway as a whole has spent. */
export function readProxyWindows(db: Db): Promise<readonly WindowRow[]> {
  return windowsOf(db, [['proxy', '']])
}
