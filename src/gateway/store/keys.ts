/** Keys in the store. What is told here of a key is its hash; the key itself never gets this far. */
import { and, asc, count, desc, eq, ilike, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { Connection, Db } from './connection.js'
import { rowOf, TakenError, within, written } from './sql-error.js'
import { deletedKeys, keys, retiredTokens } from './tables.js'
import { toWire } from './wire-row.js'

export type KeyRow = typeof keys.$inferSelect
export type NewKey = typeof keys.$inferInsert
/** Fields that change; what is absent stays. */
export type KeyChanges = Partial<Omit<NewKey, 'token'>>

/** Which keys are meant; absent is any. */
export type KeyFilter = {
  readonly userId?: string
  readonly teamIds?: readonly string[]
  readonly organizationId?: string
  readonly projectId?: string
  readonly token?: string
  readonly alias?: string
  /** Text within the alias. */
  readonly search?: string
  readonly createdBy?: string
}

export type KeyOrder = {
  readonly by: 'spend' | 'maxBudget' | 'createdAt' | 'updatedAt' | 'token' | 'keyAlias'
  readonly direction: 'asc' | 'desc'
}
export type Page = { readonly offset: number; readonly size: number }

/** The key is there already, or its alias is. */
export class KeyTakenError extends Error {
  readonly what: 'key' | 'alias'

  constructor(what: 'key' | 'alias', cause: unknown) {
    super(`the ${what} is in use`, { cause })
    this.name = 'KeyTakenError'
    this.what = what
  }
}

/** Adds a key and gives its row. Rejects with a {@link KeyTakenError}. */
export async function addKey(db: Db, key: NewKey): Promise<KeyRow> {
  return rowOf(await taken(db.insert(keys).values(key).returning()))
}

/** Changes a key and gives its row; undefined where there is none. Rejects with a {@link KeyTakenError}. */
export async function changeKey(db: Db, token: string, changes: KeyChanges): Promise<KeyRow | undefined> {
  const [row] = await taken(
    db
      .update(keys)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(keys.token, token))
      .returning(),
  )
  return row
}

export async function keyBy(db: Db, token: string): Promise<KeyRow | undefined> {
  const [row] = await db.select().from(keys).where(eq(keys.token, token)).limit(1)
  return row
}

/** Keys with these hashes or aliases, in no order. */
export async function keysBy(
  db: Db,
  { tokens = [], aliases = [] }: { readonly tokens?: readonly string[]; readonly aliases?: readonly string[] },
): Promise<readonly KeyRow[]> {
  if (tokens.length + aliases.length === 0) return []
  return db
    .select()
    .from(keys)
    .where(or(inArray(keys.token, [...tokens]), inArray(keys.keyAlias, [...aliases])))
}

/** One page of keys, and how many there are in all. */
export async function listKeys(
  db: Db,
  filter: KeyFilter,
  order: KeyOrder,
  { offset, size }: Page,
): Promise<{ readonly rows: readonly KeyRow[]; readonly total: number }> {
  const where = conditionOf(filter)
  const by = order.direction === 'asc' ? asc(keys[order.by]) : desc(keys[order.by])
  const [rows, [counted]] = await Promise.all([
    db.select().from(keys).where(where).orderBy(by, asc(keys.token)).limit(size).offset(offset),
    db.select({ total: count() }).from(keys).where(where),
  ])
  return { rows, total: counted?.total ?? 0 }
}

/** Aliases in use, in order. */
export async function listAliases(
  db: Db,
  filter: KeyFilter,
  { offset, size }: Page,
): Promise<{ readonly aliases: readonly string[]; readonly total: number }> {
  const where = and(conditionOf(filter), isNotNull(keys.keyAlias))
  const [rows, [counted]] = await Promise.all([
    db.select({ alias: keys.keyAlias }).from(keys).where(where).orderBy(asc(keys.keyAlias)).limit(size).offset(offset),
    db.select({ total: count() }).from(keys).where(where),
  ])
  return { aliases: rows.flatMap(({ alias }) => (alias === null ? [] : [alias])), total: counted?.total ?? 0 }
}

/** Who deletes, for the record. */
export type Deleter = { readonly by: string; readonly changedBy: string | undefined }

/** Deletes keys and keeps a record of each. Gives the hashes of those that were there. All or none. */
export function deleteKeys(connection: Connection, tokens: readonly string[], { by, changedBy }: Deleter): Promise<readonly string[]> {
  if (tokens.length === 0) return Promise.resolve([])
  return connection.transaction(async (db) => {
    const rows = await db
      .delete(keys)
      .where(inArray(keys.token, [...tokens]))
      .returning()
    if (rows.length > 0)
      await db
        .insert(deletedKeys)
        .values(rows.map((row) => ({ token: row.token, deletedBy: by, changedBy: changedBy ?? null, key: toWire(keys, row) })))
    return rows.map(({ token }) => token)
  })
}

/** Gives a key another hash; until `graceEnds` the old one counts too. Spend and everything else stay. */
export function replaceToken(
  connection: Connection,
  token: string,
  next: KeyChanges & { readonly token: string; readonly keyName: string },
  graceEnds: Date | undefined,
): Promise<KeyRow | undefined> {
  return connection.transaction(async (db) => {
    const [row] = await taken(
      db
        .update(keys)
        .set({ ...next, rotationCount: sql`${keys.rotationCount} + 1`, lastRotationAt: sql`now()`, updatedAt: sql`now()` })
        .where(eq(keys.token, token))
        .returning(),
    )
    if (row !== undefined && graceEnds !== undefined)
      await db.insert(retiredTokens).values({ token, activeToken: row.token, revokeAt: graceEnds })
    return row
  })
}

function conditionOf({ userId, teamIds, organizationId, projectId, token, alias, search, createdBy }: KeyFilter): SQL | undefined {
  return and(
    userId === undefined ? undefined : eq(keys.userId, userId),
    teamIds === undefined ? undefined : inArray(keys.teamId, [...teamIds]),
    organizationId === undefined ? undefined : eq(keys.organizationId, organizationId),
    projectId === undefined ? undefined : eq(keys.projectId, projectId),
    token === undefined ? undefined : eq(keys.token, token),
    alias === undefined ? undefined : eq(keys.keyAlias, alias),
    search === undefined ? undefined : ilike(keys.keyAlias, within(search)),
    createdBy === undefined ? undefined : eq(keys.createdBy, createdBy),
  )
}

/** Says which of a key's own values is in use. */
async function taken<T>(writing: PromiseLike<T>): Promise<T> {
  try {
    return await written(writing)
  } catch (error) {
    if (!(error instanceof TakenError)) throw error
    throw new KeyTakenError(error.constraint === 'keys_key_alias_key' ? 'alias' : 'key', error)
  }
}
