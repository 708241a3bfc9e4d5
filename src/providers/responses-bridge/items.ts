/** Output items that the bridge makes, whole or still in progress. */
import type { Annotation, ReplyImage, ReplyMessage } from '../../protocol/chat.js'
import type { ThinkingBlock, ToolCall } from '../../protocol/messages.js'
import type { JsonRecord } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { toldBy } from './told.js'

type Random = () => number
type Progress = 'in_progress' | 'completed' | 'incomplete'

/** Reasoning; signed thinking stands as JSON text in `encrypted_content`, so that it comes back with the item. */
export function reasoningItem(id: string, text: string, blocks: readonly ThinkingBlock[]): JsonRecord {
  return {
    id,
    type: 'reasoning',
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    ...(blocks.length > 0 && { encrypted_content: JSON.stringify(blocks) }),
  }
}

/** Members of a message that this API has no place for; they come back with the item. */
export function carrierItem(id: string, fields: JsonRecord): JsonRecord {
  return { id, type: 'reasoning', summary: [], encrypted_content: JSON.stringify({ provider_specific_fields: fields }) }
}

/** A page cited; flat in this API. */
export function citation({ url_citation: cited }: Annotation): JsonRecord {
  return { type: 'url_citation', ...cited }
}

/** Text of a message. */
export function textPart(text: string, annotations: readonly JsonRecord[], logprobs: readonly unknown[]): JsonRecord {
  return { type: 'output_text', text, annotations, logprobs }
}

/** Why the model does not answer. */
export function refusalPart(refusal: string): JsonRecord {
  return { type: 'refusal', refusal }
}

/** A message of the answer. */
export function messageItem(id: string, content: readonly JsonRecord[], status: Progress): JsonRecord {
  return { id, type: 'message', status, role: 'assistant', content }
}

/** A call of one of the caller's tools. `id` is the item's, the call has its own. */
export function callItem(id: string, call: ToolCall, status: Progress): JsonRecord {
  if (call.type === 'function') {
    const { name, arguments: input } = call.function
    return { id, type: 'function_call', status, call_id: call.id, name, arguments: input }
  }
  return { id, type: 'custom_tool_call', status, call_id: call.id, name: call.custom.name, input: call.custom.input }
}

/** A picture the model made. */
export function imageItem(id: string, { image_url: { url } }: ReplyImage): JsonRecord {
  const comma = url.indexOf(',')
  return { id, type: 'image_generation_call', status: 'completed', result: url.startsWith('data:') ? url.slice(comma + 1) : url }
}

/** Prefix of a call's item id. */
export const callPrefix = (type: ToolCall['type']) => (type === 'custom' ? 'ctc_' : 'fc_')

/** The items of a whole message, in the order in which OpenAI sends them. */
export function itemsOf(message: ReplyMessage, logprobs: readonly unknown[], status: Progress, random: Random): JsonRecord[] {
  const { text, refusal, reasoning, blocks, annotations, images, fields } = toldBy(message)
  const calls = message.tool_calls ?? []
  const items: JsonRecord[] = []
  if (reasoning !== '' || blocks.length > 0) items.push(reasoningItem(newId(random, 'rs_'), reasoning, blocks))
  for (const image of images) items.push(imageItem(newId(random, 'ig_'), image))
  const parts: JsonRecord[] = []
  if (text !== '') parts.push(textPart(text, annotations.map(citation), logprobs))
  if (refusal !== '') parts.push(refusalPart(refusal))
  if (parts.length > 0 || (calls.length === 0 && images.length === 0)) {
    const end = calls.length > 0 ? 'completed' : status // only what came last was cut off
    items.push(messageItem(newId(random, 'msg_'), parts.length > 0 ? parts : [textPart('', [], [])], end))
  }
  for (const call of calls) items.push(callItem(newId(random, callPrefix(call.type)), call, 'completed'))
  if (fields !== undefined) items.push(carrierItem(newId(random, 'rs_'), fields))
  return items
}
