/** `/team/info`, `/team/list`, `/v2/team/list`, `/team/available`: teams as those who may see them see them. */

import type { Plan } from '../../plan/plan.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { budgetBy } from '../store/budgets.js'
import { type KeyRow, listKeys } from '../store/keys.js'
import { membersOf } from '../store/team-members.js'
import { listTeams, type TeamFilter, type TeamRow, teamBy, teamsBy } from '../store/teams.js'
import { teamModelNames } from '../team-models.js'
import { adminRoute, type Desk, forbidden, noSuch } from './admin-route.js'
import { readQuery } from './body.js'
import { orderOf, pageOf, pagesOf } from './pages.js'
import { showBudget, showKey, showMember, showTeam } from './shown.js'
import { standingOf } from './standing.js'
import { mayReadAll, maySeeTeam } from './who-may.js'

const tags = ['teams']
/** Most rows of what is not shown by pages. */
const mostRows = 10_000

export const teamInfo: Route = adminRoute({
  method: 'GET',
  paths: ['/team/info'],
  access: 'key',
  summary: 'Shows a team with its keys and members.',
  tags,
  query: [{ name: 'team_id', about: 'The team.', type: 'string' }],
  answer: async (desk) => {
    const { call, db, identity } = desk
    const { team_id: id } = readQuery(call, { team_id: { is: 'id', required: true } })
    const [team, standing] = await Promise.all([teamBy(db, id), standingOf(db, identity, id)])
    if (team === undefined && mayReadAll(identity)) throw noSuch('team', id, 'team_id')
    if (team === undefined || !maySeeTeam(identity, team, standing)) throw forbidden('only its members and administrators see a team')
    const [members, keys, budget] = await Promise.all([
      membersOf(db, { teamIds: [id] }),
      keysOf(db, [id]),
      team.teamMemberBudgetId === null ? undefined : budgetBy(db, team.teamMemberBudgetId),
    ])
    return {
      team_id: id,
      team_info: {
        ...showTeam(team, members, desk),
        models: withOwn(team, call.serving.plan),
        team_member_budget_table: budget === undefined ? null : showBudget(budget, desk),
      },
      keys: keys.map((key) => showKey(key, desk, false)),
      team_memberships: members.map((member) => showMember(member, desk)),
    }
  },
})

/**
 * The models that a team may call, its own with them.
 *
 * Differs: LiteLLM writes those into the team's list, where they stay granted under other names and when they are gone. Here
 * they are shown beside it.
 */
function withOwn({ teamId, models }: TeamRow, plan: Plan): readonly string[] {
  const own = teamModelNames(plan, teamId).filter((name) => !models.includes(name))
  if (own.length === 0) return models
  return [...(models.length === 0 ? ['all-proxy-models'] : models), ...own]
}

export const teamList: Route = adminRoute({
  method: 'GET',
  paths: ['/team/list'],
  access: 'key',
  summary: 'Shows teams with their keys and members: all to administrators, their own to others.',
  tags,
  query: [
    { name: 'user_id', about: 'Teams of this member.', type: 'string' },
    { name: 'organization_id', about: 'Teams of this organization.', type: 'string' },
  ],
  answer: async (desk) => {
    const asked = readQuery(desk.call, { user_id: 'id', organization_id: 'id' })
    const filter = await scoped(desk, asked)
    const { rows } = await listTeams(desk.db, filter, { by: 'createdAt', direction: 'desc' }, { offset: 0, size: mostRows })
    const ids = rows.map(({ teamId }) => teamId)
    const [members, keys] = await Promise.all([membersOf(desk.db, { teamIds: ids }), keysOf(desk.db, ids)])
    return rows.map((team) => ({
      ...showTeam(team, members, desk),
      team_memberships: members.filter(({ member }) => member.teamId === team.teamId).map((member) => showMember(member, desk)),
      keys: keys.filter(({ teamId }) => teamId === team.teamId).map((key) => showKey(key, desk, false)),
    }))
  },
})

const columns = { team_id: 'teamId', team_alias: 'teamAlias', created_at: 'createdAt', spend: 'spend', max_budget: 'maxBudget' } as const

