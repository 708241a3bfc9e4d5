/** `/team/new`, `update`, `delete`, `block`, `unblock`, `model/add`, `model/delete`: teams and what they may use. */
import { randomUUID } from 'node:crypto'
import type { Route } from '../route.js'
import type { Db } from '../store/connection.js'
import { TakenError } from '../store/sql-error.js'
import type { JsonObject } from '../store/tables.js'
import { membersOf } from '../store/team-members.js'
import { addTeam, changeTeam, changeTeamModels, deleteTeams, lockedTeam, type TeamRow, teamsBy } from '../store/teams.js'
import { adminRoute, audit, type Desk, forbidden, noSuch, refused } from './admin-route.js'
import { type Fields, invalid, readBody } from './body.js'
import { join, readMembers } from './member-change.js'
import { showTeam } from './shown.js'
import { standingOf } from './standing.js'
import { checkCeiling, teamColumns, teamFields, withDefaults } from './team-fields.js'
import { isAdmin, mayManageTeam } from './who-may.js'

const tags = ['teams']
const table = 'LiteLLM_TeamTable'

const newFields = {
  team_id: 'id',
  ...teamFields,
  members_with_roles: 'objects',
  members: 'texts',
  admins: 'texts',
} as const satisfies Fields

export const newTeam: Route = adminRoute({
  method: 'POST',
  paths: ['/team/new'],
  access: 'key',
  summary: 'Makes a team. Administrators may, and those of the organization it belongs to.',
  tags,
  example: { team_alias: 'research', models: ['gpt-4o'], max_budget: 100, budget_duration: '30d' },
  answer: async (desk) => {
    const values = withDefaults(desk, readBody(desk.call, newFields))
    const { identity } = desk
    await requireManager(desk, desk.db, { organizationId: values.organization_id ?? null }, 'make teams')
    const teamId = values.team_id ?? randomUUID()
    const given: readonly JsonObject[] = [
      ...(values.members_with_roles ?? []),
      ...(values.admins ?? []).map((id) => ({ user_id: id, role: 'admin' })),
      ...(values.members ?? []).map((id) => ({ user_id: id, role: 'user' })),
      // whoever makes a team administers it; the master key is nobody in particular
      ...(identity.kind === 'key' && identity.userId !== undefined ? [{ user_id: identity.userId, role: 'admin' }] : []),
    ]
    const members = given.length === 0 ? [] : readMembers(given, 'members_with_roles')
    const shown = await desk.store.connection
      .transaction(async (db) => {
        const columns = await teamColumns(desk, db, values, undefined)
        await checkCeiling(db, columns)
        const team = await addTeam(db, { teamId, ...columns, createdBy: desk.by })
        const seen = new Set<string>()
        for (const member of members) {
          const name = member.user_id ?? member.user_email ?? ''
          if (!seen.has(name)) await join(desk, db, team, member, {})
          seen.add(name)
        }
        return recorded(desk, db, team, 'created')
      })
      .catch((error: unknown) => {
        const isTaken = error instanceof TakenError && error.constraint === 'teams_pkey'
        throw isTaken ? refused(`there is a team "${teamId}" already`, 'team_id') : error
      })
    await desk.store.tell({ kind: 'team', id: teamId })
    return shown
  },
})

export const updateTeam: Route = adminRoute({
  method: 'POST',
  paths: ['/team/update'],
  access: 'key',
  summary: 'Changes the given fields of a team; null clears.',
  tags,
  example: { team_id: 'research', max_budget: 200 },
  answer: async (desk) => {
    const values = readBody(desk.call, { team_id: { is: 'id', required: true }, ...teamFields })
    const data = await change(desk, values.team_id, 'updated', async (db, before) => {
      const columns = await teamColumns(desk, db, values, before)
      // a team goes only where whoever moves it may make one
      if (values.organization_id !== undefined && values.organization_id !== before.organizationId && !isAdmin(desk.identity))
        throw forbidden('only administrators move a team to another organization')
      await checkCeiling(db, { ...before, ...columns })
      return changeTeam(db, before.teamId, columns)
    })
    return { team_id: values.team_id, data }
  },
})

export const blockTeam: Route = blocking('block', 'Blocks a team: its keys are refused until it is unblocked.')
export const unblockTeam: Route = blocking('unblock', 'Lets the keys of a blocked team in again.')

