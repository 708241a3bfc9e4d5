/** The chat body as Databricks takes it; most of it is about Claude, which is checked as strictly as by Anthropic. */
import type { Call, Target } from '../adapter.js'
import { thinkingSetup } from '../anthropic/thinking.js'
import type { Built } from '../openai/chat-request.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { type Refusal, settleRefused } from '../shared/params.js'

/** Settles messages, thinking and structured output in place. */
export function claudeBody(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const isClaude = /claude/i.test(target.model)
  body.messages = listOf(body.messages).map((message, position) =>
    isRecord(message) ? hostMessage(message, call.request.messages[position], isClaude) : message,
  )
  if (isClaude) {
    const refused = settleRefused(body, claudeRefusals(body), call, target)
    if (refused !== undefined) return { ...refused, body: undefined }
    const { thinking } = thinkingSetup(call.request, target)
    delete body.reasoning_effort
    if (thinking !== undefined) body.thinking = thinking
  }
  // Structured output is not streamed: the answer comes whole and is handed on as a stream.
  if (body.response_format !== undefined) {
    delete body.stream
    delete body.stream_options
  }
  return { body }
}

/**
 * Differs: LiteLLM asks Claude for a schema through a forced tool; Databricks takes `json_schema` itself, and of Claude
 * only that. Source: Databricks' reference of structured outputs.
 */
function claudeRefusals({ response_format: format }: JsonRecord): Refusal[] {
  return isRecord(format) && format.type === 'json_object' ? [{ name: 'response_format', why: 'of Claude only `json_schema`' }] : []
}

/** Names on user messages only; no empty text; Claude's own reasoning goes back in the part it came in. */
function hostMessage(message: JsonRecord, given: unknown, isClaude: boolean): JsonRecord {
  const { name, content, ...rest } = message
  const kept: JsonRecord = name !== undefined && message.role === 'user' ? { ...rest, name } : rest
  const thoughts = isClaude && isRecord(given) && message.role === 'assistant' ? reasoningParts(given.thinking_blocks) : []
  const parts = Array.isArray(content) ? content.filter((part) => !isEmptyText(part)) : textOf(content)
  if (thoughts.length > 0) kept.content = [...thoughts, ...(typeof parts === 'string' ? [{ type: 'text', text: parts }] : listOf(parts))]
  else if (parts !== undefined && parts.length > 0) kept.content = parts
  return kept
}

const isEmptyText = (part: unknown): boolean => isRecord(part) && part.type === 'text' && String(part.text ?? '').trim() === ''

function reasoningParts(blocks: unknown): JsonRecord[] {
  return recordsOf(blocks)
    .filter((block) => block.type === 'thinking')
    .map(({ thinking, signature }) => ({ type: 'reasoning', summary: [{ type: 'summary_text', text: thinking, signature }] }))
}
