/** Keys that go with what they belonged to: deleted, and kept as a record. */
import { inArray, type SQL } from 'drizzle-orm'
import type { Db } from './connection.js'
import type { Deleter } from './keys.js'
import { deletedKeys, keys } from './tables.js'
import { toWire } from './wire-row.js'

/** Deletes the keys that `which` means, in the caller's transaction, and gives their hashes. */
export async function removeKeys(db: Db, which: SQL | undefined, { by, changedBy }: Deleter): Promise<readonly string[]> {
  const rows = await db.select().from(keys).where(which).for('update')
  if (rows.length === 0) return []
  const tokens = rows.map(({ token }) => token)
  await db.delete(keys).where(inArray(keys.token, tokens))
  await db
    .insert(deletedKeys)
    .values(rows.map((row) => ({ token: row.token, deletedBy: by, changedBy: changedBy ?? null, key: toWire(keys, row) })))
  return tokens
}
