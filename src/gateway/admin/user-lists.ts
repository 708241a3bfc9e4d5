/** `/user/info`, `/v2/user/info`, `/user/list`: users as those who may see them see them. */
import { GatewayError } from '../errors.js'
import type { Route } from '../route.js'
import { type KeyRow, listKeys } from '../store/keys.js'
import type { JsonObject } from '../store/tables.js'
import { type Member, membersOf } from '../store/team-members.js'
import { listTeams, teamsBy } from '../store/teams.js'
import { listUsers, userBy } from '../store/users.js'
import { adminRoute, type Desk, forbidden, noSuch } from './admin-route.js'
import { readQuery } from './body.js'
import type { Clock } from './limit-fields.js'
import { orderOf, pageOf, pagesOf } from './pages.js'
import { current, showKey, showMember, showTeam, showUser } from './shown.js'
import { isAdmin, maySeeUser } from './who-may.js'

const tags = ['users']
/** Most rows of what is not shown by pages. */
const mostRows = 10_000

/** Whom a request means: the one it names, else the caller. Throws a 403 for others than administrators that name somebody else. */
function meant({ call, identity }: Desk): string | undefined {
  const { user_id: id } = readQuery(call, { user_id: 'id' })
  if (id != null && !maySeeUser(identity, id)) throw forbidden('only administrators see other users')
  return id ?? (identity.kind === 'key' ? identity.userId : undefined)
}

export const userInfo: Route = adminRoute({
  method: 'GET',
  paths: ['/user/info'],
  access: 'key',
  summary: 'Shows a user with their keys and teams; without an id the caller, and all keys and teams to the master key.',
  tags,
  query: [{ name: 'user_id', about: 'The user. Default the caller.', type: 'string' }],
  answer: async (desk) => {
    const id = meant(desk)
    if (id === undefined) return ofNobody(desk)
    const [user, members, keys] = await Promise.all([
      userBy(desk.db, id),
      membersOf(desk.db, { userIds: [id] }),
      keysOf(desk, { userId: id }),
    ])
    // who has keys but no row has spent all the same
    if (user === undefined && keys.length === 0) throw noSuch('user', id, 'user_id')
    const teamIds = members.map(({ member }) => member.teamId)
    const teams = await teamsBy(desk.db, [...new Set([...teamIds, ...keys.flatMap(({ teamId }) => teamId ?? [])])])
    const mates = await membersOf(desk.db, { teamIds })
    const spend = keys.reduce((sum, key) => sum + Number(current(key, key.budgetDuration, desk).spend), 0)
    return {
      user_id: id,
      user_info: user === undefined ? { spend } : showUser(user, teamIds, desk),
      keys: withAliases(desk, keys, teams),
      teams: teams
        .filter(({ teamId }) => teamIds.includes(teamId))
        .map((team) => ({ ...showTeam(team, mates, desk), team_memberships: ownIn(members, team.teamId, desk) })),
    }
  },
})

/** The memberships of one user in one team: what they spent in it, and the budget that they have there. */
function ownIn(members: readonly Member[], teamId: string, clock: Clock): readonly JsonObject[] {
  return members.filter(({ member }) => member.teamId === teamId).map((member) => showMember(member, clock))
}

/** The master key is no user: it sees everything. A key without a user sees nobody. */
async function ofNobody(desk: Desk) {
  if (!isAdmin(desk.identity)) throw noUser()
  const [keys, { rows: teams }] = await Promise.all([
    keysOf(desk, {}),
    listTeams(desk.db, {}, { by: 'createdAt', direction: 'desc' }, { offset: 0, size: mostRows }),
  ])
  const members: readonly Member[] = await membersOf(desk.db, { teamIds: teams.map(({ teamId }) => teamId) })
  return {
    user_id: desk.identity.userId ?? null,
    user_info: null,
    keys: withAliases(desk, keys, teams),
    teams: teams.map((team) => showTeam(team, members, desk)),
  }
}

function noUser(): GatewayError {
  return new GatewayError(404, 'not_found_error', 'this key belongs to no user: name one with user_id', { param: 'user_id' })
}

