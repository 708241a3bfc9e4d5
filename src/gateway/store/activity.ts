/** Daily activity: the sums of days with everything that they are broken down by, in pages of whole days. */
import type { Db } from './connection.js'
import { linesOfDays, type SumFilter, type SumRow, sumsBy } from './spend-sums-by.js'

/** Whose activity it is, by the column of who they are. */
export type Entity = 'user_id' | 'team_id' | 'organization_id' | 'end_user' | 'tag'

export type ActivityRow = SumRow<'date' | 'api_key' | 'model' | 'model_group' | 'provider' | 'call_type'> & {
  /** The user, team, … whose part this is; empty for nobody. */
  readonly entity: string
}

export type ActivityAsked = SumFilter & {
  readonly entity: Entity
  readonly from: string
  readonly to: string
  /** From 1. */
  readonly page: number
  /** Most days of a page. */
  readonly pageDays: number
  /** All days on one page, however many lines they have. */
  readonly isWhole?: boolean
  /** Minutes west of UTC. */
  readonly offsetMinutes: number
}

/** A page: its days descend. */
export type ActivityPage = { readonly rows: readonly ActivityRow[]; readonly page: number; readonly totalPages: number }

/** Lines of sums from which on a page ends with the day: an answer is some megabytes at most. */
const mostLines = 3_000

const tableOf = {
  user_id: 'daily_spend',
  team_id: 'daily_spend',
  organization_id: 'daily_spend',
  end_user: 'daily_end_user_spend',
  tag: 'daily_tag_spend',
} as const

/** One page of the activity. There is a first one, be it empty. */
export async function activityPage(db: Db, asked: ActivityAsked): Promise<ActivityPage> {
  const { page, pageDays, entity, offsetMinutes } = asked
  if (asked.isWhole === true) return { rows: await linesOf(db, asked), page: 1, totalPages: 1 }
  if (offsetMinutes !== 0) {
    // days of a zone are counted from rows, all at once
    const rows = await linesOf(db, asked)
    const days = new Map<string, number>()
    for (const { date } of rows) days.set(date, (days.get(date) ?? 0) + 1)
    const pages = pagesOf(
      [...days].map(([date, lines]) => ({ date, lines })).sort((a, b) => (a.date < b.date ? 1 : -1)),
      pageDays,
    )
    const range = pages[page - 1]
    const isIn = (date: string) => range !== undefined && date >= range.from && date <= range.to
    return { rows: rows.filter(({ date }) => isIn(date)), page, totalPages: Math.max(1, pages.length) }
  }
  const pages = pagesOf(await linesOfDays(db, tableOf[entity], asked), pageDays)
  const range = pages[page - 1]
  return { rows: range === undefined ? [] : await linesOf(db, { ...asked, ...range }), page, totalPages: Math.max(1, pages.length) }
}

type Range = { readonly from: string; readonly to: string }

/** Ranges of days, the last days first: none is on two pages. */
export function pagesOf(days: readonly { readonly date: string; readonly lines: number }[], pageDays: number): readonly Range[] {
  const pages: { from: string; to: string; days: number; lines: number }[] = []
  for (const { date, lines } of days) {
    const last = pages.at(-1)
    if (last === undefined || last.days >= pageDays || last.lines + lines > mostLines) pages.push({ from: date, to: date, days: 1, lines })
    else {
      last.from = date
      last.days++
      last.lines += lines
    }
  }
  return pages.map(({ from, to }) => ({ from, to }))
}

async function linesOf(db: Db, asked: ActivityAsked & Range): Promise<readonly ActivityRow[]> {
  const { entity, from, to, is, isNot, anyModel, offsetMinutes } = asked
  const by = ['date', entity, 'api_key', 'model', 'model_group', 'provider', 'call_type'] as const
  const rows = await sumsBy(db, { table: tableOf[entity], by, from, to, is, isNot, anyModel, offsetMinutes })
  return rows.map((row) => ({ ...row, entity: row[entity] }))
}
