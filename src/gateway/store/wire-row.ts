/** Rows as LiteLLM's endpoints show them: members named like the columns, money as numbers, times in ISO 8601. */
import { type Column, getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { JsonObject } from './tables.js'

type Member = { readonly member: string; readonly column: string; readonly kind: 'money' | 'time' | 'plain' }

/** Nobody's business but the counters'. */
const ownColumn = 'spend_epoch'

const known = new Map<PgTable, readonly Member[]>()

function membersOf(table: PgTable): readonly Member[] {
  const made = known.get(table)
  if (made !== undefined) return made
  const members = Object.entries(getTableColumns(table))
    .filter(([, { name }]) => name !== ownColumn)
    .map(([member, column]) => ({ member, column: column.name, kind: kindOf(column) }))
  known.set(table, members)
  return members
}

function kindOf({ columnType }: Column): Member['kind'] {
  return columnType === 'PgNumeric' ? 'money' : columnType === 'PgTimestamp' ? 'time' : 'plain'
}

/** The row as JSON. `without` are columns that are nobody's business. */
export function toWire<T extends PgTable>(table: T, row: T['$inferSelect'], without: readonly string[] = []): JsonObject {
  // Every member of a row is a column of its table.
  const values = row as { readonly [member: string]: unknown }
  return Object.fromEntries(
    membersOf(table)
      .filter(({ column }) => !without.includes(column))
      .map(({ member, column, kind }) => [column, shown(values[member], kind)]),
  )
}

function shown(value: unknown, kind: Member['kind']) {
  if (value === null || value === undefined) return null
  if (kind === 'money') return Number(value)
  if (value instanceof Date) return value.toISOString()
  // Columns hold nothing but JSON beside these.
  return value as JsonObject
}

/** US dollars of a request as the text of a money column: exact to nine places, without an exponent. Undefined for what is no amount. */
export function moneyText(usd: number): string | undefined {
  return Number.isFinite(usd) && Math.abs(usd) < 1e11 ? usd.toFixed(9) : undefined
}
