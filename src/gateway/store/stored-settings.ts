/** Settings that were changed while the gateway ran: sections of the config by their names. */
import { eq, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { type JsonObject, settings } from './tables.js'

/** Stands before the names, apart from what else is in the table. */
const prefix = 'config.'

/** What was changed of a section; empty where nothing was. */
export async function storedSettings(db: Db, section: string): Promise<JsonObject> {
  const [row] = await db
    .select()
    .from(settings)
    .where(eq(settings.name, prefix + section))
    .limit(1)
  return row?.value ?? {}
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockedSettings(db: Db, section: string): Promise<JsonObject> {
  await db
    .insert(settings)
    .values({ name: prefix + section, value: {} })
    .onConflictDoNothing()
  const [row] = await db
    .select()
    .from(settings)
    .where(eq(settings.name, prefix + section))
    .for('update')
  return row?.value ?? {}
}

export async function storeSettings(db: Db, section: string, value: JsonObject): Promise<void> {
  await db
    .update(settings)
    .set({ value, updatedAt: sql`now()` })
    .where(eq(settings.name, prefix + section))
}
