/** Oracle's answers and events as OpenAI's, for the fold of that format. Sources: the API reference, LiteLLM's adapter. */
import type { Call } from '../adapter.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { given } from '../shared/text-request.js'

/** Words for the end that no other host has. */
const ends: ReadonlyMap<string, string> = new Map([
  ['error_toxic', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['error_limit', 'length'],
  ['complete', 'stop'],
  ['user_cancel', 'stop'],
])

function finishOf(native: unknown): string | null {
  const word = textOf(native)?.toLowerCase()
  return word === undefined ? null : (ends.get(word) ?? word)
}

/** A whole answer; one that is not understood stays as it is. */
export function ociAnswer(body: JsonRecord, call: Call<'chat'>): JsonRecord {
  const reply = body.chatResponse
  if (!isRecord(reply)) return body
  const choices = Array.isArray(reply.choices) ? recordsOf(reply.choices).map(genericChoice) : cohereChoices(reply, call)
  if (choices === undefined || choices.length === 0) return body
  if (textOf(reply.errorMessage) !== undefined) return { error: { message: reply.errorMessage } }
  return { model: textOf(body.modelId), created: seconds(reply.timeCreated), choices, ...usageMember(reply.usage) }
}

function seconds(time: unknown): number {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(at) ? 0 : Math.floor(at / 1000)
}

function genericChoice(choice: JsonRecord): JsonRecord {
  const message = isRecord(choice.message) ? choice.message : {}
  return { index: choice.index, finish_reason: finishOf(choice.finishReason), message: { role: 'assistant', ...messageMembers(message) } }
}

function messageMembers(message: JsonRecord): JsonRecord {
  const texts = recordsOf(message.content).flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
  const calls = recordsOf(message.toolCalls).map(toolCall)
  return {
    content: texts.length > 0 ? texts.join('') : null,
    ...given({ reasoning_content: textOf(message.reasoningContent), tool_calls: calls.length > 0 ? calls : undefined }),
  }
}

function toolCall({ id, name, arguments: input }: JsonRecord): JsonRecord {
  return given({ id: textOf(id), type: 'function', function: given({ name: textOf(name), arguments: input }) })
}

function cohereChoices(reply: JsonRecord, call: Call<'chat'>): JsonRecord[] | undefined {
  if (typeof reply.text !== 'string' && listOf(reply.toolCalls).length === 0) return undefined
  const calls = recordsOf(reply.toolCalls).map((made) => cohereCall(made, call))
  const content = textOf(reply.text) ?? (calls.length > 0 ? null : '')
  const message = { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) }
  return [{ index: 0, finish_reason: finishOf(reply.finishReason), message }]
}

function cohereCall({ name, parameters }: JsonRecord, call: Call<'chat'>): JsonRecord {
  const input = JSON.stringify(isRecord(parameters) ? parameters : {})
  return { id: newId(call.random, 'call_'), type: 'function', function: { name, arguments: input } }
}

/** Counts under OpenAI's names. */
function usageMember(usage: unknown): JsonRecord {
  if (!isRecord(usage)) return {}
  const { promptTokensDetails: prompt, completionTokensDetails: completion } = usage
  return {
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens ?? 0,
      total_tokens: usage.totalTokens,
      ...(isRecord(prompt) && { prompt_tokens_details: { cached_tokens: prompt.cachedTokens ?? null } }),
      ...(isRecord(completion) && { completion_tokens_details: { reasoning_tokens: completion.reasoningTokens ?? null } }),
    },
  }
}

/** What a stream has said so far: Cohere's last event says it all once more. */
export type OciMemo = { hasText: boolean; calls: number }

/** An event of a stream as OpenAI's chunk; errors stay as they are. */
export function ociEvent(event: JsonRecord, memo: OciMemo, call: Call<'chat'>): JsonRecord {
  if (event.message !== undefined && !isRecord(event.message)) return event // `{code, message}`
  if (event.code !== undefined && event.finishReason === undefined && event.message === undefined) return event
  const delta = event.apiFormat === 'COHERE' ? cohereDelta(event, memo, call) : genericDelta(event)
  const finish = finishOf(event.finishReason)
  const isEmpty = Object.keys(delta).length === 0 && finish === null
  return { choices: isEmpty ? [] : [{ index: event.index ?? 0, delta, finish_reason: finish }], ...usageMember(event.usage) }
}

function genericDelta(event: JsonRecord): JsonRecord {
  const { content, ...delta } = isRecord(event.message) ? messageMembers(event.message) : { content: null }
  return { ...(content !== null && { content }), ...delta }
}

function cohereDelta(event: JsonRecord, memo: OciMemo, call: Call<'chat'>): JsonRecord {
  const isRepeated = event.finishReason !== undefined && event.finishReason !== null && event.chatHistory !== undefined
  const text = isRepeated && memo.hasText ? undefined : textOf(event.text)
  const made = isRepeated && memo.calls > 0 ? [] : recordsOf(event.toolCalls)
  if (text !== undefined) memo.hasText = true
  const calls = made.map((one) => ({ index: memo.calls++, ...cohereCall(one, call) }))
  return { ...(text !== undefined && { content: text }), ...(calls.length > 0 && { tool_calls: calls }) }
}
