/** Token counts of a chat answer as Gemini counts: thoughts beside the answer, not in it. */
import type { Usage } from '../../protocol/chat.js'
import type { AnswerUsage } from './body.js'

/** Counts of the whole answer. */
export function answerUsage(usage: Usage): AnswerUsage {
  const thoughts = usage.completion_tokens_details?.reasoning_tokens
  const cached = usage.prompt_tokens_details?.cached_tokens
  return {
    promptTokenCount: usage.prompt_tokens,
    candidatesTokenCount: Math.max(0, usage.completion_tokens - (thoughts ?? 0)),
    totalTokenCount: usage.total_tokens,
    ...(cached !== undefined && cached > 0 && { cachedContentTokenCount: cached }),
    ...(thoughts !== undefined && { thoughtsTokenCount: thoughts }),
  }
}