export const teamPages: Route = adminRoute({
  method: 'GET',
  paths: ['/v2/team/list'],
  access: 'key',
  summary: 'Shows teams page by page: all to administrators, their own to others.',
  tags,
  query: [
    { name: 'page', about: 'From 1.', type: 'integer' },
    { name: 'page_size', about: 'Teams of a page. Default 10.', type: 'integer' },
    { name: 'team_id', about: 'This team alone.', type: 'string' },
    { name: 'team_alias', about: 'Teams whose alias has this in it.', type: 'string' },
    { name: 'organization_id', about: 'Teams of this organization.', type: 'string' },
    { name: 'user_id', about: 'Teams of this member.', type: 'string' },
    { name: 'sort_by', about: 'Column to sort by.', type: 'string', values: Object.keys(columns) },
    { name: 'sort_order', about: 'Default asc.', type: 'string', values: ['asc', 'desc'] },
  ],
  answer: async (desk) => {
    const ids = { user_id: 'id', organization_id: 'id', team_id: 'id' } as const
    const asked = readQuery(desk.call, {
      ...ids,
      team_alias: 'text',
      page: 'integer',
      page_size: 'integer',
      sort_by: 'text',
      sort_order: 'text',
    })
    const page = pageOf(asked.page, asked.page_size, 10, 'page_size')
    const order = orderOf(columns, asked.sort_by, asked.sort_order, { by: 'createdAt', direction: 'asc' })
    const scope = await scoped(desk, asked)
    const { team_id: id } = asked
    // never more than the caller may see
    const asksFor = id == null ? scope.ids : (scope.ids ?? [id]).filter((each) => each === id)
    const filter = { ...scope, ids: asksFor, aliasPart: asked.team_alias ?? undefined }
    const { rows, total } = await listTeams(desk.db, filter, order, page)
    const members = await membersOf(desk.db, { teamIds: rows.map(({ teamId }) => teamId) })
    return {
      teams: rows.map((team) => showTeam(team, members, desk)),
      total,
      page: page.page,
      page_size: page.size,
      total_pages: pagesOf(total, page),
    }
  },
})

export const availableTeams: Route = adminRoute({
  method: 'GET',
  paths: ['/team/available'],
  access: 'key',
  summary: 'Shows the teams that the config lets everybody join, but for those the caller is in.',
  tags,
  answer: async (desk) => {
    const { call, db, identity } = desk
    const teams = await teamsBy(db, openTeams(call))
    const members = await membersOf(db, { teamIds: teams.map(({ teamId }) => teamId) })
    const isIn = ({ teamId }: TeamRow) => members.some(({ member }) => member.teamId === teamId && member.userId === identity.userId)
    return teams.filter((team) => !isIn(team)).map((team) => showTeam(team, [], desk))
  },
})

/** `litellm_settings.default_internal_user_params.available_teams`. */
function openTeams({ serving }: Pick<GatewayCall, 'serving'>): readonly string[] {
  const litellm = serving.plan.gateway?.litellm_settings
  const params = isObject(litellm) ? litellm.default_internal_user_params : undefined
  const listed = isObject(params) ? params.available_teams : undefined
  return Array.isArray(listed) ? listed.filter((id) => typeof id === 'string') : []
}

/** What others than administrators may list: their own teams, and those of an organization they administer. Throws a 403. */
async function scoped(
  { db, identity }: Desk,
  asked: { readonly user_id?: string | null; readonly organization_id?: string | null },
): Promise<TeamFilter> {
  const filter = { userId: asked.user_id ?? undefined, organizationId: asked.organization_id ?? undefined }
  if (mayReadAll(identity)) return filter
  if (filter.organizationId !== undefined && (await standingOf(db, identity)).administers.has(filter.organizationId)) return filter
  if (filter.userId !== undefined && filter.userId !== identity.userId) throw forbidden('only administrators see the teams of others')
  // a key without a user sees the team that it belongs to
  if (identity.userId === undefined) return { ids: identity.teamId === undefined ? [] : [identity.teamId] }
  return { ...filter, userId: identity.userId }
}

async function keysOf(db: Desk['db'], teamIds: readonly string[]): Promise<readonly KeyRow[]> {
  if (teamIds.length === 0) return []
  const found = await listKeys(db, { teamIds }, { by: 'createdAt', direction: 'asc' }, { offset: 0, size: mostRows })
  return found.rows
}
