/** Callers for suites that need no database. */
import { getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Identity, Role } from '../../../src/gateway/identity.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import * as tables from '../../../src/gateway/store/tables.js'

/** A row with the defaults of its table, and null for what has none. */
export function rowOf<T extends PgTable>(table: T, more: Partial<T['$inferSelect']>): T['$inferSelect'] {
  const entries = Object.entries(getTableColumns(table)).map(([name, column]) => [name, columnValue(column.default)])
  // Every column of the table is there, with a value of its kind.
  return { ...Object.fromEntries(entries), ...more } as T['$inferSelect']
}

function columnValue(fallback: unknown): unknown {
  if (fallback === undefined) return null
  // `now()` and its like are SQL
  return typeof fallback === 'object' && fallback !== null && 'queryChunks' in fallback ? new Date(0) : fallback
}

/** The caller with this token. */
export function callerOf(token: string, key: Partial<Caller['key']> = {}, budgetId?: string): Caller {
  return {
    key: rowOf(tables.keys, { token, keyName: 'sk-...abcd', ...key }),
    user: key.userId == null ? undefined : rowOf(tables.users, { userId: key.userId }),
    team: key.teamId == null ? undefined : rowOf(tables.teams, { teamId: key.teamId }),
    member: undefined,
    organization: key.organizationId == null ? undefined : rowOf(tables.organizations, { organizationId: key.organizationId }),
    budgets: {
      key: budgetId === undefined ? undefined : rowOf(tables.budgets, { budgetId }),
      member: undefined,
      organization: undefined,
    },
  }
}

/** What a caller has, by level; what is left out is not there. */
export type Levels = {
  readonly key?: Partial<Caller['key']>
  readonly user?: Partial<NonNullable<Caller['user']>>
  readonly team?: Partial<NonNullable<Caller['team']>>
  /** `allowed_models` of the member's budget. */
  readonly member?: readonly string[]
  readonly organization?: readonly string[]
}

/** A caller with all of these levels. */
export function callerWith({ key, user, team, member, organization }: Levels): Caller {
  const ids = { ...(user !== undefined && { userId: 'u' }), ...(team !== undefined && { teamId: 't' }) }
  return {
    key: rowOf(tables.keys, { token: 'h', keyName: 'sk-...abcd', ...ids, ...key }),
    user: user && rowOf(tables.users, { userId: 'u', ...user }),
    team: team && rowOf(tables.teams, { teamId: 't', ...team }),
    member: member && rowOf(tables.teamMembers, { teamId: 't', userId: 'u', budgetId: 'b' }),
    organization: organization && rowOf(tables.organizations, { organizationId: 'o', models: [...organization] }),
    budgets: {
      key: undefined,
      member: member && rowOf(tables.budgets, { budgetId: 'b', allowedModels: [...member] }),
      organization: undefined,
    },
  }
}

/** As a key check gives such a caller. */
export function identityWith(levels: Levels, role: Role = 'internal_user'): Identity {
  const caller = callerWith(levels)
  const { key } = caller
  return {
    kind: 'key',
    role,
    keyHash: key.token,
    models: key.models.length === 0 ? undefined : key.models,
    userId: key.userId ?? undefined,
    teamId: key.teamId ?? undefined,
    caller,
  }
}
