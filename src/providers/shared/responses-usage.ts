/** Token counts of the Responses API in chat's names, and back; what prices read is in both. */
import type { Usage } from '../../protocol/chat.js'
import type { ResponsesUsage } from '../../protocol/responses.js'
import { countOf, isRecord, type JsonRecord } from './json.js'
import { settleUsage } from './usage.js'

/** The counts as chat has them; undefined where there are none. What a host adds (`cost`) stays. */
export function chatUsage(reported: unknown): Usage | undefined {
  if (!isRecord(reported)) return undefined
  const { input_tokens: input, output_tokens: output, input_tokens_details: read, output_tokens_details: written, ...rest } = reported
  return settleUsage({
    ...rest,
    prompt_tokens: input,
    completion_tokens: output,
    ...(isRecord(read) && { prompt_tokens_details: read }),
    ...(isRecord(written) && { completion_tokens_details: written }),
  })
}

/** Chat's counts as the Responses API has them. Details that it has no name for keep theirs. */
export function responsesUsage(usage: Usage): ResponsesUsage {
  const {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: total,
    prompt_tokens_details: read,
    completion_tokens_details: written,
    ...rest
  } = usage
  const { cache_creation_tokens: made } = read ?? {}
  const cacheWrite = countOf(read?.cache_write_tokens) ?? countOf(made) ?? 0
  const details: JsonRecord = { ...read }
  return {
    ...rest,
    input_tokens: input,
    input_tokens_details: { ...details, cached_tokens: read?.cached_tokens ?? 0, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { ...written, reasoning_tokens: written?.reasoning_tokens ?? 0 },
    total_tokens: total,
  }
}
