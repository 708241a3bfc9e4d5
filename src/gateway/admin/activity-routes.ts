/** `/user|team|tag|customer|organization/daily/activity`: who did how much on which day, for pages that show it in a few calls. */

import { toHash } from '../auth/key-text.js'
import { mayReadSpend } from '../identity.js'
import type { Route } from '../route.js'
import { type ActivityRow, activityPage, type Entity } from '../store/activity.js'
import { keyNames, organizationNames, teamNames, userEmails } from '../store/spend-names.js'
import type { Matches } from '../store/spend-sums-by.js'
import type { JsonObject } from '../store/tables.js'
import { membersOf } from '../store/team-members.js'
import { showActivity } from './activity-shown.js'
import { adminRoute, type Desk, forbidden } from './admin-route.js'
import { invalid, readQuery } from './body.js'
import { both, dayFields, dayParameters, ownOnly, requiredDays } from './spend-query.js'
import { standingOf } from './standing.js'

/** With the tag of whatever did it: keys for the administration reach these too. */
const tags = ['spend']
const mostPageDays = 1_000
const mostKeysOfAll = 10
/** Zones are at most so far from UTC, minutes. */
const mostOffset = 14 * 60

const common = { ...dayFields, model: 'id', api_key: 'id', timezone: 'text', page: 'integer', page_size: 'integer' } as const
const parameters = [
  ...dayParameters,
  { name: 'model', about: 'Of this model, by its public or its own name.', type: 'string' },
  { name: 'api_key', about: 'By this key: the key, or its hash.', type: 'string' },
  {
    name: 'timezone',
    about: 'Minutes by which days begin later than those of UTC, as getTimezoneOffset gives them. Default 0.',
    type: 'integer',
  },
] as const
const pages = [
  { name: 'page', about: 'From 1.', type: 'integer' },
  { name: 'page_size', about: 'Most days of a page; no day is on two. Default 50.', type: 'integer' },
] as const

/** Which entities are asked about and which the caller may read. `isNot` leaves some out. */
type Which = { readonly entity: Entity; readonly is: Matches; readonly isNot?: Matches }

async function activity(desk: Desk, { entity, is, isNot }: Which, isWhole = false) {
  const asked = readQuery(desk.call, common)
  const days = requiredDays(asked)
  const page = isWhole ? 1 : (asked.page ?? 1)
  const size = asked.page_size ?? 50
  if (page < 1) throw invalid('page', 'must be a whole number from 1')
  if (size < 1 || size > mostPageDays) throw invalid('page_size', `must be a whole number from 1 to ${mostPageDays}`)
  const keys = asked.api_key == null ? undefined : [toHash(asked.api_key)]
  const found = await activityPage(desk.db, {
    entity,
    ...days,
    page,
    pageDays: isWhole ? Number.POSITIVE_INFINITY : size,
    isWhole,
    is: { ...is, api_key: both(keys, is.api_key) },
    isNot,
    anyModel: asked.model ?? undefined,
    offsetMinutes: offsetOf(asked.timezone),
  })
  const distinct = (of: (row: ActivityRow) => string) => [...new Set(found.rows.map(of))]
  const [names, entities] = await Promise.all([
    keyNames(
      desk.db,
      distinct((row) => row.api_key),
    ),
    aboutEntities(
      desk,
      entity,
      distinct((row) => row.entity),
    ),
  ])
  // LiteLLM too shows but some keys where all days are on one page
  return showActivity(found, { keys: names, entities, mostKeys: isWhole ? mostKeysOfAll : Number.POSITIVE_INFINITY })
}

function offsetOf(given: string | null | undefined): number {
  if (given == null) return 0
  const minutes = /^[+-]?\d{1,4}$/.test(given) ? Number(given) : Number.NaN
  if (!(Math.abs(minutes) <= mostOffset)) throw invalid('timezone', `must be whole minutes from -${mostOffset} to ${mostOffset}`)
  return minutes
}

async function aboutEntities({ db }: Desk, entity: Entity, ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
  const named = async (names: Promise<ReadonlyMap<string, string>>, member: string) =>
    new Map([...(await names)].map(([id, name]) => [id, { [member]: name }]))
  if (entity === 'team_id') return named(teamNames(db, ids), 'team_alias')
  if (entity === 'organization_id') return named(organizationNames(db, ids), 'organization_alias')
  return entity === 'user_id' ? named(userEmails(db, ids), 'user_email') : new Map()
}

/** Users see themselves, whoever may read spend everybody, or whom they name. */
function usersOf({ call, identity }: Desk): Which {
  const { user_id: asked } = readQuery(call, { user_id: 'id' })
  if (!mayReadSpend(identity)) {
    if (asked != null && asked !== identity.userId) throw forbidden('only administrators see what other users did')
    return { entity: 'user_id', is: ownOnly(identity) }
  }
  return { entity: 'user_id', is: asked == null ? {} : { user_id: [asked] } }
}

