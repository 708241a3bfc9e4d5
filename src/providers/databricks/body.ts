/** The chat body as Databricks takes it; most of it is about Claude, which is checked as strictly as by Anthropic. */
import type { Call, Target } from '../adapter.js'
import { thinkingSetup } from '../anthropic/thinking.js'
import type { Built } from '../openai/chat-request.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'
import { jsonInstruction, requestedSchema } from '../shared/requested-schema.js'

/** Tokens left for the answer beside a thinking budget, where the caller sets no limit. LiteLLM's figure. */
const answerTokens = 4096

/** Settles messages, thinking and structured output in place. */
export function claudeBody(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const isClaude = /claude/i.test(target.model)
  body.messages = listOf(body.messages).map((message, position) =>
    isRecord(message) ? hostMessage(message, call.request.messages[position], isClaude) : message,
  )
  if (isClaude) {
    askClaudeForJson(body)
    const { thinking } = thinkingSetup(call.request, target)
    delete body.reasoning_effort
    if (thinking !== undefined) body.thinking = thinking
    // the host's own limit may be below the budget, which it then refuses
    if (thinking?.type === 'enabled') body.max_tokens ??= thinking.budget_tokens + answerTokens
  }
  // Structured output is not streamed: the answer comes whole and is handed on as a stream.
  if (body.response_format !== undefined) {
    delete body.stream
    delete body.stream_options
  }
  return { body }
}

/**
 * Differs: LiteLLM asks Claude for JSON through a forced tool. Databricks documents `json_schema` for every chat model, so
 * that it goes out as it is; that Claude takes `json_object` is documented nowhere, so that JSON mode is asked for in words.
 */
function askClaudeForJson(body: JsonRecord): void {
  if (!isRecord(body.response_format) || body.response_format.type !== 'json_object') return
  const schema = requestedSchema(body.response_format)
  if (schema !== undefined) {
    body.response_format = { type: 'json_schema', json_schema: { name: 'answer', schema } }
    return
  }
  delete body.response_format
  body.messages = [{ role: 'system', content: jsonInstruction }, ...listOf(body.messages)]
}

/** Names on user messages only; no empty text; Claude's own reasoning goes back in the part it came in. */
function hostMessage(message: JsonRecord, given: unknown, isClaude: boolean): JsonRecord {
  const { name, content, ...rest } = message
  const kept: JsonRecord = name !== undefined && message.role === 'user' ? { ...rest, name } : rest
  const thoughts = isClaude && isRecord(given) && message.role === 'assistant' ? reasoningParts(given.thinking_blocks) : []
  const parts = Array.isArray(content)
    ? content.filter((part) => !isEmptyText(part))
    : typeof content === 'string' && content.trim() !== ''
      ? content
      : undefined
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
