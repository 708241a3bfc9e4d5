/** `/key/info`, `/v2/key/info`, `/key/list`, `/key/aliases`, `/key/health`: keys as those who may see them see them. */
import { toHash } from '../auth/key-text.js'
import { badRequest, GatewayError } from '../errors.js'
import type { Route } from '../route.js'
import { listDeletedKeys } from '../store/deleted-keys.js'
import { activeToken, type KeyFilter, type KeyRow, keyBy, keysBy, listAliases, listKeys } from '../store/keys.js'
import type { JsonObject } from '../store/tables.js'
import { usersBy } from '../store/users.js'
import { adminRoute, type Desk } from './admin-route.js'
import { type Fields, invalid, readBody, readQuery, type Values } from './body.js'
import { noKey } from './key-change.js'
import { groundOf } from './key-ground.js'
import { scopeOf } from './key-scope.js'
import { fullKey, keyRow } from './key-shown.js'
import { orderOf, pageOf, pagesOf } from './pages.js'
import { showUserTo } from './shown.js'

const tags = ['keys']

export const keyInfo: Route = adminRoute({
  method: 'GET',
  paths: ['/key/info'],
  access: 'key',
  summary: 'Shows a key, by value or hash; without one the caller’s own.',
  tags,
  query: [{ name: 'key', about: 'The key or its hash. Default the key of the request. A POST keeps it out of addresses.', type: 'string' }],
  answer: (desk) => info(desk, readQuery(desk.call, { key: 'id' }).key),
})

export const keyInfoByPost: Route = adminRoute({
  method: 'POST',
  paths: ['/key/info'],
  access: 'key',
  summary: 'The same with the key in the body, where no log of addresses has it.',
  tags,
  example: { key: 'sk-…' },
  answer: (desk) => info(desk, readBody(desk.call, { key: 'id' }).key),
})

async function info(desk: Desk, given: string | null | undefined): Promise<JsonObject> {
  const { db, identity, now } = desk
  if (given == null && identity.kind !== 'key')
    throw new GatewayError(404, 'not_found_error', 'the master key is in no table: name a key', { param: 'key' })
  const key = given ?? identity.keyHash
  const row = await keyBy(db, await activeToken(db, toHash(key), new Date(now)))
  if (row === undefined) throw noKey(key)
  await groundOf(db, identity, '/key/info', row)
  return { key, info: await fullKey(db, row, desk, 'without-token') }
}

/** As in LiteLLM. */
const mostAtOnce = 500

export const keysInfo: Route = adminRoute({
  method: 'POST',
  paths: ['/v2/key/info'],
  access: 'key',
  summary: 'Shows several keys, by value or hash. Those that nobody has are left out.',
  tags,
  example: { keys: ['sk-…'] },
  answer: async (desk) => {
    const { call, db, identity } = desk
    const { keys } = readBody(call, { keys: { is: 'texts', required: true } })
    if (keys.length === 0 || keys.length > mostAtOnce) throw invalid('keys', `must have 1 to ${mostAtOnce} entries`)
    const rows = await keysBy(db, { tokens: keys.map(toHash) })
    for (const row of rows) await groundOf(db, identity, '/key/info', row)
    return { key: keys, info: await Promise.all(rows.map((row) => fullKey(db, row, desk, 'with-token'))) }
  },
})

const columns = {
  spend: 'spend',
  max_budget: 'maxBudget',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  token: 'token',
  key_alias: 'keyAlias',
} as const

const filters = {
  user_id: 'id',
  team_id: 'id',
  organization_id: 'id',
  project_id: 'id',
  access_group_id: 'id',
  key_hash: 'id',
  key_alias: 'id',
  include_team_keys: 'boolean',
  include_created_by_keys: 'boolean',
} as const satisfies Fields
export type KeysAsked = Values<typeof filters>

export const keyList: Route = adminRoute({
  method: 'GET',
  paths: ['/key/list'],
  access: 'key',
  summary: 'Lists keys by their hashes, page by page; others than administrators see their own.',
  tags,
  query: [
    { name: 'page', about: 'Default 1.', type: 'integer' },
    { name: 'size', about: 'Keys of a page, at most 100. Default 10.', type: 'integer' },
    { name: 'user_id', about: 'Keys of this user.', type: 'string' },
    { name: 'team_id', about: 'Keys of this team.', type: 'string' },
    { name: 'organization_id', about: 'Keys of this organization.', type: 'string' },
    { name: 'project_id', about: 'Keys of this project.', type: 'string' },
    { name: 'access_group_id', about: 'Keys that have this access group.', type: 'string' },
    { name: 'key_hash', about: 'The key with this hash.', type: 'string' },
    { name: 'key_alias', about: 'The key with this alias.', type: 'string' },
    { name: 'return_full_object', about: 'Shows keys whole. Default false: hashes.', type: 'boolean' },
    { name: 'include_team_keys', about: 'With the keys of teams that the caller administers.', type: 'boolean' },
    { name: 'include_created_by_keys', about: 'With the keys that the caller made for others.', type: 'boolean' },
    { name: 'sort_by', about: 'Default created_at.', type: 'string', values: Object.keys(columns) },
    { name: 'sort_order', about: 'Default desc.', type: 'string', values: ['asc', 'desc'] },
    { name: 'expand', about: 'Shows the user of each key with it.', type: 'string', values: ['user'] },
    { name: 'status', about: 'Lists deleted keys.', type: 'string', values: ['deleted'] },
  ],
  answer: async (desk) => {
    const asked = readQuery(desk.call, {
      ...filters,
      page: 'integer',
      size: 'integer',
      return_full_object: 'boolean',
      sort_by: 'text',
      sort_order: 'text',
      expand: 'texts',
      status: 'text',
    })
    const page = pageOf(asked.page, asked.size, 10, 'size')
    const order = orderOf(columns, asked.sort_by, asked.sort_order, { by: 'createdAt', direction: 'desc' })
    if (asked.status != null && asked.status !== 'deleted') throw badRequest('status must be "deleted"', 'status')
    const filter = await filterOf(desk, asked)
    const isFull = asked.return_full_object === true
    const found =
      asked.status === 'deleted'
        ? await deletedRows(desk, filter, order, page)
        : await livingRows(desk, filter, order, page, asked.expand?.includes('user') === true)
    return {
      keys: isFull || asked.expand?.includes('user') ? found.rows : found.rows.map(({ token = null }) => token),
      total_count: found.total,
      current_page: page.page,
      total_pages: pagesOf(found.total, page),
    }
  },
})

