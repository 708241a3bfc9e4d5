/** How long rows of the spend log and stored bodies are kept, as the config says it. */
import type { Json, JsonObject } from '../../plan/plan.js'
import { type Duration, parseDuration } from '../budget-reset.js'

export type RetentionTerms = {
  /** `general_settings.maximum_spend_logs_retention_period`; undefined keeps rows for ever. */
  readonly rows: Duration | undefined
  /** `general_settings.maximum_spend_bodies_retention_period`; undefined keeps bodies as long as rows. */
  readonly bodies: Duration | undefined
  /** `general_settings.maximum_spend_logs_retention_interval`, milliseconds, default a day. */
  readonly everyMs: number
}

const dayMs = 86_400_000
/** More often is of no use: what is removed are whole days of rows. */
const leastEveryMs = 60_000
/** What a timer can wait. */
const mostEveryMs = 2 ** 31 - 1

/** Reads `general_settings`. What is no duration counts as not set: rows are rather kept. */
export function readRetention(general: JsonObject): RetentionTerms {
  const every = durationOf(general.maximum_spend_logs_retention_interval)
  const everyMs = every === undefined ? dayMs : 'ms' in every ? every.ms : every.months * 30 * dayMs
  return {
    rows: durationOf(general.maximum_spend_logs_retention_period),
    bodies: durationOf(general.maximum_spend_bodies_retention_period),
    everyMs: Math.min(Math.max(everyMs, leastEveryMs), mostEveryMs),
  }
}

/** `90d`; LiteLLM takes `90days` too, and a number of seconds. */
function durationOf(value: Json | undefined): Duration | undefined {
  if (typeof value === 'number') return parseDuration(`${value}s`)
  if (typeof value !== 'string') return undefined
  const [, short] = /^(\d+(?:mo|[smhdw]))[a-z]*$/.exec(value.trim()) ?? []
  return short === undefined ? undefined : parseDuration(short)
}
