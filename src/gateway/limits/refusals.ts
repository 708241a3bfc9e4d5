/** What a client is told whose request some limit keeps back: whose it is, how much, and when to come again. */
import { neverFree, type Refusal } from '../../protocol/state-store.js'
import { GatewayError } from '../errors.js'
import type { BudgetDue, Due, RateDue } from './due.js'
import type { LimitSettings } from './limit-settings.js'
import { usd } from './usd.js'

/** The error for the due that did not fit. */
export function refusalOf(due: Due, refusal: Omit<Refusal, 'refused'>, { budgetStatus }: LimitSettings, now: number): GatewayError {
  return due.kind === 'budget' ? budgetExceeded(due, refusal, budgetStatus, now) : rateExceeded(due, refusal, now)
}

/** LiteLLM's sentence. Differs: 429 always, and it says when the budget starts anew. */
function budgetExceeded(due: BudgetDue, { used, spent, freeAt }: Omit<Refusal, 'refused'>, status: 400 | 429, now: number): GatewayError {
  // what others have reserved is told too where that alone keeps the request back
  const current = spent !== undefined && spent >= due.limit ? spent : used
  const message = `Budget has been exceeded! ${due.shown} Current cost: ${usd(current)}, Max budget: ${usd(due.limit)}`
  const at = freeAt > now && freeAt !== neverFree ? freeAt : due.endsAt
  return new GatewayError(status, 'budget_exceeded', message, {
    param: due.object,
    ...(at > now && { retryAfterMs: at - now }),
  })
}

const words = { requests: 'requests', tokens: 'tokens', max_parallel_requests: 'max_parallel_requests' } as const

/** LiteLLM's sentence. Differs: `retry-after` is the real time and not always the whole window. */
function rateExceeded({ kind, descriptor, shown, limit }: RateDue, { freeAt }: Omit<Refusal, 'refused'>, now: number): GatewayError {
  const at = Math.max(freeAt, now + 1)
  const resets = `${new Date(Math.ceil(at / 1_000) * 1_000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  const message =
    `Rate limit exceeded for ${descriptor}: ${shown}. Limit type: ${words[kind]}. ` +
    `Current limit: ${limit}, Remaining: 0. Limit resets at: ${resets}`
  return new GatewayError(429, 'rate_limit_error', message, {
    param: descriptor,
    retryAfterMs: at - now,
    headers: { rate_limit_type: words[kind], reset_at: resets },
  })
}
