/** What seeding asks of the database beside the objects themselves: a lock, what was declared last time, what belongs to what. */
import { count, eq, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import type { KeyRow } from './keys.js'
import * as tables from './tables.js'

const { endUsers, keys, organizationMembers, organizations, settings, tags, teamMembers, teams, users } = tables

/** Instances that start at once seed one after the other; the number is our own. */
const lockId = 7_170_114

/** Holds every other seeding up until the transaction ends. */
export async function lockSeeding(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${lockId})`)
}

/** Does a part of a transaction; what it rejects with undoes that part alone. */
export async function savepoint<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await db.execute(sql`savepoint declared`)
  try {
    const result = await work()
    await db.execute(sql`release savepoint declared`)
    return result
  } catch (error) {
    await db.execute(sql`rollback to savepoint declared`)
    throw error
  }
}

/** Fields that the config declared, by section and id. Members of teams stand under `members`, by team. */
export type Ledger = { readonly [section: string]: ReadonlyMap<string, readonly string[]> }

const ledgerName = 'declared'

/** What the last seeding declared; empty where there was none. */
export async function readLedger(db: Db): Promise<Ledger> {
  const [row] = await db.select().from(settings).where(eq(settings.name, ledgerName)).limit(1)
  const sections = Object.entries(row?.value ?? {}).map(([section, ids]) => [section, new Map(Object.entries(objectOf(ids)).map(textsOf))])
  return Object.fromEntries(sections)
}

function objectOf(value: tables.Json): tables.JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as tables.JsonObject) : {} // a map, as was just asked
}

function textsOf([id, fields]: readonly [string, tables.Json]): readonly [string, readonly string[]] {
  return [id, Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : []]
}

export async function writeLedger(db: Db, ledger: Ledger): Promise<void> {
  const value = Object.fromEntries(Object.entries(ledger).map(([section, ids]) => [section, Object.fromEntries(ids)]))
  await db
    .insert(settings)
    .values({ name: ledgerName, value })
    .onConflictDoUpdate({ target: settings.name, set: { value, updatedAt: sql`now()` } })
}

/** Ids of the teams or users that the config made. */
export async function idsFromConfig(db: Db, section: 'teams' | 'users'): Promise<readonly string[]> {
  if (section === 'teams') {
    const rows = await db.select({ id: teams.teamId }).from(teams).where(eq(teams.fromConfig, true)).orderBy(teams.teamId)
    return rows.map(({ id }) => id)
  }
  const rows = await db.select({ id: users.userId }).from(users).where(eq(users.fromConfig, true)).orderBy(users.userId)
  return rows.map(({ id }) => id)
}

/** The keys that the config made. */
export async function keysFromConfig(db: Db): Promise<readonly KeyRow[]> {
  return db.select().from(keys).where(eq(keys.fromConfig, true)).orderBy(keys.token)
}

/** Makes users who are not there yet, and gives the ids of those that were made. */
export async function ensureUsers(db: Db, ids: readonly string[], by: string): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .insert(users)
    .values(ids.map((userId) => ({ userId, fromConfig: true, createdBy: by, updatedBy: by })))
    .onConflictDoNothing()
    .returning({ id: users.userId })
  return rows.map(({ id }) => id)
}

/** How many keys a team has, and the ids of its members. */
export async function belongingsOfTeam(db: Db, teamId: string): Promise<{ readonly keys: number; readonly members: readonly string[] }> {
  const [found] = await db.select({ keys: count() }).from(keys).where(eq(keys.teamId, teamId))
  const members = await db.select({ id: teamMembers.userId }).from(teamMembers).where(eq(teamMembers.teamId, teamId))
  return { keys: found?.keys ?? 0, members: members.map(({ id }) => id) }
}

/** How many keys a user has, in one team where it is named, and in how many teams and organisations they are. */
export async function belongingsOfUser(
  db: Db,
  userId: string,
  teamId?: string,
): Promise<{ readonly keys: number; readonly teams: number; readonly organizations: number }> {
  const inTeam = teamId === undefined ? sql`true` : eq(keys.teamId, teamId)
  const [own] = await db
    .select({ keys: count() })
    .from(keys)
    .where(sql`${eq(keys.userId, userId)} and ${inTeam}`)
  const [memberships] = await db.select({ teams: count() }).from(teamMembers).where(eq(teamMembers.userId, userId))
  const [others] = await db.select({ organizations: count() }).from(organizationMembers).where(eq(organizationMembers.userId, userId))
  return { keys: own?.keys ?? 0, teams: memberships?.teams ?? 0, organizations: others?.organizations ?? 0 }
}

/** How many rows have a budget. */
export async function holdersOfBudget(db: Db, budgetId: string): Promise<number> {
  const [inTeams] = await db.select({ rows: count() }).from(teams).where(eq(teams.teamMemberBudgetId, budgetId))
  let holders = inTeams?.rows ?? 0
  for (const table of [keys, teamMembers, organizations, organizationMembers, endUsers, tags] as const) {
    const [found] = await db.select({ rows: count() }).from(table).where(eq(table.budgetId, budgetId))
    holders += found?.rows ?? 0
  }
  return holders
}