function blocking(how: 'block' | 'unblock', summary: string): Route {
  return adminRoute({
    method: 'POST',
    paths: [`/team/${how}`],
    access: 'key',
    summary,
    tags,
    example: { team_id: 'research' },
    answer: (desk) => {
      const { team_id: id } = readBody(desk.call, { team_id: { is: 'id', required: true } })
      const changes = { blocked: how === 'block', updatedBy: desk.by }
      return change(desk, id, how === 'block' ? 'blocked' : 'unblocked', (db) => changeTeam(db, id, changes))
    },
  })
}

export const addTeamModels: Route = changingModels('add', 'Adds models to those that a team may use.')
export const deleteTeamModels: Route = changingModels('delete', 'Takes models from those that a team may use.')

function changingModels(how: 'add' | 'delete', summary: string): Route {
  return adminRoute({
    method: 'POST',
    paths: [`/team/model/${how}`],
    access: 'key',
    summary,
    tags,
    example: { team_id: 'research', models: ['gpt-4o'] },
    answer: (desk) => {
      const values = readBody(desk.call, { team_id: { is: 'id', required: true }, models: { is: 'texts', required: true } })
      return change(desk, values.team_id, 'updated', async (db, before) => {
        const after = await changeTeamModels(db, before.teamId, how, values.models)
        // an empty list would open every model
        if (how === 'delete' && before.models.length > 0 && after?.models.length === 0)
          throw refused(
            'these are the last models of the team, and a team without any may use all: name others with /team/update',
            'models',
          )
        if (after !== undefined) await checkCeiling(db, after)
        return after
      })
    },
  })
}

export const removeTeams: Route = adminRoute({
  method: 'POST',
  paths: ['/team/delete'],
  access: 'key',
  summary: 'Deletes teams with their keys and memberships: all of them, or none where one is unknown.',
  tags,
  example: { team_ids: ['research'] },
  answer: async (desk) => {
    const { team_ids: ids } = readBody(desk.call, { team_ids: { is: 'texts', required: true } })
    if (ids.length === 0) throw invalid('team_ids', 'must name at least one team')
    if (!isAdmin(desk.identity)) {
      const standing = await standingOf(desk.db, desk.identity)
      const found = await teamsBy(desk.db, ids)
      const isAllowed = found.length === new Set(ids).size && found.every((team) => mayManageTeam(desk.identity, team, standing))
      if (!isAllowed) throw forbidden('only administrators delete teams, and those of the organization that a team belongs to')
    }
    const deleted = await desk.store.connection.transaction(async (db) => {
      const result = await deleteTeams(db, ids, desk.deleter)
      if ('missing' in result) throw noSuch('team', result.missing, 'team_ids')
      for (const team of result.deleted)
        await audit(desk, db, { action: 'deleted', table, id: team.teamId, before: showTeam(team, [], desk) })
      return result.deleted.map(({ teamId }) => teamId)
    })
    for (const id of deleted) await desk.store.tell({ kind: 'team', id })
    return { deleted_teams: deleted }
  },
})

/** One change of a team that whoever manages it may make: in a transaction, recorded, told. */
async function change(
  desk: Desk,
  teamId: string,
  action: 'updated' | 'blocked' | 'unblocked',
  work: (db: Db, before: TeamRow) => Promise<TeamRow | undefined>,
): Promise<JsonObject> {
  const shown = await desk.store.connection.transaction(async (db) => {
    const before = await lockedTeam(db, teamId)
    await requireManager(desk, db, { organizationId: before?.organizationId ?? null }, 'change teams')
    const after = before === undefined ? undefined : await work(db, before)
    if (before === undefined || after === undefined) throw noSuch('team', teamId, 'team_id')
    return recorded(desk, db, after, action, showTeam(before, [], desk))
  })
  await desk.store.tell({ kind: 'team', id: teamId })
  return shown
}

async function requireManager({ identity }: Desk, db: Db, team: Pick<TeamRow, 'organizationId'>, what: string): Promise<void> {
  const standing = await standingOf(db, identity)
  if (!mayManageTeam(identity, team, standing)) throw forbidden(`only administrators ${what}, and those of the organization`)
}

async function recorded(desk: Desk, db: Db, team: TeamRow, action: 'created' | 'updated' | 'blocked' | 'unblocked', before?: JsonObject) {
  const after = showTeam(team, await membersOf(db, { teamIds: [team.teamId] }), desk)
  await audit(desk, db, { action, table, id: team.teamId, before, after })
  return after
}
