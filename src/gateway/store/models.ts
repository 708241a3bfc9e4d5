/** Models that were added while the gateway ran. Their parameters are encrypted: nothing here can read them. */
import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { rowOf, written } from './sql-error.js'
import { models } from './tables.js'

export type ModelRow = typeof models.$inferSelect
export type NewModel = typeof models.$inferInsert
/** Fields that change; what is absent stays. */
export type ModelChanges = Partial<Omit<NewModel, 'modelId'>>

/** Adds a model. Rejects with a `TakenError` where the id is in use. */
export async function addModel(db: Db, model: NewModel): Promise<ModelRow> {
  return rowOf(await written(db.insert(models).values(model).returning()))
}

/** Changes a model and gives the row; undefined where there is none. */
export async function changeModel(db: Db, modelId: string, changes: ModelChanges): Promise<ModelRow | undefined> {
  const [row] = await written(
    db
      .update(models)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(models.modelId, modelId))
      .returning(),
  )
  return row
}

export async function modelBy(db: Db, modelId: string): Promise<ModelRow | undefined> {
  const [row] = await db.select().from(models).where(eq(models.modelId, modelId)).limit(1)
  return row
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockedModel(db: Db, modelId: string): Promise<ModelRow | undefined> {
  const [row] = await db.select().from(models).where(eq(models.modelId, modelId)).limit(1).for('update')
  return row
}

/** All of them, oldest first: the order in which they stand behind those of the config. */
export async function allModels(db: Db): Promise<readonly ModelRow[]> {
  return db.select().from(models).orderBy(asc(models.createdAt), asc(models.modelId))
}

/** Models of a team, oldest first. */
export async function modelsOfTeam(db: Db, teamId: string): Promise<readonly ModelRow[]> {
  return db
    .select()
    .from(models)
    .where(sql`${models.modelInfo}->>'team_id' = ${teamId}`)
    .orderBy(asc(models.createdAt), asc(models.modelId))
}

/** Deletes a model and gives its row; undefined where there is none. */
export async function deleteModel(db: Db, modelId: string): Promise<ModelRow | undefined> {
  const [row] = await db.delete(models).where(eq(models.modelId, modelId)).returning()
  return row
}
