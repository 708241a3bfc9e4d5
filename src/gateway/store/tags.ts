/** Tags with a budget of their own. Other tags need no row: they are counted by name. */
import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { BudgetRow } from './budgets.js'
import type { Db } from './connection.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, written } from './sql-error.js'
import { budgets, tags } from './tables.js'

export type TagRow = typeof tags.$inferSelect
export type NewTag = typeof tags.$inferInsert
export type Tag = { readonly row: TagRow; readonly budget: BudgetRow | undefined }

/** Adds a tag. Rejects with a `TakenError` where there is one of this name. */
export async function addTag(db: Db, tag: NewTag): Promise<TagRow> {
  return rowOf(await written(db.insert(tags).values(tag).returning()))
}

/** Changes a tag; undefined where there is none. */
export async function changeTag(db: Db, name: string, changes: Partial<Omit<NewTag, 'tagName'>>): Promise<TagRow | undefined> {
  const [row] = await written(
    db
      .update(tags)
      .set({ ...changes, ...epochAfter(tags.spendEpoch, changes), updatedAt: sql`now()` })
      .where(eq(tags.tagName, name))
      .returning(),
  )
  return row
}

/** The tag of this name, which nobody else changes until the transaction ends. */
export async function lockedTag(db: Db, name: string): Promise<Tag | undefined> {
  await db.select({ name: tags.tagName }).from(tags).where(eq(tags.tagName, name)).for('update')
  return (await tagsBy(db, [name]))[0]
}

/** Tags of these names, or all; at most `most`, by name. */
export async function tagsBy(db: Db, names: readonly string[] | undefined, most = 10_000): Promise<readonly Tag[]> {
  const rows = await db
    .select({ row: tags, budget: budgets })
    .from(tags)
    .leftJoin(budgets, eq(budgets.budgetId, tags.budgetId))
    .where(names === undefined ? undefined : inArray(tags.tagName, [...names]))
    .orderBy(asc(tags.tagName))
    .limit(most)
  return rows.map(({ row, budget }) => ({ row, budget: budget ?? undefined }))
}

/** True where there was one. What was counted under its name stays. */
export async function deleteTag(db: Db, name: string): Promise<boolean> {
  return (await db.delete(tags).where(eq(tags.tagName, name)).returning()).length > 0
}
