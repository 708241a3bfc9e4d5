/** Token counts of every vendor in one form: prompt includes cache, completion includes reasoning, the total is their sum. */
import type { Usage } from '../../protocol/chat.js'
import { countOf, isRecord, type JsonRecord } from './json.js'

/**
 * Settles OpenAI-shaped counts. The reported total is used once, as a check: what it holds beyond prompt and
 * completion is reasoning that the host left out (xAI, Gemini's OpenAI door).
 */
export function settleUsage(reported: JsonRecord): Usage {
  let prompt = countOf(reported.prompt_tokens) ?? countOf(reported.input_tokens) ?? 0
  let completion = countOf(reported.completion_tokens) ?? countOf(reported.output_tokens) ?? 0
  const promptDetails = details(reported.prompt_tokens_details)
  const completionDetails = details(reported.completion_tokens_details)
  settleCache(reported, promptDetails)
  const cached = countOf(promptDetails.cached_tokens)
  if (cached !== undefined && cached > prompt) prompt += cached
  const hidden = (countOf(reported.total_tokens) ?? 0) - prompt - completion
  if (hidden > 0) {
    completion += hidden
    completionDetails.reasoning_tokens ||= hidden
  }
  const reasoning = countOf(reported.reasoning_tokens)
  if (reasoning !== undefined) completionDetails.reasoning_tokens ??= reasoning
  return {
    ...reported, // cost, cost_details, queue times: what the host adds stays readable
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(Object.keys(promptDetails).length > 0 && { prompt_tokens_details: promptDetails }),
    ...(Object.keys(completionDetails).length > 0 && { completion_tokens_details: completionDetails }),
  }
}

/** True where counts already are as OpenAI writes them, so that nothing needs to be copied. */
export function isSettled(usage: JsonRecord): usage is JsonRecord & Usage {
  const { prompt_tokens: prompt, completion_tokens: completion } = usage
  return (
    typeof prompt === 'number' &&
    typeof completion === 'number' &&
    usage.total_tokens === prompt + completion &&
    isRecord(usage.prompt_tokens_details) &&
    isRecord(usage.completion_tokens_details) &&
    // other spellings may say more than a detail that is missing
    typeof usage.prompt_tokens_details.cached_tokens === 'number' &&
    usage.prompt_tokens_details.cached_tokens <= prompt &&
    usage.prompt_tokens_details.cache_write_tokens === undefined &&
    usage.cache_creation_input_tokens === undefined &&
    usage.prompt_cache_hit_tokens === undefined &&
    usage.reasoning_tokens === undefined
  )
}

/** Cache reads and writes under the names other hosts give them. */
function settleCache(reported: JsonRecord, into: JsonRecord): void {
  const read =
    countOf(reported.prompt_cache_hit_tokens) ??
    countOf(reported.num_cached_tokens) ??
    countOf(reported.cached_tokens) ??
    countOf(reported.cache_read_input_tokens)
  if (read !== undefined) into.cached_tokens ??= read
  const written = countOf(into.cache_write_tokens) ?? countOf(reported.cache_creation_input_tokens)
  if (written !== undefined) into.cache_creation_tokens ??= written
}

/** A copy without nulls; empty where there are none. */
function details(value: unknown): JsonRecord {
  if (!isRecord(value)) return {}
  return Object.fromEntries(Object.entries(value).filter(([, count]) => count !== null))
}
