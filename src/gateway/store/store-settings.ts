/** What the config and the environment say about the store: which database, and what is kept in it. */
import type { Json, JsonObject } from '../../plan/plan.js'
import { type CacheTerms, defaultCacheTerms } from '../auth/caller-cache.js'
import { isSwitch } from '../switch.js'

/** `general_settings.store_prompts_in_spend_logs`, and `MAX_STRING_LENGTH_PROMPT_IN_DB`: characters of a text that are kept. */
export type BodyTerms = { readonly longestText: number }

export type StoreSettings = {
  /** `general_settings.database_url`, else `DATABASE_URL`; undefined is the embedded database. */
  readonly databaseUrl: string | undefined
  /** Most sessions of one process on PostgreSQL. `general_settings.database_connection_pool_limit`, default 10. */
  readonly sessions: number
  /** `general_settings.allow_requests_on_db_unavailable`: keys that are not known pass while the database is away. Default false. */
  readonly admitsUnknown: boolean
  /** Models may be added while the gateway runs. `general_settings.store_model_in_db`, else `STORE_MODEL_IN_DB`. Default false. */
  readonly keepsModels: boolean
  /** How long callers are kept in memory. `general_settings.user_api_key_cache_ttl`, seconds, default 60. */
  readonly cache: CacheTerms
  /** A row for each request. Off by `general_settings.disable_spend_logs`. */
  readonly keepsSpend: boolean
  /** Rows of failed requests too. Off by `general_settings.disable_error_logs`. */
  readonly keepsFailures: boolean
  /** Requests and answers beside the rows; undefined keeps none. */
  readonly bodies?: BodyTerms | undefined
  /** Zone in which days, weeks and months of budgets begin. `litellm_settings.timezone`, default UTC. */
  readonly timeZone?: string
}

/** A change holds everywhere within a second by itself; this only bounds what is missed. */
const longestTtlMs = 600_000
const mostSessions = 200
const defaultSessions = 10
/** LiteLLM's `MAX_STRING_LENGTH_PROMPT_IN_DB`, and the most that it may be. */
const defaultLongestText = 1_000
const mostLongestText = 100_000

type Find = (name: string) => string | undefined

/** Reads `general_settings`, `litellm_settings` and the environment. Values of a wrong type count as not set. */
export function readStoreSettings(general: JsonObject, litellm: JsonObject, find: Find): StoreSettings {
  const url = general.database_url
  const ttl = numberOf(general.user_api_key_cache_ttl)
  return {
    databaseUrl: (typeof url === 'string' && url !== '' ? url : undefined) ?? nonEmpty(find('DATABASE_URL')),
    sessions: Math.min(Math.max(1, Math.round(numberOf(general.database_connection_pool_limit) ?? defaultSessions)), mostSessions),
    admitsUnknown: isSwitch(general.allow_requests_on_db_unavailable, true),
    keepsModels: isSwitch(general.store_model_in_db ?? find('STORE_MODEL_IN_DB'), true),
    cache: ttl === undefined ? defaultCacheTerms : { ...defaultCacheTerms, ttlMs: Math.min(ttl * 1_000, longestTtlMs) },
    keepsSpend: !isSwitch(general.disable_spend_logs, true),
    keepsFailures: !isSwitch(general.disable_error_logs, true),
    bodies: bodyTerms(general, litellm, find),
  }
}

function bodyTerms(general: JsonObject, litellm: JsonObject, find: Find): BodyTerms | undefined {
  const isWanted = isSwitch(general.store_prompts_in_spend_logs ?? find('STORE_PROMPTS_IN_SPEND_LOGS'), true)
  if (!isWanted || isSwitch(litellm.turn_off_message_logging, true) || isSwitch(general.disable_spend_logs, true)) return undefined
  const longest = numberOf(find('MAX_STRING_LENGTH_PROMPT_IN_DB'))
  return { longestText: longest === undefined || longest < 1 ? defaultLongestText : Math.min(Math.round(longest), mostLongestText) }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}
