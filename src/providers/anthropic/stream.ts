/** The event stream of the Messages API as OpenAI chunks: a fold over its events. */
import type { ChatChunk, ChunkDelta } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { anthropicFinish, refusalText, specificFields } from './answer.js'
import { type BlockStream, blockDelta, createBlocks, dropOpenBlocks, heldText, startBlock, stopBlock, wholeBlock } from './block-stream.js'
import { anthropicErrorRules } from './errors.js'
import { usesJsonTool } from './structured-output.js'
import { anthropicUsage, mergeUsage } from './usage.js'

/** What the fold carries from event to event. */
export type MessagesStreamState = {
  readonly target: Target
  readonly created: number
  readonly blocks: BlockStream
  readonly usage: JsonRecord
  id: string
  model: string
  isStarted: boolean
  stopReason: unknown
  stopDetails: unknown
  stopSequence: unknown
  container: unknown
  contextManagement: unknown
  isDone: boolean
}

type Step = Outcome<readonly ChatChunk[]>
const none: readonly ChatChunk[] = []

/** The fold. Ends with `message_stop`, or with the connection once a stop reason has come. */
export const messagesStream: StreamCodec<'chat', MessagesStreamState> = {
  start: (call: Call<'chat'>, target) => ({
    target,
    created: Math.floor(call.now() / 1000),
    blocks: createBlocks(usesJsonTool(call.request, target), listOf(call.request.functions).length > 0),
    usage: {},
    id: '',
    model: target.model,
    isStarted: false,
    stopReason: undefined,
    stopDetails: undefined,
    stopSequence: undefined,
    container: undefined,
    contextManagement: undefined,
    isDone: false,
  }),
  fromEvent,
  end(state) {
    if (state.isDone) return none
    return state.isStarted && textOf(state.stopReason) !== undefined ? close(state) : incompleteStream(state.target)
  },
  isDone: (state) => state.isDone,
}

function fromEvent(state: MessagesStreamState, { event, data }: StreamEvent): Step {
  if (state.isDone || data === '' || data === '[DONE]') return none
  const value = parseJson(data)
  if (!isRecord(value)) return invalidReply(state.target, 'a stream event that is not JSON', data)
  const type = textOf(value.type) ?? event
  if (type === 'error' || isRecord(value.error)) return { failure: embeddedFailure(value, state.target, anthropicErrorRules) }
  if (!state.isStarted && type !== 'message_start' && orderedEvents.has(type)) return outOfOrder(state, data)
  return handle(state, type, value, data)
}

const orderedEvents: ReadonlySet<string> = new Set(['content_block_start', 'content_block_delta', 'message_delta', 'message_stop'])

function handle(state: MessagesStreamState, type: string, value: JsonRecord, data: string): Step {
  switch (type) {
    case 'content_block_delta': {
      const deltas = isRecord(value.delta) ? blockDelta(state.blocks, value.index, value.delta) : undefined
      return deltas === undefined ? outOfOrder(state, data) : chunksOf(state, deltas)
    }
    case 'content_block_start':
      return isRecord(value.content_block) ? chunksOf(state, startBlock(state.blocks, value.index, value.content_block)) : none
    case 'content_block_stop':
      return chunksOf(state, stopBlock(state.blocks, value.index))
    case 'message_start':
      return messageStart(state, isRecord(value.message) ? value.message : {})
    case 'message_delta':
      return messageDelta(state, value)
    case 'message_stop':
      return close(state)
    default:
      return none // ping, and events that newer versions add
  }
}

function outOfOrder(state: MessagesStreamState, data: string): Fault {
  return invalidReply(state.target, 'a stream event before the one it belongs to', data)
}

/** A second start with the same id repeats the first; with another id it means that the attempt before was abandoned. */
function messageStart(state: MessagesStreamState, message: JsonRecord): Step {
  const id = textOf(message.id) ?? 'msg'
  if (state.isStarted && id === state.id) return none
  const isFirst = !state.isStarted
  if (!isFirst) {
    if (!dropOpenBlocks(state.blocks)) return invalidReply(state.target, 'a new answer in the middle of a tool call', id)
  } else {
    state.id = id
    state.model = textOf(message.model) ?? state.model
  }
  state.isStarted = true
  mergeUsage(state.usage, message.usage)
  takeEnd(state, message)
  const chunks = isFirst ? [chunkOf(state, { role: 'assistant', content: '' })] : []
  for (const block of recordsOf(message.content)) chunks.push(...chunksOf(state, wholeBlock(state.blocks, block)))
  return chunks
}

function messageDelta(state: MessagesStreamState, value: JsonRecord): Step {
  mergeUsage(state.usage, value.usage)
  if (isRecord(value.delta)) takeEnd(state, value.delta)
  if (isRecord(value.context_management)) state.contextManagement = value.context_management
  return none
}

/** What says how the answer ended; in `message_delta`, or in a `message_start` that is complete already. */
function takeEnd(state: MessagesStreamState, source: JsonRecord): void {
  if (textOf(source.stop_reason) !== undefined) state.stopReason = source.stop_reason
  if (textOf(source.stop_sequence) !== undefined) state.stopSequence = source.stop_sequence
  if (isRecord(source.stop_details)) state.stopDetails = source.stop_details
  if (isRecord(source.container)) state.container = source.container
  if (isRecord(source.context_management)) state.contextManagement = source.context_management
}

/** Blocks still open, what has no place in OpenAI's shape, the finish chunk, and the usage. */
function close(state: MessagesStreamState): readonly ChatChunk[] {
  state.isDone = true
  const parts = { ...state, blocks: state.blocks.finished }
  const chunks = [...state.blocks.open.keys()].flatMap((index) => chunksOf(state, stopBlock(state.blocks, index)))
  chunks.push(...chunksOf(state, heldText(state.blocks)))
  const refusal = refusalText(parts)
  const fields = specificFields(parts)
  if (refusal !== null) chunks.push(chunkOf(state, { refusal }))
  if (fields !== undefined) chunks.push(chunkOf(state, { provider_specific_fields: fields }))
  const finish = anthropicFinish(state.stopReason, state.blocks.calls > 0)
  const reason = finish === 'tool_calls' && state.blocks.isLegacy ? 'function_call' : finish
  chunks.push({ ...chunkOf(state, {}), choices: [{ index: 0, delta: {}, finish_reason: reason, logprobs: null }] })
  if (Object.keys(state.usage).length > 0) chunks.push({ ...chunkOf(state, {}), choices: [], usage: anthropicUsage(state.usage) })
  return chunks
}

function chunksOf(state: MessagesStreamState, deltas: readonly ChunkDelta[]): ChatChunk[] {
  return deltas.map((delta) => chunkOf(state, delta))
}

function chunkOf({ id, created, model }: MessagesStreamState, delta: ChunkDelta): ChatChunk {
  return { id, object: 'chat.completion.chunk', created, model, choices: [{ index: 0, delta, finish_reason: null }] }
}
