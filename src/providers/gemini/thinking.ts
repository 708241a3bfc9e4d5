/** Reasoning effort and thinking: a budget on Gemini 2.5, a level on Gemini 3, never both. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Target } from '../adapter.js'
import type { ThinkingConfig } from './body.js'
import { hasFlag } from './flags.js'

type Level = 'minimal' | 'low' | 'medium' | 'high'

/** Tokens by effort. Differs: LiteLLM's 1 to 128 for `minimal` is 512, which every model with a budget takes; figures up to `high` are its own. */
const budgets: { readonly [effort: string]: number } = { minimal: 512, low: 1024, medium: 2048, high: 4096, xhigh: 16_384, max: 24_576 }
/** Least budget of a model that always thinks. */
const leastBudget = 128

/**
 * What the caller asked for, as this model takes it; undefined where nothing was asked.
 * Differs: LiteLLM sets the lowest level and a temperature of 1 on Gemini 3 where nothing is set; here the model's own defaults hold.
 */
export function thinkingConfig(request: ChatRequest, target: Target): ThinkingConfig | undefined {
  const effort = effortName(request.reasoning_effort)
  const given = request.thinking ?? undefined
  if (given === undefined && effort === undefined) return undefined
  if (given?.type === 'disabled' || (given === undefined && effort === 'none')) return withoutThinking(target)
  const budget = given?.type === 'enabled' ? given.budget_tokens : undefined
  if (!hasFlag(target, 'gemini-3')) {
    const fixed = budget ?? (effort === undefined ? undefined : budgets[effort])
    return { includeThoughts: true, ...(fixed !== undefined && { thinkingBudget: fixed }) }
  }
  const wanted = effort ?? (budget === undefined ? undefined : levelOfBudget(budget))
  return { includeThoughts: true, ...(wanted !== undefined && { thinkingLevel: level(wanted, target) }) }
}

/** The effort as text, also from LiteLLM's `{effort, summary}`. */
function effortName(value: unknown): string | undefined {
  const named = typeof value === 'object' && value !== null && 'effort' in value ? value.effort : value
  return typeof named === 'string' ? named : undefined
}

/** Models that cannot stop thinking think as little as they can. */
function withoutThinking(target: Target): ThinkingConfig | undefined {
  if (target.deployment.capabilities.reasoning === 'no') return undefined
  if (hasFlag(target, 'gemini-3')) return { includeThoughts: false, thinkingLevel: level('minimal', target) }
  return { includeThoughts: false, thinkingBudget: hasFlag(target, 'thinking-always') ? leastBudget : 0 }
}

/** LiteLLM's thresholds, the other way round. */
function levelOfBudget(budget: number): Level {
  if (budget >= 10_000) return 'high'
  return budget >= 5000 ? 'medium' : 'low'
}

function level(effort: string, target: Target): NonNullable<ThinkingConfig['thinkingLevel']> {
  switch (effort) {
    case 'minimal':
      return hasFlag(target, 'effort-minimal') ? 'MINIMAL' : 'LOW'
    case 'low':
      return 'LOW'
    case 'medium':
      return hasFlag(target, 'no-effort-medium') ? 'HIGH' : 'MEDIUM'
    default:
      return 'HIGH'
  }
}
