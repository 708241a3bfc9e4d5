/** Content lists of Databricks' answers: signatures of reasoning and citations, which the plain text would lose. */
import type { ThinkingBlock } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'

/** A whole answer whose messages keep their signatures and citations. */
export function readParts(body: JsonRecord): JsonRecord {
  for (const { message } of recordsOf(body.choices)) if (isRecord(message)) keepParts(message)
  return body
}

/** The same for a chunk. */
export function readPartsDelta(chunk: JsonRecord): JsonRecord {
  for (const { delta } of recordsOf(chunk.choices)) if (isRecord(delta)) keepParts(delta)
  return chunk
}

function keepParts(message: JsonRecord): void {
  if (!Array.isArray(message.content)) return
  const parts = recordsOf(message.content)
  const blocks = parts.filter((part) => part.type === 'reasoning').flatMap((part) => recordsOf(part.summary).map(thinkingBlock))
  const citations = parts.flatMap((part) => listOf(part.citations))
  if (blocks.length > 0) message.thinking_blocks = blocks
  if (citations.length > 0) message.provider_specific_fields = { ...Object(message.provider_specific_fields), citations }
}

/** In a stream the signature comes behind the text; a block without one is continued by the next. */
function thinkingBlock({ text, signature }: JsonRecord): ThinkingBlock {
  return {
    type: 'thinking',
    thinking: typeof text === 'string' ? text : '',
    signature: typeof signature === 'string' ? signature : '',
  }
}
