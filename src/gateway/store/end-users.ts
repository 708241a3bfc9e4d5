/** End users: the customers of those who have keys. They appear by themselves with their first request. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { BudgetRow } from './budgets.js'
import type { Db } from './connection.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, written } from './sql-error.js'
import { budgets, endUsers, spendWindows } from './tables.js'

export type EndUserRow = typeof endUsers.$inferSelect
export type NewEndUser = typeof endUsers.$inferInsert
export type EndUser = { readonly row: EndUserRow; readonly budget: BudgetRow | undefined }

/** Adds an end user. Rejects with a `TakenError` where there is one with this id. */
export async function addEndUser(db: Db, endUser: NewEndUser): Promise<EndUserRow> {
  return rowOf(await written(db.insert(endUsers).values(endUser).returning()))
}

/** Changes an end user; undefined where there is none. */
export async function changeEndUser(db: Db, userId: string, changes: Partial<Omit<NewEndUser, 'userId'>>): Promise<EndUserRow | undefined> {
  // a change of nothing is no statement
  if (Object.keys(changes).length === 0) return (await endUserBy(db, userId))?.row
  const [row] = await written(
    db
      .update(endUsers)
      .set({ ...changes, ...epochAfter(endUsers.spendEpoch, changes) })
      .where(eq(endUsers.userId, userId))
      .returning(),
  )
  return row
}

export async function endUserBy(db: Db, userId: string): Promise<EndUser | undefined> {
  return (await endUsersBy(db, [userId]))[0]
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockedEndUser(db: Db, userId: string): Promise<EndUser | undefined> {
  await db.select({ id: endUsers.userId }).from(endUsers).where(eq(endUsers.userId, userId)).for('update')
  return endUserBy(db, userId)
}

/** Those with these ids, or all; at most `most`, by id. */
export async function endUsersBy(db: Db, ids: readonly string[] | undefined, most = 10_000): Promise<readonly EndUser[]> {
  const rows = await db
    .select({ row: endUsers, budget: budgets })
    .from(endUsers)
    .leftJoin(budgets, eq(budgets.budgetId, endUsers.budgetId))
    .where(ids === undefined ? undefined : inArray(endUsers.userId, [...ids]))
    .orderBy(asc(endUsers.userId))
    .limit(most)
  return rows.map(({ row, budget }) => ({ row, budget: budget ?? undefined }))
}

/** Blocks or lets in; those that nobody has seen yet are made. In order of ids, as every writer of several rows. */
export async function setBlocked(db: Db, ids: readonly string[], blocked: boolean): Promise<readonly EndUserRow[]> {
  const wanted = [...new Set(ids)].sort()
  return db
    .insert(endUsers)
    .values(wanted.map((userId) => ({ userId, blocked })))
    .onConflictDoUpdate({ target: endUsers.userId, set: { blocked } })
    .returning()
}

/**
 * Deletes all of them in the caller's transaction and gives none back as missing, or nothing where some are not there.
 * A row of theirs that is still on its way makes the name anew, unblocked and without a budget, with what it cost: so that what a
 * customer has spent stays the sum of the rows that the log has since.
 */
export async function deleteEndUsers(db: Db, ids: readonly string[]): Promise<{ readonly missing: readonly string[] }> {
  const wanted = [...new Set(ids)].sort()
  const there = await db
    .select({ id: endUsers.userId })
    .from(endUsers)
    .where(inArray(endUsers.userId, wanted))
    .orderBy(endUsers.userId)
    .for('update')
  const found = new Set(there.map(({ id }) => id))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length > 0) return { missing }
  await db.delete(endUsers).where(inArray(endUsers.userId, wanted))
  // who is made anew under the same id begins with nothing
  await db.delete(spendWindows).where(and(eq(spendWindows.kind, 'end_user'), inArray(spendWindows.id, wanted)))
  return { missing }
}
