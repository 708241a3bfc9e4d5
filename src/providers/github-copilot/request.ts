/** What a request to Copilot says beside its body, and the reasoning that goes back with the next turn. */
import type { HttpHeaders } from '../../protocol/http.js'
import type { Call } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'

/** `x-initiator`: an agent once a tool or the model has spoken, as LiteLLM decides it. Images have to be announced. */
export function askerHeaders(turns: unknown): HttpHeaders {
  const all = recordsOf(turns)
  const isAgent = all.some(({ role, type }) => role === 'tool' || role === 'assistant' || /^(function_call|reasoning)/.test(String(type)))
  const hasImage = all.some(({ content }) => recordsOf(content).some(({ type }) => type === 'image_url' || type === 'input_image'))
  return { 'x-initiator': isAgent ? 'agent' : 'user', ...(hasImage && { 'copilot-vision-request': 'true' }) }
}

/** Differs: LiteLLM sends system messages as the assistant's; Copilot takes them for every model. */
export function restoreReasoning(body: JsonRecord, { request }: Call<'chat'>): Built<JsonRecord> {
  const given: readonly unknown[] = request.messages
  body.messages = listOf(body.messages).map((message, position) => {
    const own = given[position]
    const fields = isRecord(own) ? own.provider_specific_fields : undefined
    if (!isRecord(message) || !isRecord(own) || !isRecord(fields) || fields.reasoning_opaque === undefined) return message
    return { ...message, reasoning_text: own.reasoning_content ?? '', reasoning_opaque: fields.reasoning_opaque }
  })
  return { body }
}
