/** Chat chunks as the events of a streamed Message: a fold that opens and closes blocks as their pieces come. */
import type { ChatChunk, ChunkDelta, FinishReason, ToolCallDelta, Usage } from '../../protocol/chat.js'
import type { ThinkingBlock } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, recordsOf } from '../../providers/shared/json.js'
import type { AnswerBlock, BlockDelta, MessageEvent } from './body.js'
import { messageId } from './reply.js'
import { endOfMessage } from './stop-reason.js'
import { messageUsage } from './usage.js'

type Kind = 'text' | 'thinking' | 'tool'

/** What the fold carries from chunk to chunk. */
export type MessageStream = {
  isStarted: boolean
  /** Number of the next block. */
  next: number
  /** The block that pieces go to. */
  open: { readonly kind: Kind; readonly index: number } | undefined
  /** Blocks of tool calls by OpenAI's index. */
  readonly calls: Map<number, number>
  /** Members that an Anthropic answer has beside its blocks, and whatever else hosts say. */
  readonly fields: JsonRecord
  finish: FinishReason | undefined
  usage: Usage | undefined
}

/** The state before the first chunk. */
export function createMessageStream(): MessageStream {
  return { isStarted: false, next: 0, open: undefined, calls: new Map(), fields: {}, finish: undefined, usage: undefined }
}

/** Events of one chunk. */
export function messageEvents(state: MessageStream, chunk: ChatChunk): readonly MessageEvent[] {
  const events: MessageEvent[] = []
  if (!state.isStarted) start(state, chunk, events)
  if (chunk.usage !== undefined && chunk.usage !== null) state.usage = chunk.usage
  for (const { index, delta, finish_reason: finish } of chunk.choices) {
    if (index !== 0) continue
    addDelta(state, delta, events)
    if (finish !== null) state.finish = finish
  }
  return events
}

/** Events that end the answer, after the last chunk. */
export function lastEvents(state: MessageStream): readonly MessageEvent[] {
  const events: MessageEvent[] = []
  if (!state.isStarted) return events
  close(state, events)
  for (const block of hostedBlocks(state.fields)) hosted(state, block, events)
  const management = state.fields.context_management
  events.push({
    type: 'message_delta',
    delta: endOfMessage(state.finish, state.fields),
    usage: messageUsage(state.usage, state.fields),
    ...(isRecord(management) && { context_management: management }),
  })
  events.push({ type: 'message_stop' })
  return events
}

/** Tokens of the input are known at the end only: `message_delta` tells them, as clients read them there too. */
function start(state: MessageStream, { id, model }: ChatChunk, events: MessageEvent[]): void {
  state.isStarted = true
  const message = {
    id: messageId(id),
    type: 'message' as const,
    role: 'assistant' as const,
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: messageUsage(undefined, {}),
  }
  events.push({ type: 'message_start', message }, { type: 'ping' })
}

function addDelta(state: MessageStream, delta: ChunkDelta, events: MessageEvent[]): void {
  if (delta.provider_specific_fields !== undefined) Object.assign(state.fields, delta.provider_specific_fields)
  const { reasoning_content: thought, content, refusal } = delta
  if (typeof thought === 'string' && thought !== '') {
    const index = opened(state, 'thinking', { type: 'thinking', thinking: '', signature: '' }, events)
    push(events, index, { type: 'thinking_delta', thinking: thought })
  }
  for (const block of delta.thinking_blocks ?? []) thinking(state, block, events)
  for (const text of [content, refusal]) {
    if (typeof text !== 'string' || text === '') continue
    push(events, opened(state, 'text', { type: 'text', text: '' }, events), { type: 'text_delta', text })
  }
  for (const call of delta.tool_calls ?? []) toolPiece(state, call, events)
}

const push = (events: MessageEvent[], index: number, delta: BlockDelta) => events.push({ type: 'content_block_delta', index, delta })

/** The open block of a kind; one of another kind is closed first. */
function opened(state: MessageStream, kind: Kind, block: AnswerBlock, events: MessageEvent[]): number {
  return state.open?.kind === kind ? state.open.index : begin(state, kind, block, events)
}

function begin(state: MessageStream, kind: Kind, block: AnswerBlock, events: MessageEvent[]): number {
  close(state, events)
  const index = state.next
  state.next += 1
  state.open = { kind, index }
  events.push({ type: 'content_block_start', index, content_block: block })
  return index
}

function close(state: MessageStream, events: MessageEvent[]): void {
  if (state.open !== undefined) events.push({ type: 'content_block_stop', index: state.open.index })
  state.open = undefined
}

/** A whole block of thinking: its text has come before, piece by piece, unless nothing of it could be read. */
function thinking(state: MessageStream, block: ThinkingBlock, events: MessageEvent[]): void {
  if (block.type === 'redacted_thinking') begin(state, 'thinking', { type: 'redacted_thinking', data: block.data }, events)
  else {
    const isNew = state.open?.kind !== 'thinking'
    const index = opened(state, 'thinking', { type: 'thinking', thinking: '', signature: '' }, events)
    if (isNew && block.thinking !== '') push(events, index, { type: 'thinking_delta', thinking: block.thinking })
    push(events, index, { type: 'signature_delta', signature: block.signature })
  }
  close(state, events)
}

/** Hosts that mix the pieces of two calls are followed: a piece names its block, also when another one is open. */
function toolPiece(state: MessageStream, call: ToolCallDelta, events: MessageEvent[]): void {
  let index = state.calls.get(call.index)
  if (index === undefined) {
    const id = call.id ?? `toolu_${call.index}`
    index = begin(state, 'tool', { type: 'tool_use', id, name: call.function?.name ?? '', input: {} }, events)
    state.calls.set(call.index, index)
  }
  const json = call.function?.arguments
  if (json !== undefined && json !== '') push(events, index, { type: 'input_json_delta', partial_json: json })
}

const plainBlocks: ReadonlySet<unknown> = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use'])

/** Hosted tools and their results, which chat chunks tell at the end only. */
function hostedBlocks(fields: JsonRecord): readonly JsonRecord[] {
  return recordsOf(fields.content_blocks).filter((block) => !plainBlocks.has(block.type))
}

function hosted(state: MessageStream, block: JsonRecord, events: MessageEvent[]): void {
  const isCall = isRecord(block.input)
  const shown = isCall ? { ...block, input: {} } : block
  const index = begin(state, 'tool', shown as AnswerBlock, events) // Anthropic's own block, as it came
  if (isCall) push(events, index, { type: 'input_json_delta', partial_json: JSON.stringify(block.input) })
  close(state, events)
}
