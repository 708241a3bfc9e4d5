/** Anthropic's token counts in OpenAI's terms. */
import type { Usage } from '../../protocol/chat.js'
import { countOf, isRecord, type JsonRecord, recordsOf } from '../shared/json.js'

const counted = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'] as const

/** The prompt includes cache reads and writes; compaction, which the totals leave out, is added. */
export function anthropicUsage(reported: JsonRecord): Usage {
  const usage = withCompaction(reported)
  const read = countOf(usage.cache_read_input_tokens) ?? 0
  const written = countOf(usage.cache_creation_input_tokens) ?? 0
  const prompt = (countOf(usage.input_tokens) ?? 0) + read + written
  const completion = countOf(usage.output_tokens) ?? 0
  const split = isRecord(usage.cache_creation) ? countOf(usage.cache_creation.ephemeral_1h_input_tokens) : undefined
  const thinking = isRecord(usage.output_tokens_details) ? countOf(usage.output_tokens_details.thinking_tokens) : undefined
  const searches = isRecord(usage.server_tool_use) ? countOf(usage.server_tool_use.web_search_requests) : undefined
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: read,
      cache_creation_tokens: written,
      ...(split !== undefined && { cache_creation_1h_tokens: split }),
    },
    ...(thinking !== undefined && { completion_tokens_details: { reasoning_tokens: thinking } }),
    ...(searches !== undefined && { server_tool_use: { web_search_requests: searches } }),
  }
}

/**
 * Totals hold the `message` iterations only. With a `fallback_message` they already are that entry; advisor entries
 * bill at another model's rate and stay apart.
 */
function withCompaction(reported: JsonRecord): JsonRecord {
  const compactions = recordsOf(reported.iterations).filter((entry) => entry.type === 'compaction')
  if (compactions.length === 0) return reported
  const sums = counted.map((key) => [key, [reported, ...compactions].reduce((sum, entry) => sum + (countOf(entry[key]) ?? 0), 0)] as const)
  return { ...reported, ...Object.fromEntries(sums) }
}

/** Later counts replace earlier ones key by key; a null says nothing. */
export function mergeUsage(into: JsonRecord, later: unknown): void {
  if (!isRecord(later)) return
  for (const [key, value] of Object.entries(later)) if (value !== null && key !== '__proto__') into[key] = value
}
