/** Everything that decides what a key may do and spend, in one query: asked when a key is seen that is not in memory. */
import { and, eq, gt } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from './connection.js'
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
}

const { keys, users, teams, teamMembers, organizations, budgets, retiredTokens } = tables
const keyBudget = alias(budgets, 'key_budget')
const memberBudget = alias(budgets, 'member_budget')
const defaultMemberBudget = alias(budgets, 'default_member_budget')
const organizationBudget = alias(budgets, 'organization_budget')

/** The caller with this key's hash; undefined where nobody has it. A regenerated key's old hash counts until its grace is over. */
export async function findCaller(db: Db, token: string, now: Date): Promise<Caller | undefined> {
  return (await withToken(db, token)) ?? (await withRetiredToken(db, token, now))
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
    .leftJoin(organizations, eq(organizations.organizationId, keys.organizationId))
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
