/** What the config says about budgets and limits as a whole. */
import type { Json, JsonObject } from '../../plan/plan.js'
import { parseDuration } from '../budget-reset.js'

export type LimitSettings = {
  /** Zone in which days, weeks and months of budgets begin. `litellm_settings.timezone`, default UTC. */
  readonly timeZone: string
  /** All that the gateway may spend: `litellm_settings.max_budget`, within `budget_duration`. Nano-dollars. */
  readonly proxyBudget: { readonly limit: number; readonly duration: string | undefined } | undefined
  /** Requests at a time in the whole gateway: `general_settings.global_max_parallel_requests`. */
  readonly globalParallel: number | undefined
  /** Budget of end users that have none: `litellm_settings.max_end_user_budget`, nano-dollars. */
  readonly endUserBudget: number | undefined
  /** The same as the id of a budget: `litellm_settings.max_end_user_budget_id`. */
  readonly endUserBudgetId: string | undefined
  /** What `tpm_limit` counts: `general_settings.token_rate_limit_type`, default total. */
  readonly tokens: 'total' | 'input' | 'output'
  /** `general_settings.budget_exceeded_status`: 400 as older LiteLLM had it. Default 429. */
  readonly budgetStatus: 400 | 429
  /** What a call counts into budgets whose price nobody knows: `general_settings.unpriced_call_floor_usd`, default 0. Nano-dollars. */
  readonly unpricedFloor: number
}

/** Reads both sections. Values of a wrong type count as not set. */
export function readLimitSettings(general: JsonObject, litellm: JsonObject): LimitSettings {
  const proxy = nano(litellm.max_budget)
  const duration = text(litellm.budget_duration)
  const { token_rate_limit_type: tokens } = general
  return {
    timeZone: zone(text(litellm.timezone)),
    proxyBudget:
      proxy === undefined
        ? undefined
        : { limit: proxy, duration: duration && parseDuration(duration) === undefined ? undefined : duration },
    globalParallel: count(general.global_max_parallel_requests),
    endUserBudget: nano(litellm.max_end_user_budget),
    endUserBudgetId: text(litellm.max_end_user_budget_id),
    tokens: tokens === 'input' || tokens === 'output' ? tokens : 'total',
    budgetStatus: Number(general.budget_exceeded_status) === 400 ? 400 : 429,
    unpricedFloor: nano(general.unpriced_call_floor_usd) ?? 0,
  }
}

function nano(value: Json | undefined): number | undefined {
  const usd = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof usd === 'number' && Number.isFinite(usd) && usd >= 0 ? Math.round(usd * 1e9) : undefined
}

function count(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? Math.floor(number) : undefined
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A zone that nobody knows is UTC. */
function zone(name: string | undefined): string {
  if (name === undefined) return 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return 'UTC' // the only thing that can be wrong with it is its name
  }
}
