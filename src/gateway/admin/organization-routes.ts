/** `/organization/…`: what teams and keys belong to, with a budget and models that theirs may not exceed. */
import { randomUUID } from 'node:crypto'
import type { Route } from '../route.js'
import type { Db } from '../store/connection.js'
import {
  addOrganization,
  addOrganizationMember,
  changeOrganization,
  changeOrganizationMember,
  deleteOrganizations,
  lockedOrganization,
  type Organization,
  organizationBy,
  organizationMembersOf,
  organizationsBy,
  removeOrganizationMember,
} from '../store/organizations.js'
import { TakenError } from '../store/sql-error.js'
import { type JsonObject, organizationMembers } from '../store/tables.js'
import { membersOf } from '../store/team-members.js'
import { listTeams } from '../store/teams.js'
import { toWire } from '../store/wire-row.js'
import { adminRoute, audit, type Desk, defined, forbidden, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readBody, readFields, readQuery } from './body.js'
import { budgetFields, metadataAfter, metadataFields } from './limit-fields.js'
import { ensureUser, meantUser } from './member-change.js'
import { attach, reattach } from './own-budget.js'
import { showOrganization, showTeam, showUserTo } from './shown.js'
import { standingOf } from './standing.js'
import { isAdmin, isOnlooker, mayReadAll } from './who-may.js'

const tags = ['organizations']
const table = 'LiteLLM_OrganizationTable'
const mostRows = 10_000

const fields = {
  organization_alias: 'text',
  models: 'texts',
  budget_id: 'id',
  ...budgetFields,
  metadata: 'object',
  ...metadataFields,
} as const satisfies Fields

export const newOrganization: Route = adminRoute({
  method: 'POST',
  paths: ['/organization/new'],
  access: 'admin',
  summary: 'Makes an organization, whose models and budget its teams may not exceed.',
  tags,
  example: { organization_alias: 'sales', models: ['gpt-4o'], max_budget: 1000 },
  answer: async (desk) => {
    const given = { organization_id: 'id', ...fields, organization_alias: { is: 'text', required: true } } as const
    const values = readBody(desk.call, given)
    const id = values.organization_id ?? randomUUID()
    const shown = await desk.store.connection
      .transaction(async (db) => {
        await addOrganization(db, {
          organizationId: id,
          organizationAlias: values.organization_alias,
          ...defined({ models: values.models == null ? undefined : [...values.models], metadata: metadataAfter(values, {}) }),
          ...(await attach(desk, db, values.budget_id ?? undefined, values)),
          createdBy: desk.by,
          updatedBy: desk.by,
        })
        return recorded(desk, db, id, 'created')
      })
      .catch((error: unknown) => {
        throw error instanceof TakenError ? refused(`there is an organization "${id}" already`, 'organization_id') : error
      })
    await desk.store.tell({ kind: 'organization', id })
    return shown
  },
})

export const updateOrganization: Route = adminRoute({
  method: 'PATCH',
  paths: ['/organization/update'],
  access: 'admin',
  summary: 'Changes the given fields of an organization; null clears.',
  tags,
  example: { organization_id: 'sales', max_budget: 2000 },
  answer: async (desk) => {
    const values = readBody(desk.call, { organization_id: { is: 'id', required: true }, ...fields })
    const id = values.organization_id
    const shown = await desk.store.connection.transaction(async (db) => {
      const before = await lockedOrganization(db, id)
      if (before === undefined) throw noSuch('organization', id, 'organization_id')
      const attached = await reattach(desk, db, before.budget, values.budget_id, values)
      const columns = defined({
        organizationAlias: values.organization_alias ?? undefined,
        models: values.models === undefined ? undefined : [...(values.models ?? [])],
        metadata: metadataAfter(values, before.row.metadata),
      })
      await changeOrganization(db, id, { ...columns, ...attached, updatedBy: desk.by })
      return recorded(desk, db, id, 'updated')
    })
    await desk.store.tell({ kind: 'organization', id })
    return shown
  },
})