function withAliases(
  clock: Clock,
  keys: readonly KeyRow[],
  teams: readonly { readonly teamId: string; readonly teamAlias: string | null }[],
): readonly JsonObject[] {
  const aliases = new Map(teams.map(({ teamId, teamAlias }) => [teamId, teamAlias]))
  return keys.map((key) => ({ ...showKey(key, clock, true), team_alias: aliases.get(key.teamId ?? '') ?? null }))
}

async function keysOf({ db }: Desk, filter: { readonly userId?: string }): Promise<readonly KeyRow[]> {
  return (await listKeys(db, filter, { by: 'createdAt', direction: 'desc' }, { offset: 0, size: mostRows })).rows
}

export const flatUserInfo: Route = adminRoute({
  method: 'GET',
  paths: ['/v2/user/info'],
  access: 'key',
  summary: 'Shows the row of a user alone; without an id the caller.',
  tags,
  query: [{ name: 'user_id', about: 'The user. Default the caller.', type: 'string' }],
  answer: async (desk) => {
    const id = meant(desk)
    const user = id === undefined ? undefined : await userBy(desk.db, id)
    if (user === undefined) throw id === undefined ? noUser() : noSuch('user', id, 'user_id')
    const members = await membersOf(desk.db, { userIds: [user.userId] })
    return showUser(
      user,
      members.map(({ member }) => member.teamId),
      desk,
    )
  },
})

const columns = {
  user_id: 'userId',
  user_email: 'userEmail',
  created_at: 'createdAt',
  spend: 'spend',
  user_alias: 'userAlias',
  user_role: 'userRole',
} as const

export const userList: Route = adminRoute({
  method: 'GET',
  paths: ['/user/list'],
  access: 'admin-read',
  summary: 'Shows users page by page.',
  tags,
  query: [
    { name: 'role', about: 'Users with this role.', type: 'string' },
    { name: 'user_ids', about: 'Ids, divided by commas; a single one matches a part.', type: 'string' },
    { name: 'sso_user_ids', about: 'Ids of the sign-in service, divided by commas.', type: 'string' },
    { name: 'user_email', about: 'Users whose address has this in it.', type: 'string' },
    { name: 'team', about: 'Members of this team.', type: 'string' },
    { name: 'organization_ids', about: 'Members of these organizations, divided by commas.', type: 'string' },
    { name: 'page', about: 'From 1.', type: 'integer' },
    { name: 'page_size', about: 'Users of a page, at most 100. Default 25.', type: 'integer' },
    { name: 'sort_by', about: 'Column to sort by.', type: 'string', values: Object.keys(columns) },
    { name: 'sort_order', about: 'Default asc.', type: 'string', values: ['asc', 'desc'] },
  ],
  answer: async (desk) => {
    const lists = { sso_user_ids: 'texts', organization_ids: 'texts' } as const
    const ids = { user_ids: 'id', user_email: 'id', team: 'id' } as const
    const paging = { page: 'integer', page_size: 'integer', sort_by: 'text', sort_order: 'text' } as const
    const asked = readQuery(desk.call, { role: 'text', ...ids, ...lists, ...paging })
    const page = pageOf(asked.page, asked.page_size, 25, 'page_size')
    const order = orderOf(columns, asked.sort_by, asked.sort_order, { by: 'createdAt', direction: 'asc' })
    const userIds = asked.user_ids?.split(',') ?? []
    const filter = {
      role: asked.role ?? undefined,
      ids: userIds.length > 1 ? userIds : undefined,
      idPart: userIds.length === 1 ? userIds[0] : undefined,
      ssoIds: asked.sso_user_ids ?? undefined,
      emailPart: asked.user_email ?? undefined,
      teamId: asked.team ?? undefined,
      organizationIds: asked.organization_ids ?? undefined,
    }
    const { rows, total } = await listUsers(desk.db, filter, order, page)
    const members = await membersOf(desk.db, { userIds: rows.map(({ user }) => user.userId) })
    const teamsOf = (id: string) => members.filter(({ member }) => member.userId === id).map(({ member }) => member.teamId)
    return {
      users: rows.map(({ user, keyCount }) => ({ ...showUser(user, teamsOf(user.userId), desk), key_count: keyCount })),
      total,
      page: page.page,
      page_size: page.size,
      total_pages: pagesOf(total, page),
    }
  },
})
