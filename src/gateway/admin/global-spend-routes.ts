/** `/global/spend` and its kin: what was spent in all, by keys, models, teams, customers, providers, tags. Others than administrators get their own. */

import { toHash } from '../auth/key-text.js'
import { mayReadSpend } from '../identity.js'
import { isObject } from '../request-body.js'
import type { Route } from '../route.js'
import { keyNames, teamNames } from '../store/spend-names.js'
import { sumsBy } from '../store/spend-sums-by.js'
import { adminRoute, type Desk } from './admin-route.js'
import { invalid, readBody, readQuery } from './body.js'
import { both, dayFields, dayParameters, dayText, lastDays, momentOf, optionalDays, ownOnly, requiredDays } from './spend-query.js'
import { nanoOf, usdOf } from './spend-tally.js'

const tags = ['spend']
const access = 'key'
const mostCustomers = 100
const mostTags = 10_000

export const globalSpend: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend'],
  access,
  summary: 'Shows what was ever spent, and the budget of the whole gateway.',
  tags,
  answer: async ({ call, db, identity }) => {
    const [total] = await sumsBy(db, { table: 'daily_spend', by: [], columns: ['spend'], is: ownOnly(identity) })
    const litellm = call.serving.plan.gateway?.litellm_settings
    const budget = isObject(litellm) ? Number(litellm.max_budget) : 0
    return { spend: Number(total?.spend ?? 0), max_budget: Number.isFinite(budget) ? budget : 0 }
  },
})

export const globalSpendLogs: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/logs'],
  access,
  summary: 'Shows what was spent on each of the last 30 days.',
  tags,
  query: [{ name: 'api_key', about: 'By this key alone: the key, or its hash.', type: 'string' }],
  answer: async ({ call, db, identity, now }) => {
    const { api_key: key } = readQuery(call, { api_key: 'id' })
    const own = ownOnly(identity)
    const is = { ...own, api_key: both(key == null ? undefined : [toHash(key)], own.api_key) }
    const rows = await sumsBy(db, { table: 'daily_spend', by: ['date'], columns: ['spend'], ...lastDays(now), is })
    return rows.map(({ date, spend }) => ({ date, spend: Number(spend) }))
  },
})

const limitParameter = { name: 'limit', about: 'How many, those that spent most first. Default 10.', type: 'integer' } as const
const mostListed = 1_000

/** Throws a 422 for less than one. */
function limitOf({ call }: Desk): number {
  const { limit } = readQuery(call, { limit: 'integer' })
  if (limit != null && (limit < 1 || limit > mostListed)) throw invalid('limit', `must be a whole number from 1 to ${mostListed}`)
  return limit ?? 10
}

export const globalSpendKeys: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/keys'],
  access,
  summary: 'Shows the keys that spent most in the last 30 days.',
  tags,
  query: [limitParameter],
  answer: async (desk) => {
    const { db, identity, now } = desk
    const dearest = limitOf(desk)
    const rows = await sumsBy(db, {
      table: 'daily_spend',
      by: ['api_key'],
      columns: ['spend'],
      ...lastDays(now),
      is: ownOnly(identity),
      dearest,
    })
    const names = await keyNames(
      db,
      rows.map((row) => row.api_key),
    )
    return rows.map((row) => ({
      api_key: row.api_key,
      key_alias: names.get(row.api_key)?.alias ?? null,
      key_name: names.get(row.api_key)?.name ?? null,
      total_spend: Number(row.spend),
    }))
  },
})

export const globalSpendModels: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/models'],
  access,
  summary: 'Shows the models for which most was spent in the last 30 days.',
  tags,
  query: [limitParameter],
  answer: async (desk) => {
    const { db, identity, now } = desk
    const dearest = limitOf(desk)
    const rows = await sumsBy(db, { table: 'daily_spend', by: ['model'], ...lastDays(now), is: ownOnly(identity), dearest })
    return rows.map((row) => ({
      model: row.model,
      total_spend: Number(row.spend),
      ...(!mayReadSpend(identity) && { total_tokens: row.prompt_tokens + row.completion_tokens }),
    }))
  },
})

