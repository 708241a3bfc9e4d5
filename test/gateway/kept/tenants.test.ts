/** Every route, asked by every role of one tenant for what is another's: nobody reads it, nobody changes it, nobody raises themselves. */
import { getTableColumns } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Route } from '../../../src/gateway/route.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { runs } from '../../support/soak.js'
import { placesIn } from './kept-gateway.js'
import { hidden, openTenants, rowsOf, type Tenants } from './two-tenants.js'
import { requestsOf, type Things, tableInOrder } from './whole-table.js'

type Row = { readonly [column: string]: unknown }

describe.each(placesIn(runs(1, 2)))('$kind', { timeout: 240_000 }, ({ kind }) => {
  test('nobody reads or changes what is another tenant’s, on any route', async () => {
    const tenants = await openTenants({ kind })
    const before = await rowsOf(tenants.kept)
    const shown: string[] = []
    let asked = 0
    const answered = new Map<string, number>()
    for (const [role, key] of tenants.roles)
      for (const route of tableInOrder())
        for (const { method, path, body } of requestsOf(route, tenants.others)) {
          const { status, text } = await tenants.ask(method, path, body, key)
          asked++
          if (status < 300) answered.set(role, (answered.get(role) ?? 0) + 1)
          if (status >= 500 && !isElsewhere(text)) shown.push(`${role}: ${method} ${path} answers ${status}: ${text.slice(0, 200)}`)
          if (text.includes(hidden)) shown.push(`${role}: ${method} ${path} answers ${status}: ${around(text)}`)
        }
    console.info(`${kind}: ${asked} requests, answered with 2xx: ${[...answered].map(([role, count]) => `${role} ${count}`).join(', ')}`)
    expect(shown).toEqual([])
    // each of them has a key that counts
    expect([...tenants.roles.keys()].filter((role) => (answered.get(role) ?? 0) < 10)).toEqual([])
    await tenants.kept.settled()
    const after = await rowsOf(tenants.kept)
    expect(rowsThat(after, isTheirs(tenants.others))).toEqual(rowsThat(before, isTheirs(tenants.others)))
  })

  test('no column can be set that a role has no right to: every one of them, on every route that makes or changes something', async () => {
    const tenants = await openTenants({ kind })
    const before = await rowsOf(tenants.kept)
    const asked = await setAll(tenants, [
      ['a member of the team', 'a-member'],
      ['a user who only looks', 'a-viewer'],
      ['a key of the team', 'a-member'],
    ])
    console.info(`${kind}: ${asked} bodies`)
    const after = await rowsOf(tenants.kept)
    // keys that members make are theirs; nothing else is there that was not, and nothing is changed but how they call themselves
    for (const [table, rows] of before) {
      if (/^(spend|daily|keys|audit|changes|settings|deleted)/.test(table)) continue
      expect([table, after.get(table)?.map(asItWas)]).toEqual([table, rows.map(asItWas)])
    }
    const known = new Set((before.get('keys') ?? []).map(({ token }) => token))
    const made = (after.get('keys') ?? []).filter(({ token }) => !known.has(token))
    expect(made.length).toBeGreaterThan(20)
    for (const key of made) expect(beyond(key)).toEqual([])
    const old = (after.get('keys') ?? []).filter(({ token }) => known.has(token))
    expect(old.map(rightsOf)).toEqual((before.get('keys') ?? []).map(rightsOf))
  })

  test('those who administer a team or an organization raise nobody above it, themselves least of all', async () => {
    const tenants = await openTenants({ kind })
    const before = await rowsOf(tenants.kept)
    const asked = await setAll(tenants, [
      ['an admin of the team', 'a-admin'],
      ['an admin of the organization', 'a-organizer'],
    ])
    console.info(`${kind}: ${asked} bodies`)
    const after = await rowsOf(tenants.kept)
    expect(rowsThat(after, isTheirs(tenants.others))).toEqual(rowsThat(before, isTheirs(tenants.others)))
    expect(after.get('organizations')?.map(asItWas)).toEqual(before.get('organizations')?.map(asItWas))
    expect(
      (after.get('users') ?? []).filter(({ user_role: role }) => !['internal_user', 'internal_user_viewer'].includes(String(role))),
    ).toEqual([])
    const limitsOf = (rows: readonly Row[] = []) =>
      rows.map(({ user_id, max_budget, models, spend }) => ({ user_id, max_budget, models, spend }))
    const old = new Set((before.get('users') ?? []).map(({ user_id }) => user_id))
    expect(limitsOf((after.get('users') ?? []).filter(({ user_id }) => old.has(user_id)))).toEqual(limitsOf(before.get('users')))
    const madeUp = [...(after.get('keys') ?? []), ...(after.get('teams') ?? [])].filter(
      ({ created_by: by, from_config: is }) => by === 'wished' || is === true,
    )
    expect(madeUp).toEqual([])
  })
})

/** Routes that make or change something. */
function changing(): readonly Route[] {
  return tableInOrder().filter(({ method, paths }) => method !== 'GET' && /new|update|generate|add|edit/.test(paths[0] ?? ''))
}

