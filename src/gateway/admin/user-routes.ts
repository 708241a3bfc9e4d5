/** `/user/new`, `update`, `bulk_update`, `delete`, `available_roles`. */
import { randomUUID } from 'node:crypto'
import { toProblem } from '../errors.js'
import type { Route } from '../route.js'
import type { Db } from '../store/connection.js'
import { addOrganizationMember } from '../store/organizations.js'
import type { JsonObject } from '../store/tables.js'
import { membersOf } from '../store/team-members.js'
import { teamBy } from '../store/teams.js'
import { addUser, changeUser, deleteUsers, lockedUser, type UserRow } from '../store/users.js'
import { adminRoute, audit, type Desk, defined, forbidden, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readBody, readFields, type Values } from './body.js'
import { type KeyValues, settled } from './key-fields.js'
import { makeKey } from './key-new.js'
import { join, meantUser } from './member-change.js'
import { showUser } from './shown.js'
import { standingOf } from './standing.js'
import { checkCeiling } from './team-fields.js'
import { type UserValues, userColumns, userFields, userWritten, withDefaults } from './user-fields.js'
import { isAdmin, isOnlooker, mayGiveRole, ownFields } from './who-may.js'

const tags = ['users']
const table = 'LiteLLM_UserTable'

const newFields = {
  user_id: 'id',
  ...userFields,
  team_id: 'id',
  teams: 'texts-or-objects',
  organizations: 'texts',
  auto_create_key: 'boolean',
  key_alias: 'id',
  duration: 'duration',
  aliases: 'object',
  permissions: 'object',
} as const satisfies Fields
type NewUserValues = Values<typeof newFields>

export const newUser: Route = adminRoute({
  method: 'POST',
  paths: ['/user/new'],
  access: 'key',
  summary: 'Makes a user, and a key for them unless auto_create_key is false.',
  tags,
  example: { user_id: 'jane_smith', user_email: 'jane@example.org', max_budget: 10, budget_duration: '30d' },
  answer: async (desk) => {
    const values = withDefaults(desk, readBody(desk.call, newFields))
    await requireGranter(desk, values)
    const userId = values.user_id ?? randomUUID()
    const answer = await userWritten(
      desk.store.connection.transaction(async (db) => {
        const columns = await userColumns(desk, values, undefined)
        const organizations = values.organizations ?? []
        // who administers an organization gives no more than it has
        if (!isAdmin(desk.identity)) for (const organizationId of organizations) await checkCeiling(db, { ...columns, organizationId })
        const user = await addUser(db, { userId, ...columns, organizationId: organizations[0] ?? null, createdBy: desk.by })
        const teams = await joinTeams(desk, db, user, values)
        for (const organizationId of organizations) await addOrganizationMember(db, { organizationId, userId })
        const shown = showUser(user, teams, desk)
        await audit(desk, db, { action: 'created', table, id: userId, after: shown })
        const key = values.auto_create_key === false ? { key: '', expires: null } : await addOwnKey(desk, db, user, values)
        return { ...key, ...shown, team_id: values.team_id ?? null }
      }),
    )
    await desk.store.tell({ kind: 'user', id: userId })
    return answer
  },
})

/** Throws a 403 for whoever may not make this user. */
async function requireGranter({ db, identity }: Desk, values: NewUserValues): Promise<void> {
  if (isAdmin(identity)) return
  const standing = await standingOf(db, identity)
  const organizations = values.organizations ?? []
  if (standing.administers.size === 0 || isOnlooker(identity))
    throw forbidden('only administrators make users, and those of an organization for it')
  if (organizations.length === 0 || !organizations.every((id) => standing.administers.has(id)))
    throw forbidden('name the organizations of the user, all of which you must administer')
  if (!mayGiveRole(identity, standing, values.user_role ?? 'internal_user'))
    throw forbidden(`only administrators give the role ${values.user_role}`)
  if ((values.teams ?? []).length > 0 || values.team_id != null)
    throw forbidden('only administrators put users into teams as they make them: use /team/member_add')
}

/** `team_id` is the team of their key, too. */
async function joinTeams(desk: Desk, db: Db, user: UserRow, { team_id: own, teams: more }: NewUserValues): Promise<readonly string[]> {
  const fields = { team_id: { is: 'id', required: true }, max_budget_in_team: 'money', user_role: ['admin', 'user'] } as const
  const joined: string[] = []
  const isOwn = (asked: string | JsonObject) => (typeof asked === 'string' ? asked : asked.team_id) === own
  const teams = own == null || (more ?? []).some(isOwn) ? (more ?? []) : [own, ...(more ?? [])]
  for (const [at, asked] of teams.entries()) {
    const wanted = typeof asked === 'string' ? { team_id: asked } : asked
    const { team_id: id, user_role: role, max_budget_in_team: budget = null } = readFields(wanted, fields, `teams.${at}.`)
    const team = await teamBy(db, id)
    if (team === undefined) throw refused(`there is no team "${id}"`, 'teams')
    await join(desk, db, team, { user_id: user.userId, role: role ?? 'user' }, { max_budget_in_team: budget })
    joined.push(id)
  }
  return joined
}

/** A key with the limits of the user. */
function addOwnKey(desk: Desk, db: Db, user: UserRow, values: NewUserValues): Promise<JsonObject> {
  const { models, budgetDuration, tpmLimit, rpmLimit, maxParallelRequests, modelMaxBudget, metadata } = user
  const key: KeyValues = {
    user_id: user.userId,
    team_id: values.team_id ?? null,
    // its budget and models are those of the key too; a team has its own
    organization_id: values.team_id == null ? user.organizationId : null,
    models,
    max_budget: user.maxBudget === null ? null : Number(user.maxBudget),
    soft_budget: user.softBudget === null ? null : Number(user.softBudget),
    budget_duration: budgetDuration,
    tpm_limit: tpmLimit,
    rpm_limit: rpmLimit,
    max_parallel_requests: maxParallelRequests,
    model_max_budget: modelMaxBudget,
    metadata,
    ...defined({ key_alias: values.key_alias, duration: values.duration, aliases: values.aliases, permissions: values.permissions }),
  }
  return makeKey(desk, db, { values: settled(key), act: '/key/generate' })
}

