/** Teams in the store. */
import { and, asc, count, desc, eq, ilike, inArray, type SQL, sql } from 'drizzle-orm'
import { removeKeys } from './archive.js'
import type { Db } from './connection.js'
import type { Deleter, Page } from './keys.js'
import { epochAfter } from './spend-epoch.js'
import { rowOf, within, written } from './sql-error.js'
import { deletedTeams, keys, teamMembers, teams } from './tables.js'
import { toWire } from './wire-row.js'

export type TeamRow = typeof teams.$inferSelect
export type NewTeam = typeof teams.$inferInsert
/** Fields that change; what is absent stays. */
export type TeamChanges = Partial<Omit<NewTeam, 'teamId'>>

/** Which teams are meant; absent is any. */
export type TeamFilter = {
  readonly ids?: readonly string[] | undefined
  readonly organizationId?: string | undefined
  readonly organizationIds?: readonly string[] | undefined
  /** Teams of this member. */
  readonly userId?: string | undefined
  /** Text within the alias. */
  readonly aliasPart?: string | undefined
}
export type TeamOrder = {
  readonly by: 'teamId' | 'teamAlias' | 'createdAt' | 'spend' | 'maxBudget'
  readonly direction: 'asc' | 'desc'
}

/** Adds a team. Rejects with a `TakenError` where the id is in use, with a `NoSuchRowError` where organisation or budget are not there. */
export async function addTeam(db: Db, team: NewTeam): Promise<TeamRow> {
  return rowOf(await written(db.insert(teams).values(team).returning()))
}

/** Changes a team and gives the row; undefined where there is none. */
export async function changeTeam(db: Db, teamId: string, changes: TeamChanges): Promise<TeamRow | undefined> {
  const [row] = await written(
    db
      .update(teams)
      .set({ ...changes, ...epochAfter(teams.spendEpoch, changes), updatedAt: sql`now()` })
      .where(eq(teams.teamId, teamId))
      .returning(),
  )
  return row
}

/** Adds names to a team's models, or takes them away, without losing what others change at the same time. */
export async function changeTeamModels(db: Db, teamId: string, how: 'add' | 'delete', names: readonly string[]) {
  const list = sql`${sql.param([...names])}::text[]`
  const models =
    how === 'add'
      ? sql`${teams.models} || array(select n from unnest(${list}) with ordinality as given (n, i) where n <> all (${teams.models}) group by n order by min(i))`
      : sql`array(select m from unnest(${teams.models}) with ordinality as held (m, i) where m <> all (${list}) order by i)`
  const [row] = await db.update(teams).set({ models, updatedAt: sql`now()` }).where(eq(teams.teamId, teamId)).returning()
  return row
}

export async function teamBy(db: Db, teamId: string): Promise<TeamRow | undefined> {
  const [row] = await db.select().from(teams).where(eq(teams.teamId, teamId)).limit(1)
  return row
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockedTeam(db: Db, teamId: string): Promise<TeamRow | undefined> {
  const [row] = await db.select().from(teams).where(eq(teams.teamId, teamId)).limit(1).for('update')
  return row
}

export async function teamsBy(db: Db, ids: readonly string[]): Promise<readonly TeamRow[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(teams)
    .where(inArray(teams.teamId, [...ids]))
}

/** One page of teams, and how many there are in all. */
export async function listTeams(
  db: Db,
  filter: TeamFilter,
  order: TeamOrder,
  { offset, size }: Page,
): Promise<{ readonly rows: readonly TeamRow[]; readonly total: number }> {
  const where = conditionOf(filter)
  const by = order.direction === 'asc' ? asc(teams[order.by]) : desc(teams[order.by])
  const [rows, [counted]] = await Promise.all([
    db.select().from(teams).where(where).orderBy(by, asc(teams.teamId)).limit(size).offset(offset),
    db.select({ total: count() }).from(teams).where(where),
  ])
  return { rows, total: counted?.total ?? 0 }
}

/** What became of a deletion: everything was deleted, or nothing since some are not there. */
export type TeamDeletion =
  | { readonly missing: readonly string[] }
  | { readonly deleted: readonly TeamRow[]; readonly keys: readonly string[]; readonly userIds: readonly string[] }

/**
 * Deletes teams with their keys and memberships and keeps a record of each, in the caller's transaction; all, or none where one is not
 * there.
 */
export async function deleteTeams(db: Db, ids: readonly string[], deleter: Deleter): Promise<TeamDeletion> {
  const wanted = [...new Set(ids)].sort()
  const rows = await db.select().from(teams).where(inArray(teams.teamId, wanted)).orderBy(teams.teamId).for('update')
  const found = new Set(rows.map(({ teamId }) => teamId))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length > 0) return { missing }
  const members = await db.select().from(teamMembers).where(inArray(teamMembers.teamId, wanted))
  const removed = await removeKeys(db, inArray(keys.teamId, wanted), deleter)
  await db.insert(deletedTeams).values(
    rows.map((row) => ({
      teamId: row.teamId,
      deletedBy: deleter.by,
      changedBy: deleter.changedBy ?? null,
      team: {
        ...toWire(teams, row),
        team_memberships: members.filter(({ teamId }) => teamId === row.teamId).map((member) => toWire(teamMembers, member)),
      },
    })),
  )
  // memberships go with their team
  await db.delete(teams).where(inArray(teams.teamId, wanted))
  return { deleted: rows, keys: removed, userIds: members.map(({ userId }) => userId) }
}

function conditionOf({ ids, organizationId, organizationIds, userId, aliasPart }: TeamFilter): SQL | undefined {
  const hasMember = sql`exists (select 1 from ${teamMembers} where ${teamMembers.teamId} = ${teams.teamId} and ${teamMembers.userId} = ${userId})`
  return and(
    ids === undefined ? undefined : ids.length === 0 ? sql`false` : inArray(teams.teamId, [...ids]),
    organizationId === undefined ? undefined : eq(teams.organizationId, organizationId),
    organizationIds === undefined ? undefined : inArray(teams.organizationId, [...organizationIds]),
    userId === undefined ? undefined : hasMember,
    aliasPart === undefined ? undefined : ilike(teams.teamAlias, within(aliasPart)),
  )
}