export const globalSpendTeams: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/teams'],
  access,
  summary: 'Shows what teams spent on each of the last 30 days.',
  tags,
  answer: async ({ db, identity, now }) => {
    const asked = { table: 'daily_spend', columns: ['spend'], ...lastDays(now), is: ownOnly(identity) } as const
    const [days, totals] = await Promise.all([
      sumsBy(db, { ...asked, by: ['date', 'team_id'] }),
      sumsBy(db, { ...asked, by: ['team_id'], dearest: mostTags }),
    ])
    const names = await teamNames(
      db,
      totals.map((row) => row.team_id),
    )
    const nameOf = (id: string) => (id === '' ? 'Unassigned' : (names.get(id) ?? id))
    const byDay = new Map<string, Map<string, bigint>>()
    for (const { date, team_id: id, spend } of days) {
      const day = byDay.get(date) ?? new Map<string, bigint>()
      byDay.set(date, day)
      // two teams may have one alias
      day.set(nameOf(id), (day.get(nameOf(id)) ?? 0n) + nanoOf(spend))
    }
    return {
      daily_spend: [...byDay].map(([date, amounts]) => ({
        ...Object.fromEntries([...amounts].map(([name, nano]) => [name, usdOf(nano)])),
        date,
      })),
      teams: [...new Set(totals.map((row) => nameOf(row.team_id)))],
      total_spend_per_team: totals.map((row) => ({ team_id: nameOf(row.team_id), total_spend: Number(row.spend) })),
    }
  },
})

export const globalSpendEndUsers: Route = adminRoute({
  method: 'POST',
  paths: ['/global/spend/end_users'],
  access,
  summary: 'Shows the customers that spent most, by default in the last 30 days.',
  tags,
  example: { startTime: '2026-02-01', endTime: '2026-02-14' },
  answer: async ({ call, db, identity, now }) => {
    const asked = readBody(call, { api_key: 'id', startTime: 'text', endTime: 'text' })
    const usual = lastDays(now)
    const day = (given: string | null | undefined, name: string) => (given == null ? undefined : momentOf(given, name).slice(0, 10))
    const own = ownOnly(identity)
    const rows = await sumsBy(db, {
      table: 'daily_end_user_spend',
      by: ['end_user'],
      from: day(asked.startTime, 'startTime') ?? usual.from,
      to: day(asked.endTime, 'endTime') ?? dayText(now),
      is: { ...own, api_key: both(asked.api_key == null ? undefined : [toHash(asked.api_key)], own.api_key) },
      dearest: mostCustomers,
    })
    return rows.map((row) => ({ end_user: row.end_user, total_count: row.api_requests, total_spend: Number(row.spend) }))
  },
})

export const globalSpendProvider: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/provider'],
  access,
  summary: 'Shows what was spent at each provider.',
  tags,
  query: dayParameters,
  answer: async ({ call, db, identity }) => {
    const days = requiredDays(readQuery(call, dayFields))
    const rows = await sumsBy(db, {
      table: 'daily_spend',
      by: ['provider'],
      columns: ['spend'],
      ...days,
      is: ownOnly(identity),
      dearest: mostTags,
    })
    return rows.map((row) => ({ provider: row.provider === '' ? 'unknown' : row.provider, spend: Number(row.spend) }))
  },
})

export const globalSpendTags: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/tags'],
  access,
  summary: 'Shows what was spent under tags, by default all of them.',
  tags,
  query: [...dayParameters, { name: 'tags', about: 'Tags, divided by commas.', type: 'string' }],
  answer: async ({ call, db, identity }) => {
    const asked = readQuery(call, { ...dayFields, tags: 'texts' })
    const given = asked.tags?.filter((tag) => tag !== '' && tag !== 'all-tags')
    const tag = given === undefined || given.length === 0 || asked.tags?.includes('all-tags') === true ? undefined : given
    const is = { ...ownOnly(identity), tag }
    const rows = await sumsBy(db, {
      table: 'daily_tag_spend',
      by: ['tag'],
      columns: ['spend', 'api_requests'],
      ...optionalDays(asked),
      is,
      dearest: mostTags,
    })
    return { spend_per_tag: rows.map((row) => ({ name: row.tag, spend: Number(row.spend), log_count: row.api_requests })) }
  },
})

export const allTagNames: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/all_tag_names'],
  access,
  summary: 'Lists the tags that requests had.',
  tags,
  answer: async ({ db, identity }) => {
    const rows = await sumsBy(db, { table: 'daily_tag_spend', by: ['tag'], columns: ['spend'], is: ownOnly(identity), dearest: mostTags })
    return { tag_names: rows.map(({ tag }) => tag).sort() }
  },
})
