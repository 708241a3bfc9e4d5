/** Everything that decides what a key may do and spend, in one query: asked when a key is seen that is not in memory. */
import { and, eq, gt, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from './connection.js'
import { memberKey } from './member-key.js'
import { rollOverCaller } from './roll-over.js'
import * as tables from './tables.js'

type Row<T extends { readonly $inferSelect: unknown }> = T['$inferSelect']

/** A key with whom it belongs to. What it does not have is undefined. */
export type Caller = {
  readonly key: Row<typeof tables.keys>
  readonly user: Row<typeof tables.users> | undefined
  readonly team: Row<typeof tables.teams> | undefined
  readonly member: Row<typeof tables.teamMembers> | undefined
  readonly organization: Row<typeof tables.organizations> | undefined
  /** Limits of budget rows: where a key, a membership or an organisation has none of its own. */
  readonly budgets: {
    readonly key: Row<typeof tables.budgets> | undefined
    readonly member: Row<typeof tables.budgets> | undefined
    readonly organization: Row<typeof tables.budgets> | undefined
  }
  /** What was spent in windows and on single models, where any of them has such a budget. */
  readonly windows?: readonly WindowRow[]
}

export type WindowRow = Row<typeof tables.spendWindows>

const { keys, users, teams, teamMembers, organizations, budgets, retiredTokens, spendWindows } = tables
const keyBudget = alias(budgets, 'key_budget')
const memberBudget = alias(budgets, 'member_budget')
const defaultMemberBudget = alias(budgets, 'default_member_budget')
const organizationBudget = alias(budgets, 'organization_budget')

/** A key without an organisation is of its team's. */
const organizationOf = sql`coalesce(${keys.organizationId}, ${teams.organizationId})`

/**
 * The caller with this key's hash; undefined where nobody has it. A regenerated key's old hash counts until its grace is over.
 * Budgets whose time has come start anew; `timeZone` is where their days begin.
 */
export async function findCaller(db: Db, token: string, now: Date, timeZone = 'UTC'): Promise<Caller | undefined> {
  const found = (await withToken(db, token)) ?? (await withRetiredToken(db, token, now))
  if (found === undefined) return undefined
  const caller = await rollOverCaller(db, found, { now, timeZone })
  return hasWindows(caller) ? { ...caller, windows: await windowsOf(db, ownersOf(caller)) } : caller
}

/** What was spent in the windows of these, as pairs of kind and id. */
export async function windowsOf(db: Db, owners: readonly (readonly [kind: string, id: string])[]): Promise<readonly WindowRow[]> {
  if (owners.length === 0) return []
  return db
    .select()
    .from(spendWindows)
    .where(or(...owners.map(([kind, id]) => and(eq(spendWindows.kind, kind), eq(spendWindows.id, id)))))
}

function hasWindows({ key, team, user, budgets }: Caller): boolean {
  const models = [key, team, user, budgets.key, budgets.member, budgets.organization].some(
    (row) => row !== undefined && Object.keys(row.modelMaxBudget).length > 0,
  )
  return models || key.budgetLimits.length > 0 || (team?.budgetLimits.length ?? 0) > 0
}

function ownersOf({ key, user, team, member }: Caller): readonly (readonly [kind: string, id: string])[] {
  return [
    ['key', key.token],
    ...(user === undefined ? [] : [['user', user.userId] as const]),
    ...(team === undefined ? [] : [['team', team.teamId] as const]),
    ...(member === undefined ? [] : [['team_member', memberKey(member)] as const]),
  ]
}

async function withToken(db: Db, token: string): Promise<Caller | undefined> {
  const [found] = await db
    .select({
      key: keys,
      user: users,
      team: teams,
      member: teamMembers,
      organization: organizations,
      keyBudget,
      memberBudget,
      defaultMemberBudget,
      organizationBudget,
    })
    .from(keys)
    .leftJoin(users, eq(users.userId, keys.userId))
    .leftJoin(teams, eq(teams.teamId, keys.teamId))
    .leftJoin(teamMembers, and(eq(teamMembers.teamId, keys.teamId), eq(teamMembers.userId, keys.userId)))
    .leftJoin(organizations, eq(organizations.organizationId, organizationOf))
    .leftJoin(keyBudget, eq(keyBudget.budgetId, keys.budgetId))
    .leftJoin(memberBudget, eq(memberBudget.budgetId, teamMembers.budgetId))
    .leftJoin(defaultMemberBudget, eq(defaultMemberBudget.budgetId, teams.teamMemberBudgetId))
    .leftJoin(organizationBudget, eq(organizationBudget.budgetId, organizations.budgetId))
    .where(eq(keys.token, token))
    .limit(1)
  if (found === undefined) return undefined
  return {
    key: found.key,
    user: found.user ?? undefined,
    team: found.team ?? undefined,
    member: found.member ?? undefined,
    organization: found.organization ?? undefined,
    budgets: {
      key: found.keyBudget ?? undefined,
      member: found.memberBudget ?? (found.member === null ? undefined : (found.defaultMemberBudget ?? undefined)),
      organization: found.organizationBudget ?? undefined,
    },
  }
}

async function withRetiredToken(db: Db, token: string, now: Date): Promise<Caller | undefined> {
  const [retired] = await db
    .select({ active: retiredTokens.activeToken })
    .from(retiredTokens)
    .where(and(eq(retiredTokens.token, token), gt(retiredTokens.revokeAt, now)))
    .limit(1)
  return retired === undefined ? undefined : withToken(db, retired.active)
}
