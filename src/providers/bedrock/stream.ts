/** ConverseStream as OpenAI chunks: a fold over its events. Frames of InvokeModelWithResponseStream go to the fold of the vendor they come from. */
import type { ChatChunk, ChunkDelta } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { messagesStream } from '../anthropic/stream.js'
import { chatStream } from '../openai/chat-stream.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { converseFinish } from './answer.js'
import { type BlockStream, blockDelta, createBlocks, startBlock, stopBlock } from './block-stream.js'
import { bedrockEmbedded } from './errors.js'
import { exceptionEvent } from './event-stream.js'
import { modelRoute, signsThoughts } from './route.js'
import { specificFields } from './specific-fields.js'
import { usesJsonTool } from './structured-output.js'
import { converseUsage } from './usage.js'

/** The fold of the model's own vendor, once a frame of InvokeModel has come. */
type Inner = {
  fromEvent(event: StreamEvent): Step
  end(): Step
  isDone(): boolean
}

/** What the fold carries from event to event. */
export type ConverseStreamState = {
  readonly call: Call<'chat'>
  readonly target: Target
  readonly id: string
  readonly created: number
  readonly model: string
  readonly blocks: BlockStream
  /** Members of the events that have no place in OpenAI's shape. */
  readonly beside: JsonRecord
  usage: JsonRecord | undefined
  stopReason: unknown
  isStarted: boolean
  isStopped: boolean
  hasMetadata: boolean
  isDone: boolean
  inner: Inner | undefined
}

type Step = Outcome<readonly ChatChunk[]>
const none: readonly ChatChunk[] = []

/** The fold. Ends once both `messageStop` and `metadata` are in, or with the connection after `messageStop`. */
export const converseStream: StreamCodec<'chat', ConverseStreamState> = {
  start(call, target) {
    const route = modelRoute(target)
    return {
      call,
      target,
      id: newId(call.random, 'chatcmpl-'),
      created: Math.floor(call.now() / 1000),
      model: route.id,
      blocks: createBlocks(call.request, usesJsonTool(call.request, route, target), signsThoughts(route)),
      beside: {},
      usage: undefined,
      stopReason: undefined,
      isStarted: false,
      isStopped: false,
      hasMetadata: false,
      isDone: false,
      inner: undefined,
    }
  },
  fromEvent,
  end(state) {
    if (state.inner !== undefined) return state.inner.end()
    if (state.isDone) return none
    return state.isStopped ? close(state) : incompleteStream(state.target)
  },
  isDone: (state) => state.inner?.isDone() ?? state.isDone,
}

function fromEvent(state: ConverseStreamState, { event, data }: StreamEvent): Step {
  if (state.isDone || data === '') return none
  const value = parseJson(data)
  if (!isRecord(value)) return invalidReply(state.target, 'a stream event that is not JSON', data)
  if (event === exceptionEvent) return { failure: bedrockEmbedded(value, state.target) }
  if (event === 'chunk') return innerEvent(state, value, data)
  return handle(state, event, value, data)
}

function handle(state: ConverseStreamState, event: string, value: JsonRecord, data: string): Step {
  const index = value.contentBlockIndex
  switch (event) {
    case 'contentBlockDelta': {
      const deltas = isRecord(value.delta) ? blockDelta(state.blocks, index, value.delta) : []
      return deltas === undefined
        ? invalidReply(state.target, 'a piece of a tool call before the call itself', data)
        : chunksOf(state, deltas)
    }
    case 'contentBlockStart':
      return isRecord(value.start) ? chunksOf(state, startBlock(state.blocks, index, value.start)) : begin(state)
    case 'contentBlockStop':
      return chunksOf(state, stopBlock(state.blocks, index))
    case 'messageStart':
      return begin(state)
    case 'messageStop':
      state.isStopped = true
      state.stopReason = value.stopReason
      if (value.additionalModelResponseFields !== undefined)
        state.beside.additionalModelResponseFields = value.additionalModelResponseFields
      return state.hasMetadata ? close(state) : none
    case 'metadata':
      state.hasMetadata = true
      if (isRecord(value.usage)) state.usage = value.usage
      for (const key of ['trace', 'performanceConfig', 'serviceTier'] as const) if (value[key] !== undefined) state.beside[key] = value[key]
      return state.isStopped ? close(state) : none
    default:
      return none // events that newer versions add
  }
}

/** The role chunk, once. */
function begin(state: ConverseStreamState): ChatChunk[] {
  if (state.isStarted) return []
  state.isStarted = true
  return [chunkOf(state, { role: 'assistant', content: '' })]
}

/** Some hosts leave `messageStart` out: the role comes before the first delta all the same. */
function chunksOf(state: ConverseStreamState, deltas: readonly ChunkDelta[]): readonly ChatChunk[] {
  const first = begin(state)
  if (deltas.length === 0) return first.length === 0 ? none : first
  return [...first, ...deltas.map((delta) => chunkOf(state, delta))]
}

/** Blocks still open, what has no place in OpenAI's shape, the finish chunk, and the usage. */
function close(state: ConverseStreamState): readonly ChatChunk[] {
  state.isDone = true
  const { blocks, stopReason, beside } = state
  const chunks = [...begin(state), ...[...blocks.open.keys()].flatMap((index) => chunksOf(state, stopBlock(blocks, index)))]
  const fields = specificFields({ blocks: blocks.finished, stopReason, beside })
  if (fields !== undefined) chunks.push(chunkOf(state, { provider_specific_fields: fields }))
  const finish = converseFinish(stopReason, blocks.calls > 0)
  const reason = finish === 'tool_calls' && blocks.isLegacy ? 'function_call' : finish
  chunks.push({ ...chunkOf(state, {}), choices: [{ index: 0, delta: {}, finish_reason: reason, logprobs: null }] })
  if (state.usage !== undefined) chunks.push({ ...chunkOf(state, {}), choices: [], usage: converseUsage(state.usage) })
  return chunks
}

function chunkOf({ id, created, model }: ConverseStreamState, delta: ChunkDelta): ChatChunk {
  return { id, object: 'chat.completion.chunk', created, model, choices: [{ index: 0, delta, finish_reason: null }] }
}

/** A frame of InvokeModel holds one event of the vendor's own stream, in base64. */
function innerEvent(state: ConverseStreamState, frame: JsonRecord, data: string): Step {
  const text = decoded(frame.bytes)
  const value = text === undefined ? undefined : parseJson(text)
  if (text === undefined || !isRecord(value)) return invalidReply(state.target, 'a frame without an event', data)
  state.inner ??= textOf(value.type) === undefined ? inner(chatStream, state) : inner(messagesStream, state)
  return state.inner.fromEvent({ event: '', data: text })
}

function inner<S>(codec: StreamCodec<'chat', S>, { call, target }: ConverseStreamState): Inner {
  const state = codec.start(call, target)
  return { fromEvent: (event) => codec.fromEvent(state, event), end: () => codec.end(state), isDone: () => codec.isDone(state) }
}

function decoded(bytes: unknown): string | undefined {
  if (typeof bytes !== 'string') return undefined
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0)))
  } catch {
    return undefined // not base64: the caller reports the frame
  }
}
