/** Reasoning effort and thinking: a budget on older models, an effort on adaptive ones. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Target } from '../adapter.js'
import type { Effort, Thinking } from './body.js'

/** Members of the body that steer thinking. */
export type ThinkingSetup = { readonly thinking?: Thinking; readonly effort?: Effort }

/** Tokens by effort; the API's floor is 1,024. Figures up to `high` are LiteLLM's, with its 128 for `minimal` raised to the floor. */
const budgets: { readonly [effort: string]: number } = { minimal: 1024, low: 1024, medium: 2048, high: 4096, xhigh: 16_384, max: 32_768 }
const leastBudget = 1024

/** `thinking` and `reasoning_effort` as this model takes them. */
export function thinkingSetup(request: ChatRequest, target: Target): ThinkingSetup {
  const { flags } = target.deployment
  const effort = effortName(request.reasoning_effort)
  if (!flags.includes('adaptive-thinking')) return budgeted(request, effort, target)
  // Claude 4.6 still takes a budget that the caller names; from 4.7 on, where sampling went too, it is refused.
  const given = flags.includes('no-sampling') || request.thinking?.type !== 'enabled' ? undefined : request.thinking
  if (given === undefined) return adaptive(request, effort, flags.includes('effort-xhigh'))
  const level = adaptiveEffort(effort, false)
  return { thinking: given, ...(level !== undefined && { effort: level }) }
}

/** The effort as text, also from LiteLLM's `{effort, summary}`. */
function effortName(value: unknown): string | undefined {
  const named = typeof value === 'object' && value !== null && 'effort' in value ? value.effort : value
  return typeof named === 'string' ? named : undefined
}

function adaptive(request: ChatRequest, effort: string | undefined, hasXhigh: boolean): ThinkingSetup {
  const given = request.thinking ?? undefined
  if (given?.type === 'disabled' || (given === undefined && effort === 'none')) return { thinking: { type: 'disabled' } }
  const level = adaptiveEffort(effort ?? (given?.type === 'enabled' ? effortOfBudget(given.budget_tokens) : undefined), hasXhigh)
  if (given === undefined && level === undefined) return {}
  const display = given?.type === 'adaptive' ? given.display : undefined
  // without a display the newest models send signatures only
  return { thinking: { type: 'adaptive', display: display ?? 'summarized' }, ...(level !== undefined && { effort: level }) }
}

function adaptiveEffort(effort: string | undefined, hasXhigh: boolean): Effort | undefined {
  switch (effort) {
    case 'minimal':
    case 'low':
      return 'low'
    case 'medium':
    case 'high':
    case 'max':
      return effort
    case 'xhigh':
      return hasXhigh ? 'xhigh' : 'max'
    default:
      return undefined
  }
}

/** LiteLLM's thresholds, the other way round. */
function effortOfBudget(budget: number): string {
  if (budget >= 10_000) return 'high'
  return budget >= 5000 ? 'medium' : 'low'
}

function budgeted(request: ChatRequest, effort: string | undefined, target: Target): ThinkingSetup {
  const given = request.thinking ?? undefined
  const level = target.deployment.flags.includes('effort') ? adaptiveEffort(effort, false) : undefined
  const extra = level === undefined || level === 'max' ? {} : { effort: level }
  if (given?.type === 'enabled' || given?.type === 'disabled') return { thinking: given, ...extra }
  if (given === undefined && (effort === undefined || effort === 'none')) return {}
  const budget = fitting(budgets[effort ?? 'high'] ?? leastBudget, request)
  return budget === undefined ? extra : { thinking: { type: 'enabled', budget_tokens: budget }, ...extra }
}

/** A budget below the caller's token limit; undefined where there is no room to think. */
function fitting(budget: number, request: ChatRequest): number | undefined {
  const limit = request.max_completion_tokens ?? request.max_tokens ?? undefined
  if (limit === undefined || budget < limit) return budget
  return limit > leastBudget ? limit - 1 : undefined
}

/** The API requires `max_tokens`: the caller's, else the model's own limit, else 4,096; always above a thinking budget of ours. */
export function maxTokens(request: ChatRequest, { thinking }: ThinkingSetup, target: Target): number {
  const given = request.max_completion_tokens ?? request.max_tokens
  if (given !== undefined && given !== null) return given
  const budget = thinking?.type === 'enabled' ? thinking.budget_tokens : 0
  const own = target.deployment.maxOutputTokens ?? 4096
  return own > budget ? own : budget + 4096
}
