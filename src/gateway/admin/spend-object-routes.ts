/** `/spend/keys`, `/spend/users`, `/spend/tags`: keys, users and tags by what they have spent. */
import { mayReadSpend } from '../identity.js'
import type { Route } from '../route.js'
import { type KeyFilter, listKeys } from '../store/keys.js'
import { sumsBy } from '../store/spend-sums-by.js'
import { membersOf } from '../store/team-members.js'
import { listUsers, userBy } from '../store/users.js'
import { adminRoute, type Desk, noSuch } from './admin-route.js'
import { readQuery } from './body.js'
import { showKey, showUser } from './shown.js'
import { dayFields, dayParameters, optionalDays, ownOnly } from './spend-query.js'

const tags = ['spend']
/** Most rows of what is not shown by pages. */
const mostRows = 10_000
const dearestFirst = { by: 'spend', direction: 'desc' } as const
const all = { offset: 0, size: mostRows }

export const spendKeys: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/keys'],
  access: 'key',
  summary: 'Shows keys, those that spent most first; others than administrators see their own.',
  tags,
  answer: async (desk) => {
    const { db, identity } = desk
    const own: KeyFilter = identity.userId === undefined ? { token: identity.keyHash } : { userId: identity.userId }
    const { rows } = await listKeys(db, mayReadSpend(identity) ? {} : own, dearestFirst, all)
    return rows.map((key) => showKey(key, desk, true))
  },
})

export const spendUsers: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/users'],
  access: 'key',
  summary: 'Shows users, those that spent most first; others than administrators see themselves.',
  tags,
  query: [{ name: 'user_id', about: 'This user alone.', type: 'string' }],
  answer: async (desk) => {
    const { user_id: asked } = readQuery(desk.call, { user_id: 'id' })
    if (!mayReadSpend(desk.identity)) return desk.identity.userId === undefined ? [] : one(desk, desk.identity.userId)
    if (asked != null) {
      const found = await one(desk, asked)
      if (found.length === 0) throw noSuch('user', asked, 'user_id')
      return found
    }
    const { rows } = await listUsers(desk.db, {}, dearestFirst, all)
    const members = await membersOf(desk.db, { userIds: rows.map(({ user }) => user.userId) })
    const teams = new Map<string, string[]>()
    for (const { member } of members) teams.set(member.userId, [...(teams.get(member.userId) ?? []), member.teamId])
    return rows.map(({ user }) => showUser(user, teams.get(user.userId) ?? [], desk))
  },
})

async function one(desk: Desk, id: string) {
  const [user, members] = await Promise.all([userBy(desk.db, id), membersOf(desk.db, { userIds: [id] })])
  return user === undefined
    ? []
    : [
        showUser(
          user,
          members.map(({ member }) => member.teamId),
          desk,
        ),
      ]
}

export const spendTags: Route = adminRoute({
  method: 'GET',
  paths: ['/spend/tags'],
  access: 'key',
  summary: 'Shows what was spent under each tag; a request with several tags counts for each of them.',
  tags,
  query: dayParameters,
  answer: async ({ call, db, identity }) => {
    // Differs: LiteLLM takes dates here, and ignores them
    const days = optionalDays(readQuery(call, dayFields))
    const rows = await sumsBy(db, { table: 'daily_tag_spend', by: ['tag'], ...days, is: ownOnly(identity), dearest: mostRows })
    return rows.map((row) => ({ individual_request_tag: row.tag, log_count: row.api_requests, total_spend: Number(row.spend) }))
  },
})
