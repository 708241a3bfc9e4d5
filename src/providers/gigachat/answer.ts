/** GigaChat's answers in OpenAI's terms: a function call becomes a tool call, or the text where a schema was asked for. */
import type { Call } from '../adapter.js'
import { isLegacy } from '../shared/called-tools.js'
import { countOf, isRecord, type JsonRecord, recordsOf } from '../shared/json.js'
import { schemaFunction } from './body.js'

/** A whole answer. */
export function openAiAnswer(body: JsonRecord, call: Call<'chat'>): JsonRecord {
  for (const choice of recordsOf(body.choices)) if (isRecord(choice.message)) settleCall(choice, choice.message, call)
  settleUsage(body)
  return body
}

/** A chunk; a function call comes whole in one. */
export function openAiChunk(chunk: JsonRecord, call: Call<'chat'>): JsonRecord {
  for (const choice of recordsOf(chunk.choices)) if (isRecord(choice.delta)) settleCall(choice, choice.delta, call)
  settleUsage(chunk)
  return chunk
}

function settleCall(choice: JsonRecord, message: JsonRecord, { request }: Call<'chat'>): void {
  const { function_call: called, functions_state_id: state } = message
  delete message.functions_state_id
  if (!isRecord(called)) return
  const given = called.arguments
  const text = typeof given === 'string' ? given : JSON.stringify(given ?? {})
  if (called.name === schemaFunction) {
    delete message.function_call
    message.content = text
    if (choice.finish_reason === 'function_call') choice.finish_reason = 'stop'
    return
  }
  if (typeof state === 'string') message.provider_specific_fields = { functions_state_id: state }
  const definition = { name: called.name, arguments: text }
  if (isLegacy(request)) {
    message.function_call = definition
    return
  }
  delete message.function_call
  message.tool_calls = [{ index: 0, type: 'function', function: definition }]
  if (choice.finish_reason === 'function_call') choice.finish_reason = 'tool_calls'
}

/** Cached tokens are counted beside the prompt's; OpenAI counts them inside. Source: GigaChat's reference. */
function settleUsage(body: JsonRecord): void {
  if (!isRecord(body.usage)) return
  const { precached_prompt_tokens: cached, total_tokens: _total, ...usage } = body.usage
  const read = countOf(cached)
  if (read === undefined) return
  const prompt = (countOf(usage.prompt_tokens) ?? 0) + read
  body.usage = { ...usage, prompt_tokens: prompt, prompt_tokens_details: { cached_tokens: read } }
}
