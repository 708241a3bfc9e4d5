/** `/team/member_add`, `member_update`, `member_delete`, `bulk_member_add`, `permissions_list`, `permissions_update`. */
import { toProblem } from '../errors.js'
import type { Route } from '../route.js'
import { budgetBy } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import { changeMember, memberBy, membersOf, removeMember } from '../store/team-members.js'
import { changeTeam, lockedTeam, type TeamRow, teamBy } from '../store/teams.js'
import { userBy } from '../store/users.js'
import { adminRoute, audit, type Desk, defined, forbidden, noSuch } from './admin-route.js'
import { type Fields, invalid, readBody, readQuery } from './body.js'
import { checkMemberBudget, join, type MemberAsked, type MemberLimits, meantUser, readMembers } from './member-change.js'
import { hasOwnBudget, reattach } from './own-budget.js'
import { showMember, showTeam, showUserTo } from './shown.js'
import { standingOf } from './standing.js'
import { mayManageMembers, mayReadAll, maySeeTeam } from './who-may.js'

const tags = ['teams']
const table = 'LiteLLM_TeamTable'

const limits = {
  max_budget_in_team: 'money',
  budget_duration: 'duration',
  tpm_limit: 'integer',
  rpm_limit: 'integer',
} as const satisfies Fields
const team = { team_id: { is: 'id', required: true } } as const satisfies Fields

export const addMembers: Route = adminRoute({
  method: 'POST',
  paths: ['/team/member_add'],
  access: 'key',
  summary: 'Adds members to a team, all or none; users who are not known yet are made.',
  tags,
  example: { team_id: 'research', member: { role: 'user', user_id: 'jane_smith' }, max_budget_in_team: 10 },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...team, member: { is: 'object-or-objects', required: true }, ...limits })
    const members = readMembers(values.member, 'member')
    await requireManager(desk, values.team_id)
    const answer = await desk.store.connection.transaction((db) => joined(desk, db, values.team_id, members, values))
    await desk.store.tell({ kind: 'team', id: values.team_id })
    return answer
  },
})

export const addManyMembers: Route = adminRoute({
  method: 'POST',
  paths: ['/team/bulk_member_add'],
  access: 'key',
  summary: 'Adds members to a team, each by itself: one that cannot be added holds up no other.',
  tags,
  example: { team_id: 'research', members: [{ role: 'user', user_id: 'jane_smith' }] },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...team, members: { is: 'objects', required: true }, ...limits })
    const members = readMembers(values.members, 'members')
    if (members.length > mostAtOnce) throw invalid('members', `must not have more than ${mostAtOnce} entries`)
    await requireManager(desk, values.team_id)
    const results: object[] = []
    for (const member of members) {
      const names = { user_id: member.user_id ?? null, user_email: member.user_email ?? null }
      try {
        const answer = await desk.store.connection.transaction((db) => joined(desk, db, values.team_id, [member], values))
        const [user = null] = answer.updated_users
        const [membership = null] = answer.updated_team_memberships
        results.push({ ...names, success: true, error: null, updated_user: user, updated_team_membership: membership })
      } catch (error) {
        const problem = toProblem(error)
        if (problem.status >= 500) throw error
        results.push({ ...names, success: false, error: problem.message })
      }
    }
    await desk.store.tell({ kind: 'team', id: values.team_id })
    const added = results.filter((each) => 'updated_user' in each).length
    const after = await teamBy(desk.db, values.team_id)
    const all = await membersOf(desk.db, { teamIds: [values.team_id] })
    return {
      team_id: values.team_id,
      results,
      total_requested: members.length,
      successful_additions: added,
      failed_additions: members.length - added,
      updated_team: after === undefined ? null : showTeam(after, all, desk),
    }
  },
})

/** As in LiteLLM. */
const mostAtOnce = 500

export const updateMember: Route = adminRoute({
  method: 'POST',
  paths: ['/team/member_update'],
  access: 'key',
  summary: 'Changes the role and the limits of a member within the team.',
  tags,
  example: { team_id: 'research', user_id: 'jane_smith', max_budget_in_team: 20 },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...team, user_id: 'id', user_email: 'id', role: ['admin', 'user'], ...limits })
    await requireManager(desk, values.team_id)
    const answer = await desk.store.connection.transaction(async (db) => {
      const row = await lockedTeam(db, values.team_id)
      if (row === undefined) throw noSuch('team', values.team_id, 'team_id')
      const userId = await meantUser(db, values)
      const before = await memberBy(db, row.teamId, userId)
      if (before === undefined) throw noSuch(`member of the team "${row.teamId}":`, userId, 'user_id')
      checkMemberBudget(row, values.max_budget_in_team)
      const held = before.budgetId === null ? undefined : await budgetBy(db, before.budgetId)
      const own = defined({ max_budget: values.max_budget_in_team, budget_duration: values.budget_duration })
      const attached = hasOwnBudget(own) ? await reattach(desk, db, held, undefined, own) : undefined
      const changes = defined({ role: values.role ?? undefined, tpmLimit: values.tpm_limit, rpmLimit: values.rpm_limit })
      const all = { ...changes, ...attached }
      const after = Object.keys(all).length === 0 ? before : await changeMember(db, row.teamId, userId, all)
      const user = await userBy(db, userId)
      await audit(desk, db, { action: 'updated', table, id: row.teamId })
      const budget = after?.budgetId == null ? undefined : await budgetBy(db, after.budgetId)
      return {
        team_id: row.teamId,
        user_id: userId,
        user_email: user?.userEmail ?? null,
        role: after?.role ?? null,
        max_budget_in_team: budget?.maxBudget == null ? null : Number(budget.maxBudget),
        budget_duration: budget?.budgetDuration ?? null,
        tpm_limit: after?.tpmLimit ?? null,
        rpm_limit: after?.rpmLimit ?? null,
      }
    })
    await desk.store.tell({ kind: 'team', id: values.team_id })
    return answer
  },
})

