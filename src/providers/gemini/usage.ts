/** Gemini's token counts in OpenAI's terms. */
import type { Usage } from '../../protocol/chat.js'
import { countOf, type JsonRecord, recordsOf } from '../shared/json.js'

/** Prompts include tool-use prompts and the cached part; completions include thoughts. */
export function geminiUsage(reported: JsonRecord, searches: number): Usage {
  const prompt = (countOf(reported.promptTokenCount) ?? 0) + (countOf(reported.toolUsePromptTokenCount) ?? 0)
  const candidates = countOf(reported.candidatesTokenCount) ?? 0
  const thoughts = countOf(reported.thoughtsTokenCount)
  const holdsThoughts = candidates > 0 && prompt + candidates === reported.totalTokenCount
  const completion = candidates + (holdsThoughts ? 0 : (thoughts ?? 0))
  const cached = countOf(reported.cachedContentTokenCount)
  const promptDetails = {
    ...(cached !== undefined && { cached_tokens: cached }),
    ...byModality([reported.promptTokensDetails, reported.toolUsePromptTokensDetails], reported.cacheTokensDetails),
  }
  const completionDetails = {
    ...(thoughts !== undefined && { reasoning_tokens: thoughts }),
    ...byModality([reported.candidatesTokensDetails], undefined),
  }
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(Object.keys(promptDetails).length > 0 && { prompt_tokens_details: promptDetails }),
    ...(Object.keys(completionDetails).length > 0 && { completion_tokens_details: completionDetails }),
    ...(searches > 0 && { server_tool_use: { web_search_requests: searches } }),
  }
}

const kinds = [
  ['TEXT', 'text_tokens'],
  ['AUDIO', 'audio_tokens'],
  ['IMAGE', 'image_tokens'],
] as const

/** Tokens of each kind that are not read from the cache: classes that are priced apart must not overlap. */
function byModality(lists: readonly unknown[], cached: unknown) {
  const counts: { text_tokens?: number; audio_tokens?: number; image_tokens?: number } = {}
  for (const [modality, name] of kinds) {
    const total = sum(lists, modality)
    if (total > 0) counts[name] = Math.max(0, total - sum([cached], modality))
  }
  return counts
}

function sum(lists: readonly unknown[], modality: string): number {
  const entries = lists.flatMap(recordsOf).filter((entry) => entry.modality === modality)
  return entries.reduce((total, entry) => total + (countOf(entry.tokenCount) ?? 0), 0)
}