async function recorded(desk: Desk, db: Db, id: string, action: 'created' | 'updated'): Promise<JsonObject> {
  const after = await organizationBy(db, id)
  if (after === undefined) throw noSuch('organization', id, 'organization_id')
  const shown = showOrganization(after, desk)
  await audit(desk, db, { action, table, id, after: shown })
  return shown
}

export const organizationInfo: Route = adminRoute({
  method: 'GET',
  paths: ['/organization/info'],
  access: 'key',
  summary: 'Shows an organization with its members and teams, to these and to administrators.',
  tags,
  query: [{ name: 'organization_id', about: 'The organization.', type: 'string' }],
  answer: async (desk) => {
    const { db, identity } = desk
    const { organization_id: id } = readQuery(desk.call, { organization_id: { is: 'id', required: true } })
    const [found, members] = await Promise.all([organizationBy(db, id), organizationMembersOf(db, { organizationIds: [id] })])
    if (!mayReadAll(identity) && !members.some(({ userId }) => userId === identity.userId))
      throw forbidden('only its members and administrators see an organization')
    const [shown] = found === undefined ? [] : await described(desk, [found])
    if (shown === undefined) throw noSuch('organization', id, 'organization_id')
    return shown
  },
})

export const organizationList: Route = adminRoute({
  method: 'GET',
  paths: ['/organization/list'],
  access: 'key',
  summary: 'Shows organizations: all to administrators, their own to others.',
  tags,
  answer: async (desk) => {
    const { db, identity } = desk
    const own = mayReadAll(identity) ? undefined : await organizationMembersOf(db, { userId: identity.userId ?? '' })
    const ids = own?.map(({ organizationId }) => organizationId)
    if (ids?.length === 0) return []
    return described(desk, await organizationsBy(db, ids))
  },
})

/** The older way to ask, for several at once. */
export const organizationsInfo: Route = adminRoute({
  method: 'POST',
  paths: ['/organization/info'],
  access: 'admin-read',
  summary: 'Shows organizations by their ids.',
  tags,
  example: { organizations: ['sales'] },
  answer: async (desk) => {
    const { organizations: ids } = readBody(desk.call, { organizations: { is: 'texts', required: true } })
    if (ids.length === 0) throw refused('organizations is empty: name at least one organization_id', 'organizations')
    return described(desk, await organizationsBy(desk.db, ids))
  },
})

/** Organizations with their members and teams. */
async function described(desk: Desk, found: readonly Organization[]): Promise<readonly JsonObject[]> {
  const ids = found.map(({ row }) => row.organizationId)
  const members = await organizationMembersOf(desk.db, { organizationIds: ids })
  const { rows: teams } = await listTeams(
    desk.db,
    { organizationIds: ids },
    { by: 'createdAt', direction: 'asc' },
    { offset: 0, size: mostRows },
  )
  return found.map((each) => ({
    ...showOrganization(each, desk),
    members: members
      .filter(({ organizationId }) => organizationId === each.row.organizationId)
      .map((member) => toWire(organizationMembers, member)),
    teams: teams.filter(({ organizationId }) => organizationId === each.row.organizationId).map((team) => showTeam(team, [], desk)),
  }))
}

export const removeOrganizations: Route = adminRoute({
  method: 'DELETE',
  paths: ['/organization/delete'],
  access: 'admin',
  summary: 'Deletes organizations that have no teams: all of them, or none.',
  tags,
  example: { organization_ids: ['sales'] },
  answer: async (desk) => {
    const { organization_ids: ids } = readBody(desk.call, { organization_ids: { is: 'texts', required: true } })
    if (ids.length === 0) throw invalid('organization_ids', 'must name at least one organization')
    const found = await organizationsBy(desk.db, ids)
    const gone = await desk.store.connection.transaction(async (db) => {
      const { missing, used, deleted } = await deleteOrganizations(db, ids)
      if (missing.length > 0) throw noSuch('organization', missing, 'organization_ids')
      if (used.length > 0)
        throw refused(`organizations with teams are not deleted: delete the teams of ${used.join(', ')} first`, 'organization_ids')
      for (const { organizationId: id } of deleted) await audit(desk, db, { action: 'deleted', table, id })
      return deleted
    })
    for (const { organizationId: id } of gone) await desk.store.tell({ kind: 'organization', id })
    return found.map((each) => showOrganization(each, desk))
  },
})

