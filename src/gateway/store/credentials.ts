/** Credentials that stored models share. Their values are encrypted: nothing here can read them. */
import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { rowOf, written } from './sql-error.js'
import { credentials } from './tables-beside.js'

export type CredentialRow = typeof credentials.$inferSelect
export type NewCredential = typeof credentials.$inferInsert

/** Adds a credential. Rejects with a `TakenError` where there is one of this name. */
export async function addCredential(db: Db, credential: NewCredential): Promise<CredentialRow> {
  return rowOf(await written(db.insert(credentials).values(credential).returning()))
}

/** Changes a credential and gives the row; undefined where there is none. */
export async function changeCredential(
  db: Db,
  name: string,
  changes: Partial<Omit<NewCredential, 'credentialName'>>,
): Promise<CredentialRow | undefined> {
  const [row] = await written(
    db
      .update(credentials)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(credentials.credentialName, name))
      .returning(),
  )
  return row
}

/** Undefined where there is none; nobody else changes it until the transaction ends. */
export async function lockedCredential(db: Db, name: string): Promise<CredentialRow | undefined> {
  const [row] = await db.select().from(credentials).where(eq(credentials.credentialName, name)).limit(1).for('update')
  return row
}

export async function credentialBy(db: Db, name: string): Promise<CredentialRow | undefined> {
  const [row] = await db.select().from(credentials).where(eq(credentials.credentialName, name)).limit(1)
  return row
}

/** All of them, by name. */
export async function allCredentials(db: Db): Promise<readonly CredentialRow[]> {
  return db.select().from(credentials).orderBy(asc(credentials.credentialName))
}

/** Deletes a credential; false where there was none. */
export async function deleteCredential(db: Db, name: string): Promise<boolean> {
  return (
    (await db.delete(credentials).where(eq(credentials.credentialName, name)).returning({ name: credentials.credentialName })).length > 0
  )
}
