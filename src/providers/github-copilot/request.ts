/** What a request to Copilot says beside its body, and the reasoning that goes back with the next turn. */
import type { HttpHeaders } from '../../protocol/http.js'
import type { Call } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'

/** `x-initiator`: an agent once a tool or the model has spoken (it is not billed as a request of the user's); vision has to be announced. */
export function askerHeaders(messages: unknown): HttpHeaders {
  const all = recordsOf(messages)
  const isAgent = all.some(({ role }) => role === 'tool' || role === 'assistant')
  const hasImage = all.some(({ content }) => recordsOf(content).some((part) => part.type === 'image_url'))
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