export const deleteMember: Route = adminRoute({
  method: 'POST',
  paths: ['/team/member_delete'],
  access: 'key',
  summary: 'Takes a member out of a team; their keys of that team are deleted.',
  tags,
  example: { team_id: 'research', user_id: 'jane_smith' },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...team, user_id: 'id', user_email: 'id' })
    await requireManager(desk, values.team_id)
    const shown = await desk.store.connection.transaction(async (db) => {
      const row = await lockedTeam(db, values.team_id)
      if (row === undefined) throw noSuch('team', values.team_id, 'team_id')
      const userId = await meantUser(db, values)
      const removed = await removeMember(db, row.teamId, userId, desk.deleter)
      if (removed === undefined) throw noSuch(`member of the team "${row.teamId}":`, userId, 'user_id')
      const after = showTeam(row, await membersOf(db, { teamIds: [row.teamId] }), desk)
      await audit(desk, db, { action: 'updated', table, id: row.teamId, after })
      return after
    })
    await desk.store.tell({ kind: 'team', id: values.team_id })
    return shown
  },
})

/** Routes of keys that members may be given, and those they have without being given any. LiteLLM's. */
const grantable = [
  '/key/generate',
  '/key/update',
  '/key/delete',
  '/key/regenerate',
  '/key/service-account/generate',
  '/key/{key_id}/regenerate',
  '/key/block',
  '/key/unblock',
  '/key/bulk_update',
  '/key/{key_id}/reset_spend',
  '/key/info',
  '/key/list',
  '/key/aliases',
  '/key/health',
] as const
const usual: readonly string[] = ['/key/info', '/key/health']

export const listPermissions: Route = adminRoute({
  method: 'GET',
  paths: ['/team/permissions_list'],
  access: 'key',
  summary: 'Shows what the members of a team may do with its keys.',
  tags,
  query: [{ name: 'team_id', about: 'The team.', type: 'string' }],
  answer: async ({ call, db, identity }) => {
    const { team_id: id } = readQuery(call, team)
    const [row, standing] = await Promise.all([teamBy(db, id), standingOf(db, identity, id)])
    if (row === undefined && mayReadAll(identity)) throw noSuch('team', id, 'team_id')
    if (row === undefined || !maySeeTeam(identity, row, standing)) throw forbidden('only its members and administrators see a team')
    const given = row.teamMemberPermissions
    return { team_id: id, team_member_permissions: given.length === 0 ? usual : given, all_available_permissions: grantable }
  },
})

export const updatePermissions: Route = adminRoute({
  method: 'POST',
  paths: ['/team/permissions_update'],
  access: 'key',
  summary: 'Sets what the members of a team may do with its keys.',
  tags,
  example: { team_id: 'research', team_member_permissions: ['/key/generate'] },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...team, team_member_permissions: { is: 'texts', required: true } })
    const wrong = values.team_member_permissions.find((each) => !grantable.some((known) => known === each))
    if (wrong !== undefined)
      throw invalid('team_member_permissions', `must be a list of ${grantable.join(', ')}: "${wrong}" is none of them`)
    await requireManager(desk, values.team_id)
    const after = await desk.store.connection.transaction(async (db) => {
      const changes = { teamMemberPermissions: [...values.team_member_permissions], updatedBy: desk.by }
      const row = await changeTeam(db, values.team_id, changes)
      if (row === undefined) throw noSuch('team', values.team_id, 'team_id')
      const shown = showTeam(row, await membersOf(db, { teamIds: [row.teamId] }), desk)
      await audit(desk, db, { action: 'updated', table, id: row.teamId, after: shown })
      return shown
    })
    await desk.store.tell({ kind: 'team', id: values.team_id })
    return after
  },
})

async function joined(desk: Desk, db: Db, teamId: string, members: readonly MemberAsked[], given: MemberLimits) {
  const row = await lockedTeam(db, teamId)
  if (row === undefined) throw noSuch('team', teamId, 'team_id')
  const users: string[] = []
  for (const member of members) users.push((await join(desk, db, row, member, given)).user.userId)
  // others than administrators are told of this team alone
  const all = await membersOf(db, { teamIds: [teamId], userIds: mayReadAll(desk.identity) ? users : [] })
  const updated = await Promise.all(users.map((id) => userBy(db, id)))
  const shown = showTeam(row, all, desk)
  await audit(desk, db, { action: 'updated', table, id: teamId, after: shown })
  return {
    ...shown,
    updated_users: updated.flatMap((user) => (user === undefined ? [] : [showUserTo(desk, user, teamsOf(all, user.userId))])),
    updated_team_memberships: all
      .filter(({ member }) => member.teamId === teamId && users.includes(member.userId))
      .map((member) => showMember(member, desk)),
  }
}

function teamsOf(members: Awaited<ReturnType<typeof membersOf>>, userId: string): readonly string[] {
  return members.filter(({ member }) => member.userId === userId).map(({ member }) => member.teamId)
}

async function requireManager({ db, identity }: Desk, teamId: string): Promise<TeamRow | undefined> {
  const [row, standing] = await Promise.all([teamBy(db, teamId), standingOf(db, identity, teamId)])
  if (!mayManageMembers(identity, { organizationId: row?.organizationId ?? null }, standing))
    throw forbidden('you are not allowed to change the members of this team: its admins are, administrators, and those of its organization')
  return row
}