const changeFields = { user_id: 'id', ...userFields } as const satisfies Fields

export const updateUser: Route = adminRoute({
  method: 'POST',
  paths: ['/user/update'],
  access: 'key',
  summary: 'Changes the given fields of a user; null clears. Others than administrators change their own alias and password.',
  tags,
  example: { user_id: 'jane_smith', max_budget: 20 },
  answer: async (desk) => {
    const values = readBody(desk.call, changeFields)
    const data = await change(desk, values)
    return { user_id: data.user_id ?? null, data }
  },
})

async function change(desk: Desk, given: Values<typeof changeFields>): Promise<JsonObject> {
  const { user_id: id, ...rest } = given
  // without an id, the address says who is meant
  const { user_email: address, ...others } = rest
  const values: UserValues = id == null ? others : rest
  requireOwn(desk, id ?? undefined, values)
  const userId = await meantUser(desk.db, id == null ? { user_email: address ?? null } : { user_id: id })
  const shown = await userWritten(
    desk.store.connection.transaction(async (db) => {
      const before = await lockedUser(db, userId)
      if (before === undefined) throw noSuch('user', userId, 'user_id')
      const after = await changeUser(db, userId, await userColumns(desk, values, before))
      if (after === undefined) throw noSuch('user', userId, 'user_id')
      const teams = (await membersOf(db, { userIds: [userId] })).map(({ member }) => member.teamId)
      const told = showUser(after, teams, desk)
      await audit(desk, db, { action: 'updated', table, id: userId, before: showUser(before, teams, desk), after: told })
      return told
    }),
  )
  await desk.store.tell({ kind: 'user', id: userId })
  return shown
}

/** Others than administrators change themselves alone, and nothing that a limit or a right depends on. */
function requireOwn({ identity }: Desk, id: string | undefined, values: object): void {
  if (isAdmin(identity)) return
  if (id === undefined || id !== identity.userId || isOnlooker(identity)) throw forbidden('only administrators change other users')
  const wrong = Object.entries(values).find(([name, value]) => value !== undefined && !ownFields.includes(name))
  if (wrong !== undefined) throw forbidden(`only administrators change ${wrong[0]}: you may change ${ownFields.join(' and ')}`)
}

export const updateManyUsers: Route = adminRoute({
  method: 'POST',
  paths: ['/user/bulk_update'],
  access: 'admin',
  summary: 'Changes several users, each by itself: one that cannot be changed holds up no other.',
  tags,
  example: { users: [{ user_id: 'jane_smith', max_budget: 20 }] },
  answer: async (desk) => {
    const { users } = readBody(desk.call, { users: { is: 'objects', required: true } })
    if (users.length === 0 || users.length > mostAtOnce) throw invalid('users', `must have 1 to ${mostAtOnce} entries`)
    const results: { readonly user_id: string | null; readonly success: boolean }[] = []
    for (const [at, each] of users.entries()) {
      const values = readFields(each, changeFields, `users.${at}.`)
      const names = { user_id: values.user_id ?? null, user_email: values.user_email ?? null }
      try {
        results.push({ ...names, ...{ success: true, error: null, updated_user: await change(desk, values) } })
      } catch (error) {
        const problem = toProblem(error)
        if (problem.status >= 500) throw error
        results.push({ ...names, ...{ success: false, error: problem.message } })
      }
    }
    const done = results.filter(({ success }) => success).length
    return { results, total_requested: users.length, successful_updates: done, failed_updates: users.length - done }
  },
})

/** As in LiteLLM. */
const mostAtOnce = 500

export const removeUsers: Route = adminRoute({
  method: 'POST',
  paths: ['/user/delete'],
  access: 'admin',
  summary: 'Deletes users with their keys and memberships: all of them, or none where one is unknown.',
  tags,
  example: { user_ids: ['jane_smith'] },
  answer: async (desk) => {
    const { user_ids: ids } = readBody(desk.call, { user_ids: { is: 'texts', required: true } })
    if (ids.length === 0) throw invalid('user_ids', 'must name at least one user')
    const deleted = await desk.store.connection.transaction(async (db) => {
      const result = await deleteUsers(db, ids, desk.deleter)
      if ('missing' in result) throw noSuch('user', result.missing, 'user_ids')
      for (const id of result.deleted) await audit(desk, db, { action: 'deleted', table, id })
      return result.deleted
    })
    for (const id of deleted) await desk.store.tell({ kind: 'user', id })
    return deleted.length
  },
})

export const availableRoles: Route = adminRoute({
  method: 'GET',
  paths: ['/user/available_roles'],
  access: 'key',
  summary: 'Shows the roles that a user can have.',
  tags,
  answer: async () => ({
    proxy_admin: { description: 'does everything on the gateway', ui_label: 'Admin (All Permissions)' },
    proxy_admin_viewer: { description: 'sees all keys, users, teams and spend, changes nothing', ui_label: 'Admin (View Only)' },
    internal_user: { description: 'makes, sees and deletes own keys, sees own spend', ui_label: 'Internal User (Create/Delete/View)' },
    internal_user_viewer: { description: 'sees own keys and own spend', ui_label: 'Internal User (View Only)' },
  }),
})
