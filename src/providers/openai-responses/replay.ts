/**
 * Assistant messages as input items. An answer of this provider goes back as the items it came as (reasoning directly
 * before what it led to, ids, phases, hosted tools) as far as the caller has left it alone.
 */
import { type EarlierCall, earlierCalls } from '../shared/called-tools.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { shortToolId, unsignedId } from '../shared/tool-id.js'
import type { InputItem } from './body.js'
import { plainText } from './content.js'

/** Longest id of a call that the API takes. */
const longestCallId = 64

/** An id of a call as it is sent, on call and result alike. */
export function callId(id: unknown): string {
  return shortToolId(unsignedId(String(id ?? '')), longestCallId)
}

/** Items of the answer that a message was made of; empty where it came from elsewhere. */
export function ownItems(message: JsonRecord, provider: string): readonly JsonRecord[] {
  const fields = message.provider_specific_fields
  return isRecord(fields) && fields.output_provider === provider ? recordsOf(fields.output_items) : []
}

/** The items of one assistant message. `isStored`: the provider has the earlier answers, so that ids are enough. */
export function assistantItems(message: JsonRecord, provider: string, isStored: boolean): InputItem[] {
  const own = ownItems(message, provider)
  const text = textOf(plainText(message.content)) ?? textOf(message.refusal) ?? ''
  const calls = callItems(message)
  if (own.length === 0) return [...saidItem(text), ...calls]
  const left = new Map(calls.map((call) => [call.call_id, call]))
  const isSaid = own.filter((item) => item.type === 'message')
  const isSame = isSaid.map((item) => plainText(item.content)).join('') === text
  const out: InputItem[] = isSaid.length === 0 || isSame ? [] : saidItem(text)
  if (isSaid.length === 0) out.push(...saidItem(text))
  let thoughts: JsonRecord[] = []
  for (const item of own) {
    if (item.type === 'reasoning') {
      thoughts.push(item)
      continue
    }
    out.push(...settledItem(item, thoughts, { isSame, isStored, left }))
    thoughts = []
  }
  return [...out, ...left.values()] // reasoning that led to nothing is refused without its follower
}

type Replay = { readonly isSame: boolean; readonly isStored: boolean; readonly left: Map<string, CallItem> }

/** An item with the reasoning before it; alone where one of these cannot be read any more; nothing where the caller took it out. */
function settledItem(item: JsonRecord, thoughts: readonly JsonRecord[], { isSame, isStored, left }: Replay): InputItem[] {
  const canThink = thoughts.every((thought) => isStored || textOf(thought.encrypted_content) || listOf(thought.content).length > 0)
  const whole = () => [...thoughts, item].map(withoutNulls)
  if (item.type === 'message') {
    if (!isSame) return []
    return canThink ? whole() : saidItem(plainText(item.content), item.phase)
  }
  if (item.type === 'function_call' || item.type === 'custom_tool_call') {
    const call = left.get(callId(item.call_id))
    if (call === undefined) return []
    left.delete(call.call_id)
    const isUnchanged =
      item.name === call.name && (item.type === 'custom_tool_call' ? item.input : (textOf(item.arguments) ?? '{}')) === inputOf(call)
    return canThink && isUnchanged ? whole().map((one) => ('call_id' in one ? { ...one, call_id: call.call_id } : one)) : [call]
  }
  return canThink ? whole() : []
}

function withoutNulls(item: JsonRecord): InputItem {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)) as InputItem // the provider's own item goes back to it
}

function saidItem(text: string, phase?: unknown): InputItem[] {
  if (text === '') return []
  return [{ role: 'assistant', content: text, ...((phase === 'commentary' || phase === 'final_answer') && { phase }) }]
}

type CallItem = Extract<InputItem, { type: 'function_call' | 'custom_tool_call' }>
const inputOf = (call: CallItem) => (call.type === 'custom_tool_call' ? call.input : call.arguments)

function callItems(message: JsonRecord): CallItem[] {
  const given = recordsOf(message.tool_calls)
  return earlierCalls(message).map((call, at) => callItem(call, given[at]))
}

function callItem({ id, name, json }: EarlierCall, given: JsonRecord | undefined): CallItem {
  const call_id = callId(id)
  if (isRecord(given?.custom)) return { type: 'custom_tool_call', call_id, name, input: String(given.custom.input ?? '') }
  return { type: 'function_call', call_id, name, arguments: json }
}