type Found = { readonly rows: readonly JsonObject[]; readonly total: number }
type Order = Parameters<typeof listKeys>[2]
type Page = Parameters<typeof listKeys>[3]

async function livingRows(desk: Desk, filter: KeyFilter, order: Order, page: Page, withUser: boolean): Promise<Found> {
  const { db } = desk
  const { rows, total } = await listKeys(db, filter, order, page)
  const users = withUser ? await usersOf(db, rows) : []
  const shown = rows.map((row) => {
    const user = users.find(({ userId }) => userId === row.userId)
    return { ...keyRow(row, desk, 'with-token'), ...(withUser && { user: user === undefined ? null : showUserTo(desk, user, []) }) }
  })
  return { rows: shown, total }
}

function usersOf(db: Desk['db'], rows: readonly KeyRow[]) {
  return usersBy(db, [...new Set(rows.flatMap(({ userId }) => (userId === null ? [] : [userId])))])
}

async function deletedRows({ db }: Desk, filter: KeyFilter, order: Order, page: Page): Promise<Found> {
  const { rows, total } = await listDeletedKeys(db, filter, order, page)
  const shown = rows.map((row) => {
    const { from_config: _, ...key } = row.key
    return { ...key, deleted_at: row.deletedAt.toISOString(), deleted_by: row.deletedBy, litellm_changed_by: row.changedBy }
  })
  return { rows: shown, total }
}

async function filterOf(desk: Desk, asked: KeysAsked): Promise<KeyFilter> {
  const scope = await scopeOf(desk, asked)
  return {
    ...(asked.user_id != null && { userId: asked.user_id }),
    ...(asked.team_id != null && { teamIds: [asked.team_id] }),
    ...(asked.organization_id != null && { organizationId: asked.organization_id }),
    ...(asked.project_id != null && { projectId: asked.project_id }),
    ...(asked.access_group_id != null && { accessGroupId: asked.access_group_id }),
    ...(asked.key_hash != null && { token: toHash(asked.key_hash) }),
    ...(asked.key_alias != null && { alias: asked.key_alias }),
    ...(scope !== undefined && { within: scope }),
  }
}

export const keyAliases: Route = adminRoute({
  method: 'GET',
  paths: ['/key/aliases'],
  access: 'key',
  summary: 'Lists the aliases of keys that the caller may see, page by page.',
  tags,
  query: [
    { name: 'page', about: 'Default 1.', type: 'integer' },
    { name: 'size', about: 'Aliases of a page, at most 100. Default 50.', type: 'integer' },
    { name: 'search', about: 'Text within the alias.', type: 'string' },
  ],
  answer: async (desk) => {
    const asked = readQuery(desk.call, { page: 'integer', size: 'integer', search: 'text' })
    const page = pageOf(asked.page, asked.size, 50, 'size')
    const scope = await scopeOf(desk, { include_team_keys: true })
    const filter: KeyFilter = { ...(asked.search != null && { search: asked.search }), ...(scope !== undefined && { within: scope }) }
    const { aliases, total } = await listAliases(desk.db, filter, page)
    return { aliases: [...aliases], total_count: total, current_page: page.page, total_pages: pagesOf(total, page), size: page.size }
  },
})

/** The names of callbacks that the metadata of a key asks for. */
function callbacksOf(metadata: JsonObject): readonly string[] {
  const { logging } = metadata
  const names = Array.isArray(logging) ? logging.map((each: unknown) => (isNamed(each) ? each.callback_name : undefined)) : []
  return names.filter((name) => typeof name === 'string')
}

function isNamed(value: unknown): value is { readonly callback_name: unknown } {
  return typeof value === 'object' && value !== null && 'callback_name' in value
}

/** Differs: LiteLLM sends a call to the callbacks of a key; none of a key's own are called here, and the answer says so. */
export const keyHealth: Route = adminRoute({
  method: 'POST',
  paths: ['/key/health'],
  access: 'key',
  summary: 'Says whether the caller’s key works, and the callbacks that it names.',
  tags,
  answer: async ({ identity }) => {
    const callbacks = callbacksOf(identity.caller?.key.metadata ?? {})
    if (callbacks.length === 0) return { key: 'healthy', logging_callbacks: null }
    const details = 'callbacks of single keys are not called by this gateway: name them in litellm_settings.callbacks'
    return { key: 'unhealthy', logging_callbacks: { callbacks, status: 'unhealthy', details } }
  },
})
