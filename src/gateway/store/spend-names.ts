/** What keys, teams and users of a report are called. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'

/** A key as reports show it. One that was deleted is known by the record of it. */
export type KeyName = {
  readonly alias: string | null
  /** `sk-...last4`; null where nothing is known of it. */
  readonly name: string | null
  readonly teamId: string | null
  readonly userId: string | null
  readonly userEmail: string | null
  readonly exists: boolean
}

/** Keys by their hashes. Of those that nobody knows there is none. */
export async function keyNames(db: Db, tokens: readonly string[]): Promise<ReadonlyMap<string, KeyName>> {
  if (tokens.length === 0) return new Map()
  const list = sql`${sql.param([...new Set(tokens)])}::text[]`
  const { rows } = await db.execute<KeyName & { readonly token: string }>(sql`
    select token, key_alias as alias, key_name as name, team_id as "teamId", user_id as "userId", user_email as "userEmail", is_there as exists
    from (
      select token, key_alias, key_name, team_id, user_id, true as is_there from keys where token = any (${list})
      union all
      select distinct on (token) token, key ->> 'key_alias', key ->> 'key_name', key ->> 'team_id', key ->> 'user_id', false
      from deleted_keys d where token = any (${list}) and not exists (select from keys k where k.token = d.token)
      order by token
    ) as found left join users using (user_id)`)
  return new Map(rows.map(({ token, ...name }) => [token, name]))
}

/** Aliases of teams by their ids; those without one are called by their id. */
export async function teamNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; name: string }>(sql`select team_id as id, coalesce(team_alias, team_id) as name
    from teams where team_id = any (${sql.param([...new Set(ids)])}::text[])`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Addresses of users by their ids. */
export async function userEmails(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; email: string }>(sql`select user_id as id, user_email as email
    from users where user_email is not null and user_id = any (${sql.param([...new Set(ids)])}::text[])`)
  return new Map(rows.map(({ id, email }) => [id, email]))
}

/** Names of organizations by their ids. */
export async function organizationNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; name: string }>(sql`select organization_id as id, organization_alias as name
    from organizations where organization_id = any (${sql.param([...new Set(ids)])}::text[])`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Hashes of the keys whose alias has this text in it. */
export async function keysCalled(db: Db, part: string): Promise<readonly string[]> {
  const pattern = `%${part.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await db.execute<{ token: string }>(sql`select token from keys where key_alias ilike ${pattern} limit 1000`)
  return rows.map(({ token }) => token)
}
