/** Chat chunks as the events of a streamed response, in OpenAI's order. */
import type { Annotation, ChatChunk, ChunkDelta, FinishReason, ToolCallDelta, Usage } from '../../protocol/chat.js'
import type { ResponsesEvent } from '../../protocol/responses.js'
import type { Call } from '../adapter.js'
import { isRecord, type JsonRecord, listOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { addCallDelta, closeCalls, type OpenCall } from './call-events.js'
import { carrierItem, citation, imageItem } from './items.js'
import {
  addText,
  addThought,
  cite,
  closeItem,
  type Emitter,
  emitEvent,
  isOpen,
  type OpenMessage,
  type OpenReasoning,
  openItem,
} from './open-items.js'
import { type Head, incompleteReason, responseObject } from './response.js'
import { tokensOf, toldBy } from './told.js'

/** What the fold carries from chunk to chunk. */
export type BridgeState = Emitter & {
  readonly call: Call<'responses'>
  head: Head | undefined
  open: OpenMessage | OpenReasoning | undefined
  readonly calls: Map<number, OpenCall>
  finish: FinishReason | null
  usage: Usage | undefined
  fields: JsonRecord | undefined
}

/** Before the first chunk. */
export function bridgeStart(call: Call<'responses'>): BridgeState {
  return {
    call,
    head: undefined,
    events: [],
    output: [],
    sequence: 0,
    random: call.random,
    open: undefined,
    calls: new Map(),
    finish: null,
    usage: undefined,
    fields: undefined,
  }
}

/** Events of some chunks. */
export function bridgeChunks(state: BridgeState, chunks: readonly ChatChunk[]): void {
  for (const chunk of chunks) {
    begin(state, chunk)
    if (chunk.usage) state.usage = chunk.usage
    const choice = chunk.choices.find(({ index }) => index === 0)
    if (choice === undefined) continue
    addDelta(state, choice.delta, tokensOf(choice.logprobs))
    state.finish = choice.finish_reason ?? state.finish
  }
}

/** The events since the last time. */
export function takeEvents(state: BridgeState): readonly ResponsesEvent[] {
  return state.events.splice(0)
}

/** Closes what is open and sends the whole response. */
export function bridgeEnd(state: BridgeState): void {
  const { head } = state
  if (head === undefined) return
  const status = incompleteReason(state.finish) === undefined ? 'completed' : 'incomplete'
  settle(state, status)
  closeCalls(state, state.calls)
  if (state.output.every((item) => item.type === 'reasoning')) {
    state.open = openItem(state, 'message')
    addText(state, state.open, 'text', '', [])
    settle(state, status)
  }
  if (state.fields !== undefined) {
    const item = carrierItem(newId(state.random, 'rs_'), state.fields)
    const index = state.output.push(item) - 1
    emitEvent(state, 'response.output_item.added', { output_index: index, item: { id: item.id, type: 'reasoning', summary: [] } })
    emitEvent(state, 'response.output_item.done', { output_index: index, item })
  }
  const { output, finish, usage } = state
  emitEvent(state, `response.${status}`, { response: responseObject(head, state.call, output, { finish, usage }) })
}

function begin(state: BridgeState, { created, model }: ChatChunk): void {
  if (state.head !== undefined) return
  state.head = { id: newId(state.random, 'resp_'), createdAt: created, model }
  const response = responseObject(state.head, state.call, [], undefined)
  emitEvent(state, 'response.created', { response })
  emitEvent(state, 'response.in_progress', { response })
}

function settle(state: BridgeState, status: 'completed' | 'incomplete'): void {
  if (state.open !== undefined) closeItem(state, state.open, status)
  state.open = undefined
}

function addDelta(state: BridgeState, delta: ChunkDelta, logprobs: readonly unknown[]): void {
  const { text, refusal, reasoning: thought, blocks, annotations, images, fields } = toldBy(delta)
  if (fields !== undefined) state.fields = joinedFields(state.fields, fields)
  if (thought !== '' || blocks.length > 0) addThought(state, reasoning(state), thought, blocks)
  if (text !== '' || logprobs.length > 0) addText(state, message(state), 'text', text, logprobs)
  if (refusal !== '') addText(state, message(state), 'refusal', refusal, [])
  for (const annotation of annotations) addCitation(state, annotation)
  for (const image of images) {
    settle(state, 'completed')
    const item = imageItem(newId(state.random, 'ig_'), image)
    const index = state.output.push(item) - 1
    emitEvent(state, 'response.output_item.added', { output_index: index, item: { ...item, status: 'in_progress', result: null } })
    emitEvent(state, 'response.output_item.done', { output_index: index, item })
  }
  for (const call of listOf(delta.tool_calls)) {
    if (!isDelta(call)) continue
    settle(state, 'completed')
    addCallDelta(state, state.calls, call)
  }
}

/** Lists grow from chunk to chunk; of anything else the last counts. */
function joinedFields(known: JsonRecord | undefined, more: JsonRecord): JsonRecord {
  const joined: JsonRecord = { ...known }
  for (const [name, value] of Object.entries(more)) {
    const before = joined[name]
    if (name !== '__proto__') joined[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value
  }
  return joined
}

function isDelta(call: unknown): call is ToolCallDelta {
  return isRecord(call) && typeof call.index === 'number'
}

function addCitation(state: BridgeState, annotation: Annotation): void {
  const open = message(state)
  if (!isOpen(open, 'text')) addText(state, open, 'text', '', [])
  cite(state, open, citation(annotation))
}

function reasoning(state: BridgeState): OpenReasoning {
  if (state.open?.kind === 'reasoning') return state.open
  settle(state, 'completed')
  const open = openItem(state, 'reasoning')
  state.open = open
  return open
}

function message(state: BridgeState): OpenMessage {
  if (state.open?.kind === 'message') return state.open
  settle(state, 'completed')
  const open = openItem(state, 'message')
  state.open = open
  return open
}
