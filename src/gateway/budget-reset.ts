/**
 * When budgets start anew. Decided whenever a budget is read: a job that is late can neither hold back nor let anybody pass.
 * LiteLLM's calendar: a day ends at midnight, a week on Monday, 30 days and a month on the 1st, everything else at multiples of
 * its length, in the time zone of the config.
 */

/** `30s`, `30m`, `30h`, `30d`, `1w`, `1mo`. */
export type Duration = { readonly ms: number } | { readonly months: number }

const hour = 3_600_000
const day = 24 * hour
const unitMs: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: hour, d: day, w: 7 * day }

/** A duration as keys and budgets have it; undefined for what is none. */
export function parseDuration(text: string): Duration | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,9})(mo|[smhdw])$/.exec(text.trim()) ?? []
  const count = Number(digits)
  if (count === 0) return undefined
  return unit === 'mo' ? { months: count } : { ms: count * (unitMs[unit] ?? 0) }
}

/** The next time after `now` at which a budget of this duration starts anew, both milliseconds since 1970. Throws for a time zone nobody knows. */
export function nextReset(duration: Duration, now: number, timeZone = 'UTC'): number {
  const local = now + offsetOf(timeZone, now)
  const end = localEnd(duration, local)
  // twice: the offset at the end may be another one than now's
  const guess = end - offsetOf(timeZone, now)
  const there = end - offsetOf(timeZone, guess)
  return there > now ? there : guess
}

/** True where a budget that was to start anew at `resetsAt` has. */
export function isReset(resetsAt: Date | null, now: number): boolean {
  return resetsAt !== null && resetsAt.getTime() <= now
}

function localEnd(duration: Duration, local: number): number {
  if ('months' in duration) return firstOfMonth(local, duration.months)
  const { ms } = duration
  if (ms === 30 * day) return firstOfMonth(local, 1)
  // 1 January 1970 was a Thursday; weeks begin on Monday
  const origin = ms % (7 * day) === 0 ? -3 * day : 0
  return Math.floor((local - origin) / ms) * ms + ms + origin
}

function firstOfMonth(local: number, later: number): number {
  const date = new Date(local)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clocks are ahead of UTC, milliseconds. */
function offsetOf(timeZone: string, at: number): number {
  if (timeZone === 'UTC') return 0
  const parts = formatOf(timeZone).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at / 1_000) * 1_000
}

/** One config has one zone; a handful are kept. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  if (formats.size > 16) formats.clear()
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', calendar: 'iso8601', ...numeric })
  formats.set(timeZone, format)
  return format
}
