/** Adding members to a team: users who are not known yet are made, and each may have a budget of their own. */
import { randomUUID } from 'node:crypto'
import { GatewayError } from '../errors.js'
import { budgetBy } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import { TakenError } from '../store/sql-error.js'
import type { JsonObject } from '../store/tables.js'
import { addMember, type MemberRow } from '../store/team-members.js'
import type { TeamRow } from '../store/teams.js'
import { addUser, type UserRow, userBy, userByEmail } from '../store/users.js'
import { type Desk, defined, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readFields, type Values } from './body.js'
import { resetOf } from './limit-fields.js'
import { attach } from './own-budget.js'
import { userColumns, userWritten, withDefaults } from './user-fields.js'

export const memberFields = {
  role: { is: ['admin', 'user'], required: true },
  user_id: 'id',
  user_email: 'id',
} as const satisfies Fields
export type MemberAsked = Values<typeof memberFields>

/** Members as a body has them. Throws a 422. */
export function readMembers(given: readonly JsonObject[], place: string): readonly MemberAsked[] {
  if (given.length === 0) throw invalid(place, 'must name at least one member')
  return given.map((each, at) => {
    const path = `${place}.${at}.`
    const member = readFields(each, memberFields, path)
    if (member.user_id == null && member.user_email == null) throw invalid(`${path}user_id`, 'is missing: give it or user_email')
    return member
  })
}

/** Limits that a member has within the team. */
export type MemberLimits = {
  readonly max_budget_in_team?: number | null
  readonly budget_duration?: string | null
  readonly tpm_limit?: number | null
  readonly rpm_limit?: number | null
}

/** Throws a 400 where a member would have more than the team. */
export function checkMemberBudget(team: Pick<TeamRow, 'maxBudget'>, amount: number | null | undefined): void {
  if (amount == null || team.maxBudget === null || amount <= Number(team.maxBudget)) return
  throw refused(`max_budget_in_team is above the max_budget of the team, ${Number(team.maxBudget)}`, 'max_budget_in_team')
}

/** Adds a member and gives membership and user. Throws LiteLLM's 400 `team_member_already_in_team`. */
export async function join(
  desk: Desk,
  db: Db,
  team: TeamRow,
  asked: MemberAsked,
  limits: MemberLimits,
): Promise<{ readonly user: UserRow; readonly member: MemberRow }> {
  checkMemberBudget(team, limits.max_budget_in_team)
  const user = await ensureUser(desk, db, asked)
  const budget = await budgetFor(desk, db, team, limits)
  const rates = defined({ tpmLimit: limits.tpm_limit, rpmLimit: limits.rpm_limit })
  try {
    const member = await addMember(db, { teamId: team.teamId, userId: user.userId, role: asked.role, ...budget, ...rates })
    return { user, member }
  } catch (error) {
    if (!(error instanceof TakenError)) throw error
    const message = `the user "${user.userId}" is in the team "${team.teamId}" already`
    throw new GatewayError(400, 'team_member_already_in_team', message, { param: 'user_id' })
  }
}

/** The budget of a new member: one of their own, else when the team's starts anew for them. */
export async function budgetFor(desk: Pick<Desk, 'now' | 'timeZone' | 'by'>, db: Db, team: TeamRow, limits: MemberLimits) {
  const shared = team.teamMemberBudgetId === null ? undefined : await budgetBy(db, team.teamMemberBudgetId)
  const { max_budget_in_team: max, budget_duration: duration = shared?.budgetDuration ?? null } = limits
  if (max == null) return { budgetResetAt: resetOf(shared?.budgetDuration, desk) }
  return attach(desk, db, undefined, { max_budget: max, budget_duration: duration })
}

/** The user who is meant, made where nobody knows them. */
export async function ensureUser(desk: Desk, db: Db, asked: Pick<MemberAsked, 'user_id' | 'user_email'>): Promise<UserRow> {
  const { user_id: id, user_email: email } = asked
  const known = id == null ? await userByEmail(db, email ?? '') : await userBy(db, id)
  if (known !== undefined) return known
  const columns = await userColumns(desk, withDefaults(desk, email == null ? {} : { user_email: email }), undefined)
  return userWritten(addUser(db, { userId: id ?? randomUUID(), ...columns, createdBy: desk.by }))
}

/** The user id that a body means by id or address. Throws a 422 or a 404. */
export async function meantUser(db: Db, asked: { readonly user_id?: string | null; readonly user_email?: string | null }): Promise<string> {
  if (asked.user_id != null) return asked.user_id
  if (asked.user_email == null) throw invalid('user_id', 'is missing: give it or user_email')
  const user = await userByEmail(db, asked.user_email)
  if (user === undefined) throw noSuch('user', asked.user_email, 'user_email')
  return user.userId
}
