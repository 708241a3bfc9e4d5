/** Keys in the store. What is told here of a key is its hash; the key itself never gets this far. */
import { and, arrayContains, asc, count, desc, eq, gt, ilike, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { removeKeys } from './archive.js'
import type { Db } from './connection.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, TakenError, within, written } from './sql-error.js'
import { keys, retiredTokens, spendWindows, teams } from './tables.js'

export type KeyRow = typeof keys.$inferSelect
export type NewKey = typeof keys.$inferInsert
/** Fields that change; what is absent stays. Spend that is set begins a new count of it. */
export type KeyChanges = Partial<Omit<NewKey, 'token' | 'spendEpoch'>>

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
  readonly accessGroupId?: string
  /** Keys that one of these says; absent is any. What may be seen at all. */
  readonly within?: KeyScope
}

/** Keys of a user, made by them, or in one of the teams or organisations. */
export type KeyScope = {
  readonly userId?: string | undefined
  readonly createdBy?: string | undefined
  readonly token?: string | undefined
  readonly teamIds?: readonly string[] | undefined
  readonly organizationIds?: readonly string[] | undefined
}

/** LiteLLM's team of the keys that stand for a session in the browser: no list shows them. */
export const sessionTeam = 'litellm-dashboard'

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
  const row = rowOf(await taken(db.insert(keys).values(key).returning()))
  await revive(db, row.token)
  return row
}

/** A hash that was retired and is a key's again stands for nothing else. */
async function revive(db: Db, token: string): Promise<void> {
  await db.delete(retiredTokens).where(eq(retiredTokens.token, token))
}

/** Changes a key and gives its row; undefined where there is none. Rejects with a {@link KeyTakenError}. */
export async function changeKey(db: Db, token: string, changes: KeyChanges): Promise<KeyRow | undefined> {
  const [row] = await taken(
    db
      .update(keys)
      .set({ ...changes, ...epochAfter(keys.spendEpoch, changes), updatedAt: sql`now()` })
      .where(eq(keys.token, token))
      .returning(),
  )
  return row
}

/** The key, which nobody else changes until the transaction ends. */
export async function lockedKey(db: Db, token: string): Promise<KeyRow | undefined> {
  const [row] = await db.select().from(keys).where(eq(keys.token, token)).limit(1).for('update')
  return row
}

