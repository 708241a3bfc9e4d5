/** Rows as they are shown: what was spent is decided when it is read, so that no late job shows a budget that is over. */
import { isReset, nextReset, parseDuration } from '../budget-reset.js'
import type { BudgetRow } from '../store/budgets.js'
import type { EndUser } from '../store/end-users.js'
import type { KeyRow } from '../store/keys.js'
import type { Organization } from '../store/organizations.js'
import { budgets, endUsers, type JsonObject, keys, organizations, tags, teamMembers, teams, users } from '../store/tables.js'
import type { Tag } from '../store/tags.js'
import type { Member } from '../store/team-members.js'
import type { TeamRow } from '../store/teams.js'
import type { UserRow } from '../store/users.js'
import { toWire } from '../store/wire-row.js'
import type { Desk } from './admin-route.js'
import { maySeeUser } from './who-may.js'

type Spending = { readonly spend: string; readonly budgetResetAt: Date | null }

/** A row with the spend of now: nothing where its budget has started anew since, with the next time that it will. */
export function current<T extends Spending>(row: T, duration: string | null | undefined, now: number): T {
  if (!isReset(row.budgetResetAt, now)) return row
  return { ...row, spend: '0', budgetResetAt: nextOf(duration, now) }
}

function nextOf(duration: string | null | undefined, now: number): Date | null {
  const parsed = duration == null ? undefined : parseDuration(duration)
  return parsed === undefined ? null : new Date(nextReset(parsed, now))
}

export function showBudget(budget: BudgetRow, now: number): JsonObject {
  return toWire(budgets, isReset(budget.budgetResetAt, now) ? { ...budget, budgetResetAt: nextOf(budget.budgetDuration, now) } : budget)
}

function budgetOf(budget: BudgetRow | undefined, now: number): JsonObject | null {
  return budget === undefined ? null : showBudget(budget, now)
}

/** Without the password, whatever else. */
export function showUser(user: UserRow, teamIds: readonly string[], now: number): JsonObject {
  const row = toWire(users, current(user, user.budgetDuration, now), ['password', 'from_config'])
  return { ...row, team_id: null, teams: [...teamIds], model_spend: {}, allowed_cache_controls: [], policies: [] }
}

/** The same to whoever may see all of it: the user, and those who see every user. Others see who it is. */
export function showUserTo({ identity, now }: Pick<Desk, 'identity' | 'now'>, user: UserRow, teamIds: readonly string[]): JsonObject {
  if (maySeeUser(identity, user.userId)) return showUser(user, teamIds, now)
  return { user_id: user.userId, user_email: user.userEmail, user_alias: user.userAlias, user_role: user.userRole, teams: [...teamIds] }
}

/** A key of a user or team, without its hash where `withToken` is false. */
export function showKey(key: KeyRow, now: number, withToken: boolean): JsonObject {
  const row = toWire(keys, current(key, key.budgetDuration, now), withToken ? ['from_config'] : ['token', 'from_config'])
  return { ...row, soft_budget_cooldown: false, object_permission_id: null }
}

export function showTeam(team: TeamRow, members: readonly Member[], now: number): JsonObject {
  const own = members.filter(({ member }) => member.teamId === team.teamId)
  const roles = own.map(({ member, email }) => ({ user_id: member.userId, user_email: email, role: member.role }))
  return {
    ...toWire(teams, current(team, team.budgetDuration, now), ['from_config']),
    admins: roles.filter(({ role }) => role === 'admin').map(({ user_id: id }) => id),
    members: roles.map(({ user_id: id }) => id),
    members_with_roles: roles,
    model_spend: {},
    access_group_ids: [],
    policies: [],
    default_team_member_models: [],
    model_id: null,
    object_permission_id: null,
  }
}

export function showMember({ member, budget }: Member, now: number): JsonObject {
  return { ...toWire(teamMembers, current(member, budget?.budgetDuration, now)), litellm_budget_table: budgetOf(budget, now) }
}

export function showEndUser({ row, budget }: EndUser, now: number): JsonObject {
  return { ...toWire(endUsers, current(row, budget?.budgetDuration, now)), litellm_budget_table: budgetOf(budget, now) }
}

export function showTag({ row, budget }: Tag, now: number): JsonObject {
  const { tag_name: name = null, ...rest } = toWire(tags, current(row, budget?.budgetDuration, now))
  return { name, ...rest, litellm_budget_table: budgetOf(budget, now) }
}

export function showOrganization({ row, budget }: Organization, now: number): JsonObject {
  return { ...toWire(organizations, current(row, budget?.budgetDuration, now)), litellm_budget_table: budgetOf(budget, now) }
}