/** Asks with each column alone, on every route that makes or changes something. Tells how often. */
async function setAll({ ask, roles, own }: Tenants, who: readonly (readonly [string, string])[]): Promise<number> {
  const odd: string[] = []
  let asked = 0
  for (const [role, user_id] of who) {
    const key = roles.get(role) ?? ''
    // one of their own, where they may make one
    const mine: string = (await ask('POST', '/key/generate', {}, key)).body.token ?? own.token
    for (const { method, paths } of changing())
      for (const [column, value] of columns()) {
        const [given = ''] = paths
        const path = given.replace(/:key/, mine).replace(/:\w+/g, own.model)
        const ids = given === '/key/generate' ? {} : { user_id, team_id: own.team, key: mine }
        const { status, text } = await ask(method, path, { ...ids, [column]: value }, key)
        asked++
        if (status >= 500) odd.push(`${method} ${path} ${column} answers ${status}: ${text.slice(0, 200)}`)
      }
  }
  expect(odd).toEqual([])
  return asked
}

/** What stands in an answer around the thing that is hidden. */
function around(text: string): string {
  const at = text.indexOf(hidden)
  return text.slice(Math.max(0, at - 80), at + 60)
}

/** Routes that pass through answer for a provider that is not there. */
function isElsewhere(text: string): boolean {
  return /provider|upstream|not configured|no_db_connection/i.test(text)
}

function isTheirs(things: Things): (row: Row) => boolean {
  const ids = new Set<unknown>(Object.values(things))
  return (row) => Object.values(row).some((value) => ids.has(value)) || JSON.stringify(row).includes(hidden)
}

/** Rows by their table; those of changes and of sums are written by the gateway itself. */
function rowsThat(all: ReadonlyMap<string, readonly Row[]>, want: (row: Row) => boolean): readonly (readonly [string, readonly Row[]])[] {
  return [...all].filter(([name]) => !/^(audit|changes|settings)/.test(name)).map(([name, rows]) => [name, rows.filter(want)] as const)
}

/** Every column of every row that a request may name, in a soak also as the code spells it, with what somebody would like it to be. */
function columns(): readonly (readonly [string, unknown])[] {
  const found = new Map<string, unknown>()
  for (const table of [tables.keys, tables.users, tables.teams, tables.teamMembers, tables.organizations, tables.budgets, tables.models])
    for (const [name, column] of Object.entries(getTableColumns(table))) {
      const value = wished(name, column.dataType)
      if (runs(1, 2) === 2) found.set(name, value)
      found.set(column.name, value)
    }
  // what says whose request it is stays
  for (const name of ['user_id', 'team_id', 'token']) found.delete(name)
  return [...found, ['user_id', 'b-user'], ['team_id', 'b-team'], ['organization_id', 'b-org'], ['budget_id', 'b-budget']]
}

function wished(name: string, type: string): unknown {
  if (/role/i.test(name)) return 'proxy_admin'
  if (/duration|interval/i.test(name)) return '1s'
  if (/budget$|spend$|limit$|requests$|epoch|count/i.test(name)) return 999_999
  if (type === 'boolean') return true
  if (type === 'array') return ['*']
  if (type === 'json') return { '*': 999_999 }
  return type === 'date' ? '2036-01-01T00:00:00Z' : 'wished'
}

/** A row without what everybody may say of themselves. */
function asItWas({ user_alias: _alias, password: _password, updated_at: _at, updated_by: _by, ...rest }: Row): Row {
  return rest
}

/** What of a key is no matter of whoever has it. */
function rightsOf({
  token,
  user_id,
  team_id,
  organization_id,
  spend,
  spend_epoch,
  blocked,
  created_by,
  from_config,
  permissions,
  access_group_ids,
}: Row): Row {
  return { token, user_id, team_id, organization_id, spend, spend_epoch, blocked, created_by, from_config, permissions, access_group_ids }
}

const makers = new Set<unknown>(['a-member', 'a-viewer'])

/** What a key that a member made has beyond what they have. */
function beyond(row: Row): readonly string[] {
  const models: readonly unknown[] = Array.isArray(row.models) ? row.models : ['?']
  const faults: readonly (readonly [string, boolean])[] = [
    ['user_id', !makers.has(row.user_id)],
    ['team_id', row.team_id !== null && row.team_id !== 'a-team'],
    ['organization_id', row.organization_id === 'b-org'],
    ['created_by', row.created_by === 'wished'],
    ['max_budget', Number(row.max_budget ?? 0) > 1],
    ['spend', Number(row.spend) !== 0],
    ['spend_epoch', row.spend_epoch !== 0],
    ['from_config', row.from_config !== false],
    ['models', models.some((model) => model !== 'gpt-4o')],
    ['permissions', JSON.stringify(row.permissions) !== '{}'],
    ['access_group_ids', JSON.stringify(row.access_group_ids) !== '[]'],
    ['allowed_routes', JSON.stringify(row.allowed_routes).includes('*')],
    ['budget_id', row.budget_id === 'b-budget'],
  ]
  return faults.flatMap(([name, isBeyond]) => (isBeyond ? [`${name}: ${JSON.stringify(row[name])}`] : []))
}
