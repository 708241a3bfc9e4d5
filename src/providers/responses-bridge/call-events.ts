/** Tool calls while they stream: all stay open until the end, for their pieces may come in turns. */
import type { ToolCallDelta } from '../../protocol/chat.js'
import type { ToolCall } from '../../protocol/messages.js'
import { isRecord, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { callItem, callPrefix } from './items.js'
import { type Emitter, emitEvent } from './open-items.js'

/** A call so far. */
export type OpenCall = { readonly id: string; readonly index: number; readonly call: ToolCall }

/** Takes a piece of a call in. */
export function addCallDelta(to: Emitter, calls: Map<number, OpenCall>, delta: ToolCallDelta): void {
  const custom: unknown = 'custom' in delta ? delta.custom : undefined // OpenAI's types leave custom calls out of streams
  const open = calls.get(delta.index) ?? openCall(to, calls, delta, isRecord(custom) ? textOf(custom.name) : undefined)
  const { call } = open
  const piece = call.type === 'custom' && isRecord(custom) ? textOf(custom.input) : textOf(delta.function?.arguments)
  if (piece === undefined) return
  if (call.type === 'custom') call.custom.input += piece
  else call.function.arguments += piece
  emitEvent(to, `response.${inputName(call)}.delta`, { item_id: open.id, output_index: open.index, delta: piece })
}

function openCall(to: Emitter, calls: Map<number, OpenCall>, delta: ToolCallDelta, customName: string | undefined): OpenCall {
  const id = textOf(delta.id) ?? newId(to.random, 'call_')
  const call: ToolCall =
    customName === undefined
      ? { id, type: 'function', function: { name: textOf(delta.function?.name) ?? '', arguments: '' } }
      : { id, type: 'custom', custom: { name: customName, input: '' } }
  const itemId = newId(to.random, callPrefix(call.type))
  const item = callItem(itemId, call, 'in_progress')
  const index = to.output.push(item) - 1
  const open: OpenCall = { id: itemId, index, call }
  calls.set(delta.index, open)
  emitEvent(to, 'response.output_item.added', { output_index: index, item })
  return open
}

/** Ends all calls, in the order in which they began. */
export function closeCalls(to: Emitter, calls: ReadonlyMap<number, OpenCall>): void {
  for (const { id, index, call } of calls.values()) {
    const place = { item_id: id, output_index: index }
    const told = call.type === 'custom' ? { input: call.custom.input } : { name: call.function.name, arguments: call.function.arguments }
    emitEvent(to, `response.${inputName(call)}.done`, { ...place, ...told })
    const item = callItem(id, call, 'completed')
    to.output[index] = item
    emitEvent(to, 'response.output_item.done', { output_index: index, item })
  }
}

const inputName = ({ type }: ToolCall) => (type === 'custom' ? 'custom_tool_call_input' : 'function_call_arguments')
