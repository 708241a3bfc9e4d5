/** Two tenants on one gateway: the one with a key for each of its roles, the other with something hidden in everything it has. */
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { yaml } from '../gateway-support.js'
import { type Answer, type Kept, type KeptOptions, openKept } from './kept-gateway.js'
import type { Things } from './whole-table.js'

/** Stands in names, notes and requests of the other tenant, and in no request of the first. */
export const hidden = 'marked-hidden-94711'

export type Tenants = {
  readonly kept: Kept
  /** Keys of the first tenant, by the role that they have. */
  readonly roles: ReadonlyMap<string, string>
  readonly own: Things
  readonly others: Things
  /** Asks without a network. */
  ask(method: string, path: string, body: unknown, key: string): Promise<Answer & { readonly text: string }>
}

/** Opens it; it ends with the test. */
export async function openTenants(options: KeptOptions): Promise<Tenants> {
  const kept = await openKept({
    yaml: `${yaml}  store_model_in_db: true\n`,
    env: { LITELLM_SALT_KEY: 'a-salt-of-two-tenants' },
    ...options,
  })
  const make = async (path: string, body: object) => {
    const answer = await kept.post(path, body)
    expect([path, answer.status, answer.body.error]).toEqual([path, 200, undefined])
    return answer.body
  }
  const [own, others] = [await tenant(kept, make, 'a'), await tenant(kept, make, 'b')]
  const user = async (id: string, more: object) =>
    (await make('/user/new', { user_id: id, max_budget: 1, models: ['gpt-4o'], ...more })).key
  const roles = new Map<string, string>([
    ['a user', await user('a-alone', {})],
    ['a user who only looks', await user('a-viewer', { user_role: 'internal_user_viewer' })],
    ['a member of the team', await user('a-member', {})],
    ['an admin of the team', await user('a-admin', {})],
    ['an admin of the organization', await user('a-organizer', {})],
    ['a key of the team', (await make('/key/generate', { team_id: 'a-team' })).key],
    ['a service account', (await make('/key/service-account/generate', { team_id: 'a-team', key_alias: 'a-service' })).key],
  ])
  await make('/team/member_add', {
    team_id: 'a-team',
    member: [
      { role: 'user', user_id: 'a-member' },
      { role: 'admin', user_id: 'a-admin' },
    ],
  })
  await make('/organization/member_add', { organization_id: 'a-org', member: { role: 'org_admin', user_id: 'a-organizer' } })
  const ask: Tenants['ask'] = async (method, path, body, key) => {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const headers = { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
    // the methods of routes are those that the app knows
    const answer = await kept.gateway.app.inject({ method: method as 'GET', url: path, headers, ...payload })
    const isJson = String(answer.headers['content-type'] ?? '').includes('json')
    return { status: answer.statusCode, body: isJson ? answer.json() : answer.body, text: answer.body, headers: new Headers() }
  }
  return { kept, roles, own, others, ask }
}

/** A tenant with everything that there is, and a request that it paid for. */
async function tenant(
  { post, settled, mock }: Kept,
  make: (path: string, body: object) => Promise<Answer['body']>,
  name: 'a' | 'b',
): Promise<Things> {
  const note = name === 'b' ? hidden : 'open'
  const metadata = { note }
  await make('/budget/new', { budget_id: `${name}-budget`, max_budget: 5 })
  await make('/organization/new', { organization_id: `${name}-org`, organization_alias: `${note}-org`, metadata })
  await make('/team/new', { team_id: `${name}-team`, team_alias: `${note}-team`, organization_id: `${name}-org`, metadata })
  await make('/user/new', {
    user_id: `${name}-user`,
    user_alias: `${note}-user`,
    user_email: `${note}@example.org`,
    auto_create_key: false,
    metadata,
  })
  await make('/customer/new', { user_id: `${name}-customer`, alias: `${note}-customer` })
  await make('/tag/new', { name: `${name}-tag`, description: `${note}-tag` })
  const { model_id: model } = await make('/model/new', {
    model_name: `${note}-model`,
    litellm_params: { model: 'openai/gpt-4o-mini', api_base: `${mock.url}/v1`, api_key: 'sk-own-key-of-a-team' },
    model_info: { team_id: `${name}-team`, description: note },
  })
  const { key, token } = await make('/key/generate', {
    team_id: `${name}-team`,
    user_id: `${name}-user`,
    key_alias: `${note}-key`,
    metadata,
  })
  const call = { model: 'gpt-4o', messages: [{ role: 'user', content: note }], user: `${note}-asks`, metadata: { tags: [`${note}-asked`] } }
  expect((await post('/chat/completions', call, key)).status).toBe(200)
  await settled()
  const ids = { organization: `${name}-org`, team: `${name}-team`, user: `${name}-user`, budget: `${name}-budget` }
  return { token, ...ids, customer: `${name}-customer`, tag: `${name}-tag`, model }
}

/** Every row of every table but of the spend log, as text, by its table. */
export async function rowsOf({ gateway }: Kept): Promise<ReadonlyMap<string, readonly { readonly [column: string]: unknown }[]>> {
  const store = await gateway.serving.store?.open()
  if (store === undefined) throw new Error('this gateway keeps nothing')
  const { db } = store.connection
  const names = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const found = new Map<string, readonly { readonly [column: string]: unknown }[]>()
  for (const { name } of names.rows) {
    const { rows } = await db.execute<{ row: { readonly [column: string]: unknown } }>(
      sql`select row_to_json(t) as row from ${sql.identifier(name)} t order by row_to_json(t)::text`,
    )
    found.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  return found
}
