/** What requests for spend have in common: their days, and whose spend the caller may read. */
import type { Identity } from '../identity.js'
import { mayReadSpend } from '../identity.js'
import type { Matches } from '../store/spend-sums-by.js'
import { invalid } from './body.js'

/** Days of UTC, `YYYY-MM-DD`, both included. */
export type Days = { readonly from: string; readonly to: string }

const dayMs = 86_400_000
/** Longest range: ten years. Days without a request are shown, too. */
const mostDays = 3_660

/** What `readQuery` is told of dates: they are checked here, since LiteLLM answers 400 to what is wrong with them. */
export const dayFields = { start_date: 'text', end_date: 'text' } as const
export const dayParameters = [
  { name: 'start_date', about: 'First day, YYYY-MM-DD, UTC.', type: 'string' },
  { name: 'end_date', about: 'Last day, included.', type: 'string' },
] as const

type Asked = { readonly start_date?: string | null; readonly end_date?: string | null }

/** The days that are asked for. Throws a 400 where one is missing or is no date. */
export function requiredDays({ start_date: start, end_date: end }: Asked): Days {
  const from = dayOf(start, 'start_date')
  const to = dayOf(end, 'end_date')
  if (from > to) throw invalid('start_date', 'must not be after end_date', 400)
  if ((Date.parse(to) - Date.parse(from)) / dayMs >= mostDays) throw invalid('end_date', `must be within ${mostDays} days`, 400)
  return { from, to }
}

/** The days that are asked for; undefined where neither is given. Throws a 400 for one without the other. */
export function optionalDays(asked: Asked): Days | undefined {
  return asked.start_date == null && asked.end_date == null ? undefined : requiredDays(asked)
}

/** The last 30 days. */
export function lastDays(now: number): Days {
  return { from: dayText(now - 29 * dayMs), to: dayText(now) }
}

/** Every day of a range, in order. */
export function eachDay({ from, to }: Days): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
  return Array.from({ length: count }, (_, nth) => dayText(Date.parse(from) + nth * dayMs))
}

/** The moments at which a range begins and ends, ISO 8601; the end is not included. */
export function momentsOf({ from, to }: Days): { readonly from: string; readonly before: string } {
  return { from: `${from}T00:00:00.000Z`, before: new Date(Date.parse(to) + dayMs).toISOString() }
}

export function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function dayOf(given: string | null | undefined, param: string): string {
  if (given == null) throw invalid(param, 'is missing: give a day such as 2026-02-14', 400)
  // what stands behind a day is the time of it
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(given) ?? []
  const ms = Date.parse(`${day}T00:00:00Z`)
  // there is no 30 February, which `Date` would take for a day in March
  if (Number.isNaN(ms) || dayText(ms) !== day) throw invalid(param, 'must be a day such as 2026-02-14', 400)
  return day
}

/** A moment as the interface of LiteLLM sends it, `YYYY-MM-DD HH:MM:SS` of UTC, or ISO 8601. Throws a 400. */
export function momentOf(given: string | null | undefined, param: string): string {
  if (given == null) throw invalid(param, 'is missing: give a time such as 2026-02-14 00:00:00', 400)
  const text = given.trim().replace(' ', 'T')
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text)
  const ms = /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?/.test(text) ? Date.parse(hasZone || text.length === 10 ? text : `${text}Z`) : Number.NaN
  if (Number.isNaN(ms)) throw invalid(param, 'must be a time such as 2026-02-14 00:00:00', 400)
  return new Date(ms).toISOString()
}

/** Whose spend the caller may read: everybody's, else their own; that of a key without a user is the key's. */
export function ownOnly(identity: Identity): Matches {
  if (mayReadSpend(identity)) return {}
  return identity.userId === undefined ? { api_key: [identity.keyHash] } : { user_id: [identity.userId] }
}

/** The same for rows. */
export function ownRows(identity: Identity): { readonly userId?: string; readonly apiKeys?: readonly string[] } {
  const { user_id: users, api_key: apiKeys } = ownOnly(identity)
  const userId = users?.[0]
  return { ...(userId !== undefined && { userId }), ...(apiKeys !== undefined && { apiKeys }) }
}

/** Both lists where both are given; whoever may see one of them sees no other. */
export function both(given: readonly string[] | undefined, own: readonly string[] | undefined): readonly string[] | undefined {
  if (given === undefined || own === undefined) return given ?? own
  return given.filter((each) => own.includes(each))
}
