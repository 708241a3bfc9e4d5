/** Copilot's answers in OpenAI's terms: reasoning under OpenAI-compatible names, one choice where Claude was split into two. */
import type { Call } from '../adapter.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'

/** A whole answer. Text and tool calls of one turn may come as two choices; a caller who asked for one gets one. */
export function mergeChoices(body: JsonRecord, { request }: Call<'chat'>): JsonRecord {
  const choices = recordsOf(body.choices)
  for (const { message } of choices) if (isRecord(message)) rename(message)
  const [first, ...rest] = choices
  if (first === undefined || rest.length === 0 || (request.n ?? 1) > 1) return body
  const merged: JsonRecord = isRecord(first.message) ? first.message : {}
  for (const { message, finish_reason: reason } of rest) {
    if (!isRecord(message)) continue
    const calls = [...recordsOf(merged.tool_calls), ...recordsOf(message.tool_calls)]
    if (calls.length > 0) merged.tool_calls = calls
    const text = (textOf(merged.content) ?? '') + (textOf(message.content) ?? '')
    if (text !== '') merged.content = text
    if (reason === 'tool_calls') first.finish_reason = reason
  }
  body.choices = [{ ...first, message: merged }]
  return body
}

/** A chunk. */
export function readReasoning(chunk: JsonRecord): JsonRecord {
  for (const { delta } of recordsOf(chunk.choices)) if (isRecord(delta)) rename(delta)
  return chunk
}

/** `reasoning_opaque` is what the next turn has to carry back. */
function rename(message: JsonRecord): void {
  const { reasoning_text: text, reasoning_opaque: opaque } = message
  delete message.reasoning_text
  delete message.reasoning_opaque
  if (textOf(text) !== undefined) message.reasoning_content = text
  if (textOf(opaque) !== undefined) message.provider_specific_fields = { reasoning_opaque: opaque }
}
