/** Thinking, effort and output format of a Messages request in OpenAI's terms. */

import { effortOf } from '../../providers/openai/params.js'
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'
import type { Door } from './door.js'

/** Members of a chat request that say how the model thinks and in which form it answers. */
export function thinkingTerms(body: JsonRecord, door: Door): JsonRecord {
  const { thinking } = body
  const config = isRecord(body.output_config) ? body.output_config : {}
  const { format, effort, ...rest } = config
  const answer = { ...formatTerms(isRecord(format) ? format : body.output_format) }
  if (!door.knowsBlocks) return { ...answer, ...effortTerms(thinking, effort) }
  const both = { ...answer, ...(thinking !== undefined && { thinking }) }
  if (!door.isClaude) return { ...both, ...(typeof effort === 'string' && { reasoning_effort: effort }) }
  // An effort alone, without thinking, is Anthropic's own: `reasoning_effort` asks for both.
  const native = thinking === undefined && effort !== undefined ? { effort, ...rest } : rest
  return {
    ...both,
    ...(thinking !== undefined && effort !== undefined && { reasoning_effort: effort }),
    ...(Object.keys(native).length > 0 && { output_config: native }),
  }
}

function formatTerms(format: unknown): JsonRecord {
  if (!isRecord(format) || format.type !== 'json_schema') return {}
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: format.schema } } }
}

/** A budget as the effort nearest to it. Thinking that the model steers by itself, or none, is every other model's default. */
function effortTerms(thinking: unknown, effort: unknown): JsonRecord {
  if (typeof effort === 'string') return { reasoning_effort: effort }
  if (!isRecord(thinking) || thinking.type !== 'enabled' || typeof thinking.budget_tokens !== 'number') return {}
  return { reasoning_effort: effortOf(thinking.budget_tokens) }
}
