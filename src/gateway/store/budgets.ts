/** Budgets that keys, members, organisations, end users and tags share. */
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { rowOf, written } from './sql-error.js'
import { budgets, endUsers, keys, organizationMembers, organizations, tags, teamMembers, teams } from './tables.js'

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
 * that has it; a round that was over by now is no part of the next.
 */
export async function changeBudget(db: Db, budgetId: string, changes: BudgetChanges, now: Date): Promise<BudgetRow | undefined> {
  const [row] = await written(
    db
      .update(budgets)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(budgets.budgetId, budgetId))
      .returning(),
  )
  if (row === undefined || changes.budgetResetAt === undefined) return row
  const { budgetResetAt } = row
  for (const table of [keys, teamMembers, organizations, organizationMembers, endUsers, tags] as const) {
    const spend = sql`case when ${lte(table.budgetResetAt, now)} then 0 else ${table.spend} end`
    // a key with a duration of its own goes by that
    const own = 'budgetDuration' in table ? isNull(table.budgetDuration) : undefined
    await db
      .update(table)
      .set({ budgetResetAt, spend })
      .where(and(eq(table.budgetId, budgetId), own))
  }
  return row
}

/** True where more than one row has this budget. */
export async function isSharedBudget(db: Db, budgetId: string): Promise<boolean> {
  let holders = 0
  const columns = [keys, teamMembers, organizations, organizationMembers, endUsers, tags].map((table) => table.budgetId)
  for (const column of [...columns, teams.teamMemberBudgetId]) {
    // two are as good as many
    const found = await db.select({ id: column }).from(column.table).where(eq(column, budgetId)).limit(2)
    holders += found.length
    if (holders > 1) return true
  }
  return false
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