const userParameter = { name: 'user_id', about: 'Of this user. Others than administrators see themselves.', type: 'string' } as const

export const userActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/user/daily/activity'],
  access: 'key',
  summary: 'Shows what users did and spent each day.',
  tags: [...tags, 'users'],
  query: [...parameters, userParameter, ...pages],
  answer: async (desk) => activity(desk, usersOf(desk)),
})

export const wholeUserActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/user/daily/activity/aggregated'],
  access: 'key',
  summary: 'Shows what users did and spent each day, all days on one page.',
  tags: [...tags, 'users'],
  query: [...parameters, userParameter],
  answer: async (desk) => activity(desk, usersOf(desk), true),
})

/** Lists of ids to see and to leave out. */
function listsOf<const N extends string>(
  { call }: Desk,
  name: N,
): { readonly is: readonly string[] | undefined; readonly isNot: readonly string[] | undefined } {
  const fields: { readonly [field: string]: 'texts' } = { [name]: 'texts', [`exclude_${name}`]: 'texts' }
  const asked = readQuery(call, fields)
  const given = (list: unknown) => {
    const texts = Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string' && each !== '') : []
    return texts.length === 0 ? undefined : texts
  }
  return { is: given(asked[name]), isNot: given(asked[`exclude_${name}`]) }
}

const listParameters = (name: string, what: string) =>
  [
    { name, about: `Of these ${what}, divided by commas.`, type: 'string' },
    { name: `exclude_${name}`, about: `Without these ${what}.`, type: 'string' },
  ] as const

export const teamActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/team/daily/activity'],
  access: 'key',
  summary: 'Shows what teams did and spent each day; members see their own teams.',
  tags: [...tags, 'teams'],
  query: [...parameters, ...listParameters('team_ids', 'teams'), ...pages],
  answer: async (desk) => {
    const { is, isNot } = listsOf(desk, 'team_ids')
    const own = mayReadSpend(desk.identity) ? undefined : await teamsOf(desk)
    const other = is?.find((id) => own !== undefined && !own.includes(id))
    if (other !== undefined) throw forbidden(`only members of the team "${other.slice(0, 100)}" see what it did`)
    return activity(desk, { entity: 'team_id', is: { team_id: both(is, own) }, isNot: { team_id: isNot } })
  },
})

/** Teams of which the caller is a member; a key of a team that is nobody's sees the team's. */
async function teamsOf({ db, identity }: Desk): Promise<readonly string[]> {
  if (identity.userId === undefined) return identity.teamId === undefined ? [] : [identity.teamId]
  const members = await membersOf(db, { userIds: [identity.userId] })
  return members.map(({ member }) => member.teamId)
}

export const tagActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/tag/daily/activity'],
  access: 'key',
  summary: 'Shows what was done and spent under tags each day; a request counts for each of its tags.',
  tags: [...tags, 'tags'],
  query: [...parameters, ...listParameters('tags', 'tags'), ...pages],
  answer: async (desk) => {
    const { is, isNot } = listsOf(desk, 'tags')
    return activity(desk, { entity: 'tag', is: { ...ownOnly(desk.identity), tag: is }, isNot: { tag: isNot } })
  },
})

export const customerActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/customer/daily/activity', '/end_user/daily/activity'],
  access: 'admin-read',
  summary: 'Shows what customers did and spent each day.',
  tags: [...tags, 'customers'],
  query: [...parameters, ...listParameters('end_user_ids', 'customers'), ...pages],
  answer: async (desk) => {
    const { is, isNot } = listsOf(desk, 'end_user_ids')
    return activity(desk, { entity: 'end_user', is: { end_user: is }, isNot: { end_user: isNot } })
  },
})

export const organizationActivity: Route = adminRoute({
  method: 'GET',
  paths: ['/organization/daily/activity'],
  access: 'key',
  summary: 'Shows what organizations did and spent each day; their administrators see their own.',
  tags: [...tags, 'organizations'],
  query: [...parameters, ...listParameters('organization_ids', 'organizations'), ...pages],
  answer: async (desk) => {
    const { is, isNot } = listsOf(desk, 'organization_ids')
    const own = mayReadSpend(desk.identity) ? undefined : [...(await standingOf(desk.db, desk.identity)).administers]
    if (own?.length === 0) throw forbidden('only administrators of an organization see what it did')
    const other = is?.find((id) => own !== undefined && !own.includes(id))
    if (other !== undefined) throw forbidden(`only administrators of the organization "${other.slice(0, 100)}" see what it did`)
    return activity(desk, { entity: 'organization_id', is: { organization_id: both(is, own) }, isNot: { organization_id: isNot } })
  },
})