/** The hash that a regenerated key's old hash stands for until its grace is over; any other stands for itself. */
export async function activeToken(db: Db, token: string, now: Date): Promise<string> {
  const [retired] = await db
    .select({ active: retiredTokens.activeToken })
    .from(retiredTokens)
    .where(and(eq(retiredTokens.token, token), gt(retiredTokens.revokeAt, now)))
    .limit(1)
  return retired?.active ?? token
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

/** Deletes keys in the caller's transaction and keeps a record of each. Gives the hashes of those that were there. */
export async function deleteKeys(db: Db, tokens: readonly string[], deleter: Deleter): Promise<readonly string[]> {
  return tokens.length === 0 ? [] : removeKeys(db, inArray(keys.token, [...tokens]), deleter)
}

/** When a hash is replaced, and until when it counts all the same. */
export type Grace = { readonly now: Date; readonly ends: Date }

/** How long it is known whose a retired hash was: spend of requests that were under way is written under it, even late. */
const retiredForMs = 30 * 86_400_000

/**
 * Gives a key another hash, in the caller's transaction; until its grace is over the old one counts too. Spend and everything else
 * stay. Rejects with a {@link KeyTakenError}.
 */
export async function replaceToken(
  db: Db,
  token: string,
  next: KeyChanges & { readonly token: string; readonly keyName: string },
  grace: Grace,
): Promise<KeyRow | undefined> {
  const outdated = lt(retiredTokens.revokeAt, new Date(grace.now.getTime() - retiredForMs))
  await db.delete(retiredTokens).where(or(eq(retiredTokens.token, next.token), outdated))
  const [row] = await taken(
    db
      .update(keys)
      .set({
        ...next,
        ...epochAfter(keys.spendEpoch, next),
        rotationCount: sql`${keys.rotationCount} + 1`,
        lastRotationAt: sql`now()`,
        updatedAt: sql`now()`,
      })
      .where(eq(keys.token, token))
      .returning(),
  )
  if (row === undefined) return undefined
  await db.insert(retiredTokens).values({ token, activeToken: row.token, revokeAt: grace.ends })
  await db
    .update(spendWindows)
    .set({ id: row.token })
    .where(and(eq(spendWindows.kind, 'key'), eq(spendWindows.id, token)))
  return row
}

/** Forgets what was spent in windows of a key's budget, here and wherever it is counted. */
export async function dropWindows(db: Db, token: string, windows: readonly string[]): Promise<void> {
  if (windows.length === 0) return
  const named = inArray(spendWindows.window, [...windows])
  await db.delete(spendWindows).where(and(eq(spendWindows.kind, 'key'), eq(spendWindows.id, token), named))
  await db
    .update(keys)
    .set({ spendEpoch: sql`${keys.spendEpoch} + 1` })
    .where(eq(keys.token, token))
}

/** What the keys of a team are promised together, but for one of them. */
export type Allocated = { readonly tpm: number; readonly rpm: number }

/** The limits of a team's other keys, added up; those of one model where it is named. */
export async function allocatedIn(db: Db, teamId: string, but: string, model?: string): Promise<Allocated> {
  const limit = (name: 'tpm' | 'rpm') => {
    const path = sql`${keys.metadata} -> ${`model_${name}_limit`} ->> ${model ?? ''}`
    if (model === undefined) return name === 'tpm' ? sql`${keys.tpmLimit}` : sql`${keys.rpmLimit}`
    return sql`case when ${path} ~ '^[0-9]{1,15}$' then (${path})::bigint end`
  }
  const sum = (name: 'tpm' | 'rpm') => sql<string>`coalesce(sum(${limit(name)}), 0)`
  const [row] = await db
    .select({ tpm: sum('tpm'), rpm: sum('rpm') })
    .from(keys)
    .where(and(eq(keys.teamId, teamId), ne(keys.token, but)))
  return { tpm: Number(row?.tpm ?? 0), rpm: Number(row?.rpm ?? 0) }
}

function conditionOf(filter: KeyFilter): SQL | undefined {
  const { userId, teamIds, organizationId, projectId, token, alias, search, createdBy, accessGroupId, within: scope } = filter
  return and(
    or(isNull(keys.teamId), ne(keys.teamId, sessionTeam)),
    userId === undefined ? undefined : eq(keys.userId, userId),
    teamIds === undefined ? undefined : inArray(keys.teamId, [...teamIds]),
    organizationId === undefined ? undefined : eq(keys.organizationId, organizationId),
    projectId === undefined ? undefined : eq(keys.projectId, projectId),
    token === undefined ? undefined : eq(keys.token, token),
    alias === undefined ? undefined : eq(keys.keyAlias, alias),
    search === undefined ? undefined : ilike(keys.keyAlias, within(search)),
    createdBy === undefined ? undefined : eq(keys.createdBy, createdBy),
    accessGroupId === undefined ? undefined : arrayContains(keys.accessGroupIds, [accessGroupId]),
    scope === undefined ? undefined : scopeOf(scope),
  )
}

/** Nothing where the scope names nothing. */
function scopeOf({ userId, createdBy, token, teamIds = [], organizationIds = [] }: KeyScope): SQL | undefined {
  const ofOrganizations = sql`${keys.teamId} in (select ${teams.teamId} from ${teams} where ${inArray(teams.organizationId, [...organizationIds])})`
  return or(
    sql`false`,
    userId === undefined ? undefined : eq(keys.userId, userId),
    createdBy === undefined ? undefined : eq(keys.createdBy, createdBy),
    token === undefined ? undefined : eq(keys.token, token),
    teamIds.length === 0 ? undefined : inArray(keys.teamId, [...teamIds]),
    organizationIds.length === 0 ? undefined : or(inArray(keys.organizationId, [...organizationIds]), ofOrganizations),
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
