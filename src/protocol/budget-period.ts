/** When a budget's period ends. */

/**
 * The end of a period that starts at `start`, milliseconds since 1970. Months are the calendar's, UTC: from 31 January a
 * month ends on the last day of February, at the same time of day.
 */
export function periodEnd(period: { readonly ms: number } | { readonly months: number }, start: number): number {
  if ('ms' in period) return start + period.ms
  const from = new Date(start)
  const firstOfTarget = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + period.months, 1)
  const daysOfTarget = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + period.months + 1, 0)).getUTCDate()
  const day = Math.min(from.getUTCDate(), daysOfTarget)
  const timeOfDay = start - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())
  return firstOfTarget + (day - 1) * dayMs + timeOfDay
}

const dayMs = 86_400_000
