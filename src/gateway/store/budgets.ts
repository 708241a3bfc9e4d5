/** Budgets that keys, members, organisations, end users and tags share. */
import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { rowOf, written } from './sql-error.js'
import { budgets, endUsers, organizationMembers, organizations, tags, teamMembers } from './tables.js'

export type BudgetRow = typeof budgets.$inferSelect
export type NewBudget = typeof budgets.$inferInsert
/** Fields that change; what is absent stays. */
export type BudgetChanges = Partial<Omit<NewBudget, 'budgetId'>>

/** Adds a budget. Rejects with a `TakenError` where the id is in use. */
export async function addBudget(db: Db, budget: NewBudget): Promise<BudgetRow> {
  return rowOf(await written(db.insert(budgets).values(budget).returning()))
}

/**
 * Changes a budget and gives the row; undefined where there is none. Where it starts anew at another time, so does everything
 * that has it.
 */
export async function changeBudget(db: Db, budgetId: string, changes: BudgetChanges): Promise<BudgetRow | undefined> {
  const [row] = await written(
    db
      .update(budgets)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(budgets.budgetId, budgetId))
      .returning(),
  )
  if (row === undefined || changes.budgetResetAt === undefined) return row
  const resets = { budgetResetAt: row.budgetResetAt }
  for (const table of [teamMembers, organizations, organizationMembers, endUsers, tags] as const)
    await db.update(table).set(resets).where(eq(table.budgetId, budgetId))
  return row
}

export async function budgetsBy(db: Db, ids: readonly string[]): Promise<readonly BudgetRow[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(budgets)
    .where(inArray(budgets.budgetId, [...ids]))
    .orderBy(asc(budgets.budgetId))
}

export async function budgetBy(db: Db, id: string): Promise<BudgetRow | undefined> {
  return (await budgetsBy(db, [id]))[0]
}

/** All of them, newest first; at most `most`. */
export async function listBudgets(db: Db, most: number): Promise<readonly BudgetRow[]> {
  return db.select().from(budgets).orderBy(sql`${budgets.createdAt} desc`, asc(budgets.budgetId)).limit(most)
}

/** Deletes a budget and gives its row; whatever had it has none then. Undefined where there is none. */
export async function deleteBudget(db: Db, budgetId: string): Promise<BudgetRow | undefined> {
  const [row] = await db.delete(budgets).where(eq(budgets.budgetId, budgetId)).returning()
  return row
}
