/** Callers for suites that need no database. */
import { getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
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
