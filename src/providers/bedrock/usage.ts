/** Converse's token counts in OpenAI's terms. */
import type { Usage } from '../../protocol/chat.js'
import { countOf, type JsonRecord, recordsOf } from '../shared/json.js'

/** The prompt includes cache reads and writes, which `inputTokens` leaves out. */
export function converseUsage(usage: JsonRecord): Usage {
  const read = countOf(usage.cacheReadInputTokens) ?? countOf(usage.cacheReadInputTokenCount) ?? 0
  const written = countOf(usage.cacheWriteInputTokens) ?? countOf(usage.cacheWriteInputTokenCount) ?? 0
  const prompt = (countOf(usage.inputTokens) ?? 0) + read + written
  const completion = countOf(usage.outputTokens) ?? 0
  const hour = recordsOf(usage.cacheDetails).filter(({ ttl }) => ttl === '1h')
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: read,
      cache_creation_tokens: written,
      ...(hour.length > 0 && { cache_creation_1h_tokens: hour.reduce((sum, entry) => sum + (countOf(entry.inputTokens) ?? 0), 0) }),
    },
  }
}
