/** Organisations and their members, as far as keys and teams need them. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { BudgetRow } from './budgets.js'
import type { Db } from './connection.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, written } from './sql-error.js'
import { budgets, organizationMembers, organizations, teams } from './tables.js'

export type OrganizationRow = typeof organizations.$inferSelect
export type NewOrganization = typeof organizations.$inferInsert
export type OrganizationMemberRow = typeof organizationMembers.$inferSelect
export type Organization = { readonly row: OrganizationRow; readonly budget: BudgetRow | undefined }

/** Adds an organisation. Rejects with a `TakenError` where the id is in use. */
export async function addOrganization(db: Db, organization: NewOrganization): Promise<OrganizationRow> {
  return rowOf(await written(db.insert(organizations).values(organization).returning()))
}

/** Changes an organisation; undefined where there is none. */
export async function changeOrganization(
  db: Db,
  id: string,
  changes: Partial<Omit<NewOrganization, 'organizationId'>>,
): Promise<OrganizationRow | undefined> {
  const [row] = await written(
    db
      .update(organizations)
      .set({ ...changes, ...epochAfter(organizations.spendEpoch, changes), updatedAt: sql`now()` })
      .where(eq(organizations.organizationId, id))
      .returning(),
  )
  return row
}

export async function organizationBy(db: Db, id: string): Promise<Organization | undefined> {
  return (await organizationsBy(db, [id]))[0]
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockedOrganization(db: Db, id: string): Promise<Organization | undefined> {
  await db.select({ id: organizations.organizationId }).from(organizations).where(eq(organizations.organizationId, id)).for('update')
  return organizationBy(db, id)
}

/** Those with these ids, or all; at most `most`, by id. */
export async function organizationsBy(db: Db, ids: readonly string[] | undefined, most = 10_000): Promise<readonly Organization[]> {
  const rows = await db
    .select({ row: organizations, budget: budgets })
    .from(organizations)
    .leftJoin(budgets, eq(budgets.budgetId, organizations.budgetId))
    .where(ids === undefined ? undefined : inArray(organizations.organizationId, [...ids]))
    .orderBy(asc(organizations.organizationId))
    .limit(most)
  return rows.map(({ row, budget }) => ({ row, budget: budget ?? undefined }))
}

/** What became of a deletion: done, or nothing since some are not there or still have teams. */
export type OrganizationDeletion = {
  readonly missing: readonly string[]
  readonly used: readonly string[]
  readonly deleted: readonly OrganizationRow[]
}

/** Deletes organisations that have no teams, with their memberships, in the caller's transaction; all or none. */
export async function deleteOrganizations(db: Db, ids: readonly string[]): Promise<OrganizationDeletion> {
  const wanted = [...new Set(ids)].sort()
  const rows = await db
    .select()
    .from(organizations)
    .where(inArray(organizations.organizationId, wanted))
    .orderBy(organizations.organizationId)
    .for('update')
  const found = new Set(rows.map(({ organizationId }) => organizationId))
  const missing = wanted.filter((id) => !found.has(id))
  const withTeams = await db.selectDistinct({ id: teams.organizationId }).from(teams).where(inArray(teams.organizationId, wanted))
  const used = withTeams.flatMap(({ id }) => (id === null ? [] : [id]))
  if (missing.length + used.length > 0) return { missing, used, deleted: [] }
  await db.delete(organizations).where(inArray(organizations.organizationId, wanted))
  return { missing, used, deleted: rows }
}

/** Adds a member. Rejects with a `TakenError` where they are one. */
export async function addOrganizationMember(db: Db, member: typeof organizationMembers.$inferInsert): Promise<OrganizationMemberRow> {
  return rowOf(await written(db.insert(organizationMembers).values(member).returning()))
}

/** Changes a membership; undefined where there is none. */
export async function changeOrganizationMember(
  db: Db,
  organizationId: string,
  userId: string,
  changes: Partial<Pick<OrganizationMemberRow, 'userRole' | 'budgetId' | 'budgetResetAt'>>,
): Promise<OrganizationMemberRow | undefined> {
  const [row] = await written(db.update(organizationMembers).set(changes).where(isMember(organizationId, userId)).returning())
  return row
}

/** True where there was such a member. */
export async function removeOrganizationMember(db: Db, organizationId: string, userId: string): Promise<boolean> {
  return (await db.delete(organizationMembers).where(isMember(organizationId, userId)).returning()).length > 0
}

export async function organizationMembersOf(
  db: Db,
  { organizationIds, userId }: { readonly organizationIds?: readonly string[]; readonly userId?: string },
): Promise<readonly OrganizationMemberRow[]> {
  return db
    .select()
    .from(organizationMembers)
    .where(
      and(
        organizationIds === undefined ? undefined : inArray(organizationMembers.organizationId, [...organizationIds]),
        userId === undefined ? undefined : eq(organizationMembers.userId, userId),
      ),
    )
    .orderBy(asc(organizationMembers.organizationId), asc(organizationMembers.userId))
}

function isMember(organizationId: string, userId: string) {
  return and(eq(organizationMembers.organizationId, organizationId), eq(organizationMembers.userId, userId))
}
