/** How a candidate ended, in Gemini's words, and what Gemini says beside it. */
import type { FinishReason, Logprobs } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import type { AnswerCandidate, AnswerLogprobs } from './body.js'

const reasons: { readonly [F in FinishReason]: string } = {
  stop: 'STOP',
  tool_calls: 'STOP',
  function_call: 'STOP',
  length: 'MAX_TOKENS',
  content_filter: 'SAFETY',
}

/** Gemini's own reasons are in capitals; its adapter keeps those that OpenAI's words blur. */
const nativeReason = /^[A-Z_]{2,60}$/

/** Members that follow the last part. `fields` are the answer's `provider_specific_fields`. */
export function candidateEnd(
  finish: FinishReason,
  logprobs: Logprobs | null | undefined,
  fields: JsonRecord,
): Omit<AnswerCandidate, 'content' | 'index'> {
  const native = textOf(fields.native_finish_reason)
  const message = textOf(fields.finish_message)
  const tokens = logprobsResult(logprobs)
  return {
    finishReason: native !== undefined && nativeReason.test(native) ? native : (reasons[finish] ?? 'STOP'),
    ...(message !== undefined && { finishMessage: message }),
    ...(tokens !== undefined && { logprobsResult: tokens }),
    ...(typeof fields.avg_logprobs === 'number' && { avgLogprobs: fields.avg_logprobs }),
    ...(isRecord(fields.grounding_metadata) && { groundingMetadata: fields.grounding_metadata }),
    ...(isRecord(fields.citation_metadata) && { citationMetadata: fields.citation_metadata }),
    ...(isRecord(fields.url_context_metadata) && { urlContextMetadata: fields.url_context_metadata }),
    ...(Array.isArray(fields.safety_ratings) && { safetyRatings: [...recordsOf(fields.safety_ratings)] }),
  }
}

function logprobsResult(logprobs: Logprobs | null | undefined): AnswerLogprobs | undefined {
  const tokens = logprobs?.content
  if (tokens === undefined || tokens === null) return undefined
  const chance = ({ token, logprob }: { token: string; logprob: number }) => ({ token, logProbability: logprob })
  return {
    chosenCandidates: tokens.map(chance),
    topCandidates: tokens.map(({ top_logprobs: top }) => ({ candidates: top.map(chance) })),
  }
}
