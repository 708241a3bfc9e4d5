/** One request as the spend log keeps it. On its way there it is a line of text: see `spend-lines.ts`. */
import { nineDigits } from '../number-text.js'
import type { Json, JsonObject } from './tables.js'

/** A sum that is kept beside the object's own: one of several windows, or the budget of one model. */
export type SpendWindow = {
  readonly kind: 'key' | 'user' | 'team' | 'team_member' | 'end_user' | 'tag' | 'organization' | 'proxy'
  readonly id: string
  /** A duration, or `model:NAME:DURATION`. */
  readonly window: string
  /** When it starts anew, ISO 8601; null is never. */
  readonly resets_at: string | null
}

/** Named like the columns. Empty text stands for nobody. Times are whole milliseconds since 1970. */
export type SpendRow = {
  /** Made here; a row that comes twice counts once. */
  readonly request_id: string
  readonly start_time: number
  readonly end_time: number
  readonly completion_start_time: number | null
  /** The caller's own id, which may repeat. */
  readonly call_id: string | null
  /** Id of the answer, by which clients look the row up; absent where it has none of its own, and in what came from a cache. */
  readonly response_id?: string | undefined
  readonly call_type: string
  readonly status: 'success' | 'failure'
  /** Hash of the key. */
  readonly api_key: string
  readonly user_id: string
  readonly team_id: string
  readonly organization_id: string
  readonly end_user: string
  /** Public name. */
  readonly model_group: string
  /** Upstream model. */
  readonly model: string
  /** Deployment id. */
  readonly model_id: string
  readonly provider: string
  readonly api_base: string
  /** US dollars as decimal text with at most nine places; null where the price is not known. */
  readonly spend: string | null
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly cache_read_tokens: number
  readonly cache_write_tokens: number
  readonly cache_hit: boolean
  readonly request_tags: readonly string[]
  readonly requester_ip: string
  readonly session_id: string
  /** Attempts with their cost, further token classes, the error. */
  readonly metadata: JsonObject
  /** Sums beside those of its key, user, team, organisation and end user. Not a column. */
  readonly windows: readonly SpendWindow[]
  /** What was asked and answered, where it is kept at all: see `bodies-to-keep.ts`. Not a column. */
  readonly bodies?: SpendBodies | undefined
}

/** Cut and without keys. */
export type SpendBodies = { readonly messages: Json; readonly response: Json }

/** Integer nano-dollars as the decimal text of the money columns. */
export function usdText(nanoUsd: number): string {
  const nano = Math.abs(Math.round(nanoUsd))
  const dollars = Math.floor(nano / 1_000_000_000)
  return `${nanoUsd < 0 ? '-' : ''}${dollars}.${nineDigits(nano - dollars * 1_000_000_000)}`
}
