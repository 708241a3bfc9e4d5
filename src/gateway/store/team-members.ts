/** Who belongs to which team, with which role and budget. */
import { and, asc, eq, inArray, or } from 'drizzle-orm'
import { removeKeys } from './archive.js'
import type { BudgetRow } from './budgets.js'
import type { Db } from './connection.js'
import type { Deleter } from './keys.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, written } from './sql-error.js'
import { budgets, keys, teamMembers, users } from './tables.js'

export type MemberRow = typeof teamMembers.$inferSelect
export type NewMember = typeof teamMembers.$inferInsert
/** A membership with what is shown beside it. */
export type Member = { readonly member: MemberRow; readonly email: string | null; readonly budget: BudgetRow | undefined }

/** Adds a member. Rejects with a `TakenError` where they are one, with a `NoSuchRowError` where team or user are not there. */
export async function addMember(db: Db, member: NewMember): Promise<MemberRow> {
  return rowOf(await written(db.insert(teamMembers).values(member).returning()))
}

/** Changes a membership; undefined where there is none. */
export async function changeMember(
  db: Db,
  teamId: string,
  userId: string,
  changes: Partial<Omit<NewMember, 'teamId' | 'userId'>>,
): Promise<MemberRow | undefined> {
  const [row] = await written(
    db
      .update(teamMembers)
      .set({ ...changes, ...epochAfter(teamMembers.spendEpoch, changes) })
      .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.userId, userId)))
      .returning(),
  )
  return row
}

/** Takes a member out of a team with their keys there; the hashes of these, undefined where they were no member. */
export async function removeMember(db: Db, teamId: string, userId: string, deleter: Deleter): Promise<readonly string[] | undefined> {
  const gone = await db
    .delete(teamMembers)
    .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.userId, userId)))
    .returning()
  if (gone.length === 0) return undefined
  return removeKeys(db, and(eq(keys.teamId, teamId), eq(keys.userId, userId)), deleter)
}

/** One membership; undefined where there is none. */
export async function memberBy(db: Db, teamId: string, userId: string): Promise<MemberRow | undefined> {
  const [row] = await db
    .select()
    .from(teamMembers)
    .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.userId, userId)))
    .limit(1)
  return row
}

/** The memberships of teams and of users, oldest first. */
export async function membersOf(
  db: Db,
  { teamIds = [], userIds = [] }: { readonly teamIds?: readonly string[]; readonly userIds?: readonly string[] },
): Promise<readonly Member[]> {
  if (teamIds.length + userIds.length === 0) return []
  const rows = await db
    .select({ member: teamMembers, email: users.userEmail, budget: budgets })
    .from(teamMembers)
    .innerJoin(users, eq(users.userId, teamMembers.userId))
    .leftJoin(budgets, eq(budgets.budgetId, teamMembers.budgetId))
    .where(or(inArray(teamMembers.teamId, [...teamIds]), inArray(teamMembers.userId, [...userIds])))
    .orderBy(asc(teamMembers.createdAt), asc(teamMembers.userId))
  return rows.map(({ member, email, budget }) => ({ member, email, budget: budget ?? undefined }))
}
