/** When a budget's period ends. */

/** The last time that a date can tell: some 270,000 years from now. Whoever writes `999999999d` means that it never ends. */
const latest = 8_640_000_000_000_000

/**
 * The end of a period that starts at `start`, milliseconds since 1970. Months are the calendar's, UTC: from 31 January a
 * month ends on the last day of February, at the same time of day. Always a time that a date can tell.
 */
export function periodEnd(period: { readonly ms: number } | { readonly months: number }, start: number): number {
  const end = 'ms' in period ? start + period.ms : monthsLater(period.months, start)
  // Months that are too many for a date come to no number.
  return Number.isNaN(end) ? latest : Math.min(end, latest)
}

function monthsLater(months: number, start: number): number {
  const from = new Date(start)
  const firstOfTarget = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1)
  const daysOfTarget = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate()
  const day = Math.min(from.getUTCDate(), daysOfTarget)
  const timeOfDay = start - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())
  return firstOfTarget + (day - 1) * dayMs + timeOfDay
}

const dayMs = 86_400_000