const memberRoles = ['org_admin', 'internal_user', 'internal_user_viewer'] as const
const organization = { organization_id: { is: 'id', required: true } } as const satisfies Fields
const memberFields = { user_id: 'id', user_email: 'id', role: { is: memberRoles, required: true } } as const satisfies Fields

export const addOrganizationMembers: Route = adminRoute({
  method: 'POST',
  paths: ['/organization/member_add'],
  access: 'key',
  summary: 'Adds members to an organization, all or none; users who are not known yet are made.',
  tags,
  example: { organization_id: 'sales', member: { role: 'internal_user', user_id: 'jane_smith' } },
  answer: async (desk) => {
    const fields = { ...organization, member: { is: 'object-or-objects', required: true }, max_budget_in_organization: 'money' } as const
    const values = readBody(desk.call, fields)
    const id = values.organization_id
    const members = values.member.map((each, at) => readFields(each, memberFields, `member.${at}.`))
    for (const [at, { user_id: user, user_email: email }] of members.entries())
      if (user == null && email == null) throw invalid(`member.${at}.user_id`, 'is missing: give it or user_email')
    await requireManager(desk, id)
    const answer = await desk.store.connection.transaction(async (db) => {
      if ((await organizationBy(db, id)) === undefined) throw noSuch('organization', id, 'organization_id')
      const updated: JsonObject[] = []
      const users: JsonObject[] = []
      for (const member of members) {
        const user = await ensureUser(desk, db, member)
        const limits = defined({ max_budget: values.max_budget_in_organization ?? undefined })
        const budget = await attach(desk, db, undefined, limits)
        const row = await addOrganizationMember(db, { organizationId: id, userId: user.userId, userRole: member.role, ...budget }).catch(
          (error: unknown) => {
            throw error instanceof TakenError ? refused(`the user "${user.userId}" is in the organization already`, 'user_id') : error
          },
        )
        updated.push(toWire(organizationMembers, row))
        const teams = mayReadAll(desk.identity)
          ? (await membersOf(db, { userIds: [user.userId] })).map(({ member: each }) => each.teamId)
          : []
        users.push(showUserTo(desk, user, teams))
      }
      return { organization_id: id, updated_organization_memberships: updated, updated_users: users }
    })
    await desk.store.tell({ kind: 'organization', id })
    return answer
  },
})

export const updateOrganizationMember: Route = adminRoute({
  method: 'PATCH',
  paths: ['/organization/member_update'],
  access: 'key',
  summary: 'Changes the role of a member of an organization.',
  tags,
  example: { organization_id: 'sales', user_id: 'jane_smith', role: 'org_admin' },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...organization, ...memberFields })
    const id = values.organization_id
    await requireManager(desk, id)
    const userId = await meantUser(desk.db, values)
    const row = await changeOrganizationMember(desk.db, id, userId, { userRole: values.role })
    if (row === undefined) throw noSuch(`member of the organization "${id}":`, userId, 'user_id')
    await desk.store.tell({ kind: 'organization', id })
    return toWire(organizationMembers, row)
  },
})

export const removeOrganizationMemberRoute: Route = adminRoute({
  method: 'DELETE',
  paths: ['/organization/member_delete'],
  access: 'key',
  summary: 'Takes a member out of an organization.',
  tags,
  example: { organization_id: 'sales', user_id: 'jane_smith' },
  answer: async (desk) => {
    const values = readBody(desk.call, { ...organization, user_id: 'id', user_email: 'id' })
    const id = values.organization_id
    await requireManager(desk, id)
    const userId = await meantUser(desk.db, values)
    if (!(await removeOrganizationMember(desk.db, id, userId))) throw noSuch(`member of the organization "${id}":`, userId, 'user_id')
    await desk.store.tell({ kind: 'organization', id })
    return { organization_id: id, user_id: userId }
  },
})

async function requireManager({ db, identity }: Desk, id: string): Promise<void> {
  if (isAdmin(identity) || (!isOnlooker(identity) && (await standingOf(db, identity)).administers.has(id))) return
  throw forbidden('only administrators change the members of an organization, and its own')
}
