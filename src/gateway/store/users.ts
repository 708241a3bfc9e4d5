/** Users in the store. */
import { and, asc, count, desc, eq, ilike, inArray, type SQL, sql } from 'drizzle-orm'
import { removeKeys } from './archive.js'
import type { Db } from './connection.js'
import type { Deleter, Page } from './keys.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, within, written } from './sql-error.js'
import { keys, organizationMembers, teamMembers, users } from './tables.js'

export type UserRow = typeof users.$inferSelect
export type NewUser = typeof users.$inferInsert
/** Fields that change; what is absent stays. */
export type UserChanges = Partial<Omit<NewUser, 'userId'>>

/** Which users are meant; absent is any. */
export type UserFilter = {
  readonly role?: string | undefined
  readonly ids?: readonly string[] | undefined
  /** Text within the id. */
  readonly idPart?: string | undefined
  readonly ssoIds?: readonly string[] | undefined
  /** Text within the address. */
  readonly emailPart?: string | undefined
  readonly teamId?: string | undefined
  readonly organizationIds?: readonly string[] | undefined
}
export type UserOrder = {
  readonly by: 'userId' | 'userEmail' | 'createdAt' | 'spend' | 'userAlias' | 'userRole'
  readonly direction: 'asc' | 'desc'
}

/** Adds a user. Rejects with a `TakenError` where the id or the address is in use. */
export async function addUser(db: Db, user: NewUser): Promise<UserRow> {
  return rowOf(await written(db.insert(users).values(user).returning()))
}

/** Changes a user and gives the row; undefined where there is none. Rejects with a `TakenError`. */
export async function changeUser(db: Db, userId: string, changes: UserChanges): Promise<UserRow | undefined> {
  const [row] = await written(
    db
      .update(users)
      .set({ ...changes, ...epochAfter(users.spendEpoch, changes), updatedAt: sql`now()` })
      .where(eq(users.userId, userId))
      .returning(),
  )
  return row
}

export async function userBy(db: Db, userId: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.userId, userId)).limit(1)
  return row
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockedUser(db: Db, userId: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.userId, userId)).limit(1).for('update')
  return row
}

/** Addresses are the same in any case. */
export async function userByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(sql`lower(${users.userEmail}) = lower(${email})`).limit(1)
  return row
}

export async function usersBy(db: Db, ids: readonly string[]): Promise<readonly UserRow[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(users)
    .where(inArray(users.userId, [...ids]))
}

/** One page of users with how many keys each has, and how many users there are in all. */
export async function listUsers(
  db: Db,
  filter: UserFilter,
  order: UserOrder,
  { offset, size }: Page,
): Promise<{ readonly rows: readonly { readonly user: UserRow; readonly keyCount: number }[]; readonly total: number }> {
  const where = conditionOf(filter)
  const by = order.direction === 'asc' ? asc(users[order.by]) : desc(users[order.by])
  const found = await db.select().from(users).where(where).orderBy(by, asc(users.userId)).limit(size).offset(offset)
  const ids = found.map(({ userId }) => userId)
  const [counts, [counted]] = await Promise.all([
    ids.length === 0
      ? []
      : db.select({ userId: keys.userId, keys: count() }).from(keys).where(inArray(keys.userId, ids)).groupBy(keys.userId),
    db.select({ total: count() }).from(users).where(where),
  ])
  const byId = new Map(counts.map((each) => [each.userId, each.keys]))
  return { rows: found.map((user) => ({ user, keyCount: byId.get(user.userId) ?? 0 })), total: counted?.total ?? 0 }
}

/** What became of a deletion: everything was deleted, or nothing since some are not there. */
export type Deletion = { readonly missing: readonly string[] } | { readonly deleted: readonly string[]; readonly keys: readonly string[] }

/** Deletes users with their keys and memberships, in the caller's transaction; all, or none where one is not there. */
export async function deleteUsers(db: Db, ids: readonly string[], deleter: Deleter): Promise<Deletion> {
  const wanted = [...new Set(ids)].sort()
  const there = await db.select({ id: users.userId }).from(users).where(inArray(users.userId, wanted)).orderBy(users.userId).for('update')
  const found = new Set(there.map(({ id }) => id))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length > 0) return { missing }
  const removed = await removeKeys(db, inArray(keys.userId, wanted), deleter)
  await db.delete(organizationMembers).where(inArray(organizationMembers.userId, wanted))
  await db.delete(teamMembers).where(inArray(teamMembers.userId, wanted))
  await db.delete(users).where(inArray(users.userId, wanted))
  return { deleted: wanted, keys: removed }
}

function conditionOf({ role, ids, idPart, ssoIds, emailPart, teamId, organizationIds }: UserFilter): SQL | undefined {
  const inTeam = sql`exists (select 1 from ${teamMembers} where ${teamMembers.userId} = ${users.userId} and ${teamMembers.teamId} = ${teamId})`
  const memberOf = organizationIds === undefined ? undefined : inArray(organizationMembers.organizationId, [...organizationIds])
  return and(
    role === undefined ? undefined : eq(users.userRole, role),
    ids === undefined ? undefined : inArray(users.userId, [...ids]),
    idPart === undefined ? undefined : ilike(users.userId, within(idPart)),
    ssoIds === undefined ? undefined : inArray(users.ssoUserId, [...ssoIds]),
    emailPart === undefined ? undefined : ilike(users.userEmail, within(emailPart)),
    teamId === undefined ? undefined : inTeam,
    memberOf === undefined
      ? undefined
      : sql`exists (select 1 from ${organizationMembers} where ${organizationMembers.userId} = ${users.userId} and ${memberOf})`,
  )
}
