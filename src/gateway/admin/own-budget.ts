/** Budgets given in line, as members, end users, tags and organisations take them: a row of their own is made for them. */
import { randomUUID } from 'node:crypto'
import { addBudget, type BudgetRow, budgetBy, changeBudget, isSharedBudget } from '../store/budgets.js'
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
  desk: Pick<Desk, 'now' | 'timeZone' | 'by'>,
  db: Db,
  id: string | null | undefined,
  values: BudgetValues,
): Promise<Attached | undefined> {
  if (id === null) return { budgetId: null, budgetResetAt: null }
  if (id !== undefined) {
    const row = await budgetBy(db, id)
    if (row === undefined) throw refused(`there is no budget "${id}"`, 'budget_id')
    return { budgetId: id, budgetResetAt: resetOf(row.budgetDuration, desk) }
  }
  if (!hasOwnBudget(values)) return undefined
  const row = await addBudget(db, { budgetId: randomUUID(), ...budgetColumns(values, desk), createdBy: desk.by, updatedBy: desk.by })
  return { budgetId: row.budgetId, budgetResetAt: row.budgetResetAt }
}

/**
 * The same for a row that may have one already: limits given in line change that one.
 *
 * Differs: LiteLLM changes it for whatever else has it too. A budget that is shared stays, and the row has one of its own then.
 */
export async function reattach(
  desk: Pick<Desk, 'now' | 'timeZone' | 'by'>,
  db: Db,
  held: BudgetRow | undefined,
  id: string | null | undefined,
  values: BudgetValues,
): Promise<Partial<Attached> | undefined> {
  if (id !== undefined || held === undefined || !hasOwnBudget(values)) return attach(desk, db, id, values)
  const changes = { ...budgetColumns(values, desk), updatedBy: desk.by }
  if (await isSharedBudget(db, held.budgetId)) {
    const { budgetId, budgetResetAt } = await addBudget(db, { ...asNew(held), ...changes, budgetId: randomUUID(), createdBy: desk.by })
    return { budgetId, ...(values.budget_duration !== undefined && { budgetResetAt }) }
  }
  await changeBudget(db, held.budgetId, changes, new Date(desk.now))
  return undefined
}

function asNew({ createdAt: _made, updatedAt: _changed, ...budget }: BudgetRow): Omit<BudgetRow, 'createdAt' | 'updatedAt'> {
  return budget
}
