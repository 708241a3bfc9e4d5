/** Virtual keys for a terminal: whose they are, what they may spend, and whether they can be used. */
import type { Answer } from './gateway-link.js'
import { type Column, textTable } from './text-table.js'

const columns: readonly Column<Answer>[] = [
  { title: 'alias', cell: (row) => text(row.key_alias) },
  { title: 'key', cell: (row) => text(row.key_name) },
  { title: 'hash', cell: (row) => `${text(row.token).slice(0, 12)}…` },
  { title: 'user', cell: (row) => text(row.user_id) },
  { title: 'team', cell: (row) => text(row.team_id) },
  { title: 'models', cell: (row) => models(row.models) },
  { title: 'spend', cell: (row) => money(row.spend), align: 'right' },
  { title: 'budget', cell: budget, align: 'right' },
  { title: 'expires', cell: (row) => text(row.expires).slice(0, 10) },
  { title: 'state', cell: (row) => (row.blocked === true ? 'blocked' : '') },
]

/** Lines without their ends. */
export function keyTable(rows: readonly Answer[]): readonly string[] {
  return textTable(rows, columns)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function models(value: unknown): string {
  const names = Array.isArray(value) ? value.map(String) : []
  return names.length > 3 ? `${names.slice(0, 3).join(' ')} +${names.length - 3}` : names.join(' ')
}

function money(value: unknown): string {
  return typeof value === 'number' ? `$${value.toFixed(4)}` : ''
}

function budget({ max_budget: max, budget_duration: duration }: Answer): string {
  return typeof max === 'number' ? `$${max}${typeof duration === 'string' ? `/${duration}` : ''}` : ''
}
