/** Token counts of a chat answer as Anthropic counts: cache reads and writes beside the input, not in it. */
import type { Usage } from '../../protocol/chat.js'
import { type JsonRecord, textOf } from '../../providers/shared/json.js'
import type { MessageUsage } from './body.js'

/** `fields` are the answer's `provider_specific_fields`, which keep what Anthropic says of its own answers. */
export function messageUsage(usage: Usage | null | undefined, fields: JsonRecord): MessageUsage {
  const before = usage?.prompt_tokens_details
  const read = before?.cached_tokens ?? 0
  const written = before?.cache_creation_tokens ?? before?.cache_write_tokens ?? 0
  const hour = before?.cache_creation_1h_tokens
  const thinking = usage?.completion_tokens_details?.reasoning_tokens
  const searches = usage?.server_tool_use?.web_search_requests
  const [tier, geo] = [textOf(fields.service_tier), textOf(fields.inference_geo)]
  return {
    input_tokens: Math.max(0, (usage?.prompt_tokens ?? 0) - read - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    ...(hour !== undefined && {
      cache_creation: { ephemeral_5m_input_tokens: Math.max(0, written - hour), ephemeral_1h_input_tokens: hour },
    }),
    output_tokens: usage?.completion_tokens ?? 0,
    ...(thinking !== undefined && { output_tokens_details: { thinking_tokens: thinking } }),
    ...(searches !== undefined && { server_tool_use: { web_search_requests: searches } }),
    ...(tier !== undefined && { service_tier: tier }),
    ...(geo !== undefined && { inference_geo: geo }),
    ...(fields.iterations !== undefined && { iterations: fields.iterations }),
  }
}
