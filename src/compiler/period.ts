/** Lengths of time as budgets write them: `30s`, `10m`, `24h`, `7d`, `2w`, `1mo`. */
import type { Period } from '../plan/routing.js'

const units: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * The period a text means, or undefined. As in LiteLLM only the start of the text counts, so `30days` is `30d`; a length of 0
 * is none.
 */
export function toPeriod(text: string): Period | undefined {
  const found = /^(\d+)(mo|[smhdw])/.exec(text.trim())
  const count = Math.min(Number(found?.[1] ?? 0), Number.MAX_SAFE_INTEGER)
  if (!(count > 0)) return undefined
  const unit = found?.[2] ?? ''
  if (unit === 'mo') return { months: count }
  const ms = units[unit]
  return ms === undefined ? undefined : { ms: count * ms }
}
