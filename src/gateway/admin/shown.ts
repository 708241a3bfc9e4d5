/** Rows as they are shown: what was spent is decided when it is read, so that no late job shows a budget that is over. */
import { isReset } from '../budget-reset.js'
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
import { type Clock, resetOf } from './limit-fields.js'
import { maySeeUser } from './who-may.js'

type Spending = { readonly spend: string; readonly budgetResetAt: Date | null }

/** A row with the spend of now: nothing where its budget has started anew since, with the next time that it will. */
export function current<T extends Spending>(row: T, duration: string | null | undefined, clock: Clock): T {
  if (!isReset(row.budgetResetAt, clock.now)) return row
  return { ...row, spend: '0', budgetResetAt: resetOf(duration, clock) }
}

export function showBudget(budget: BudgetRow, clock: Clock): JsonObject {
  return toWire(
    budgets,
    isReset(budget.budgetResetAt, clock.now) ? { ...budget, budgetResetAt: resetOf(budget.budgetDuration, clock) } : budget,
  )
}

function budgetOf(budget: BudgetRow | undefined, clock: Clock): JsonObject | null {
  return budget === undefined ? null : showBudget(budget, clock)
}

/** Without the password, whatever else. */
export function showUser(user: UserRow, teamIds: readonly string[], clock: Clock): JsonObject {
  const row = toWire(users, current(user, user.budgetDuration, clock), ['password', 'from_config'])
  return { ...row, team_id: null, teams: [...teamIds], model_spend: {}, allowed_cache_controls: [], policies: [] }
}

/** The same to whoever may see all of it: the user, and those who see every user. Others see who it is. */
export function showUserTo(desk: Pick<Desk, 'identity'> & Clock, user: UserRow, teamIds: readonly string[]): JsonObject {
  if (maySeeUser(desk.identity, user.userId)) return showUser(user, teamIds, desk)
  return { user_id: user.userId, user_email: user.userEmail, user_alias: user.userAlias, user_role: user.userRole, teams: [...teamIds] }
}

/** A key of a user or team, without its hash where `withToken` is false. */
export function showKey(key: KeyRow, clock: Clock, withToken: boolean): JsonObject {
  const row = toWire(keys, current(key, key.budgetDuration, clock), withToken ? ['from_config'] : ['token', 'from_config'])
  return { ...row, soft_budget_cooldown: false, object_permission_id: null }
}

export function showTeam(team: TeamRow, members: readonly Member[], clock: Clock): JsonObject {
  const own = members.filter(({ member }) => member.teamId === team.teamId)
  const roles = own.map(({ member, email }) => ({ user_id: member.userId, user_email: email, role: member.role }))
  return {
    ...toWire(teams, current(team, team.budgetDuration, clock), ['from_config']),
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

export function showMember({ member, budget }: Member, clock: Clock): JsonObject {
  return { ...toWire(teamMembers, current(member, budget?.budgetDuration, clock)), litellm_budget_table: budgetOf(budget, clock) }
}

export function showEndUser({ row, budget }: EndUser, clock: Clock): JsonObject {
  return { ...toWire(endUsers, current(row, budget?.budgetDuration, clock)), litellm_budget_table: budgetOf(budget, clock) }
}

export function showTag({ row, budget }: Tag, clock: Clock): JsonObject {
  const { tag_name: name = null, ...rest } = toWire(tags, current(row, budget?.budgetDuration, clock))
  return { name, ...rest, litellm_budget_table: budgetOf(budget, clock) }
}

export function showOrganization({ row, budget }: Organization, clock: Clock): JsonObject {
  return { ...toWire(organizations, current(row, budget?.budgetDuration, clock)), litellm_budget_table: budgetOf(budget, clock) }
}
