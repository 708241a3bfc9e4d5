/** Budgets given in line, as members, end users, tags and organisations take them: a row of their own is made for them. */
import { randomUUID } from 'node:crypto'
import { addBudget, type BudgetRow, budgetBy, changeBudget } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import { type Desk, refused } from './admin-route.js'
import { type BudgetValues, budgetColumns, budgetFields, resetOf } from './limit-fields.js'

/** What a row is to have: `budgetId` and when it starts anew. */
export type Attached = { readonly budgetId: string | null; readonly budgetResetAt: Date | null }

/** True where limits are given in line. */
export function hasOwnBudget(values: BudgetValues): boolean {
  return Object.keys(budgetFields).some((name) => (values as { readonly [name: string]: unknown })[name] !== undefined) // its own members
}

/** The budget row for a row that is new, or that is to have another: the named one, or one made of the limits given in line. */
export async function attach(
  { now, by }: Pick<Desk, 'now' | 'by'>,
  db: Db,
  id: string | null | undefined,
  values: BudgetValues,
): Promise<Attached | undefined> {
  if (id === null) return { budgetId: null, budgetResetAt: null }
  if (id !== undefined) {
    const row = await budgetBy(db, id)
    if (row === undefined) throw refused(`there is no budget "${id}"`, 'budget_id')
    return { budgetId: id, budgetResetAt: resetOf(row.budgetDuration, now) }
  }
  if (!hasOwnBudget(values)) return undefined
  const row = await addBudget(db, { budgetId: randomUUID(), ...budgetColumns(values, now), createdBy: by, updatedBy: by })
  return { budgetId: row.budgetId, budgetResetAt: row.budgetResetAt }
}

/** The same for a row that may have one already: limits given in line change that one. */
export async function reattach(
  desk: Pick<Desk, 'now' | 'by'>,
  db: Db,
  held: BudgetRow | undefined,
  id: string | null | undefined,
  values: BudgetValues,
): Promise<Attached | undefined> {
  if (id !== undefined || held === undefined || !hasOwnBudget(values)) return attach(desk, db, id, values)
  await changeBudget(db, held.budgetId, { ...budgetColumns(values, desk.now), updatedBy: desk.by })
  return undefined
}
