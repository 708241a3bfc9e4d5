/** Daily activity: the sums of days with everything that they are broken down by, in pages of whole days. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { conditionOf, linesOfDays, type SumFilter, type SumRow, sumsBy } from './spend-sums-by.js'

/** Whose activity it is, by the column of who they are. */
export type Entity = 'user_id' | 'team_id' | 'organization_id' | 'end_user' | 'tag'

/** A line of sums. Two may have the same names: whoever shows them adds them up. */
export type ActivityRow = Omit<SumRow<'date' | 'api_key' | 'model' | 'model_group' | 'provider' | 'call_type', ShownSum>, 'spend'> & {
  /** The user, team, … whose part this is; empty for nobody. */
  readonly entity: string
  /** US dollars, and the rest in nano-dollars: both whole numbers, so that sums of them are exact. */
  readonly usd: number
  readonly nano: number
}

const shownSums = [
  'spend',
  'prompt_tokens',
  'completion_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'api_requests',
  'successful_requests',
  'failed_requests',
] as const
type ShownSum = (typeof shownSums)[number]

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
  if (offsetMinutes === 0) return storedLines(db, asked)
  const by = ['date', entity, 'api_key', 'model', 'model_group', 'provider', 'call_type'] as const
  const rows = await sumsBy(db, { table: tableOf[entity], by, columns: shownSums, from, to, is, isNot, anyModel, offsetMinutes })
  return rows.map((row) => {
    const usd = Math.trunc(Number(row.spend))
    return { ...row, entity: row[entity], usd, nano: nanoBeside(usd, Number(row.spend)) }
  })
}

/** Names and sums of a line in the order in which they are asked for. */
type PackedLine = readonly [
  entity: string,
  ...rest: readonly [string, string, string, string, string],
  ...sums: readonly [number, number, number, number, number, number, number, number],
]

/** Lines as they stand in the table. The database packs those of a day into one value: there are thousands, of fourteen columns each. */
async function storedLines(db: Db, { entity, ...filter }: ActivityAsked & Range): Promise<readonly ActivityRow[]> {
  const sums = sql.raw(shownSums.join(', '))
  const { rows } = await db.execute<{ date: string; lines: readonly PackedLine[] }>(sql`select date::text as date,
    json_agg(json_build_array(${sql.identifier(entity)}, api_key, model, model_group, provider, call_type, ${sums})) as lines
    from ${sql.identifier(tableOf[entity])} where ${conditionOf(filter)} group by date order by date`)
  const one = sameText()
  return rows.flatMap(({ date, lines }) => lines.map((line) => unpacked(date, line, one)))
}

/** The first text of those that are alike: a map that has it then knows it by its address, and there are thousands of each. */
function sameText(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const first = known.get(text)
    if (first === undefined) known.set(text, text)
    return first ?? text
  }
}

/** One literal, filled by place: taken apart by names and spread, lines took four times as long as their query. */
function unpacked(date: string, line: PackedLine, one: (text: string) => string): ActivityRow {
  const spend = line[6]
  const usd = Math.trunc(spend)
  return {
    date,
    entity: one(line[0]),
    api_key: one(line[1]),
    model: one(line[2]),
    model_group: one(line[3]),
    provider: one(line[4]),
    call_type: one(line[5]),
    usd,
    nano: nanoBeside(usd, spend),
    prompt_tokens: line[7],
    completion_tokens: line[8],
    cache_read_tokens: line[9],
    cache_write_tokens: line[10],
    api_requests: line[11],
    successful_requests: line[12],
    failed_requests: line[13],
  }
}

/** Exact for what a key spends in a day: numbers tell nano-dollars apart up to some million dollars. */
function nanoBeside(usd: number, spend: number): number {
  return Math.round((spend - usd) * 1e9)
}
