/** The event stream of Cohere's chat endpoint as OpenAI chunks: a fold over its events. */
import type { ChatChunk, ChunkDelta, Logprobs } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { endOfCalls, isLegacy } from '../shared/called-tools.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { brokenEnd, cohereAnnotations, cohereFields, cohereFinish, cohereLogprobs, cohereUsage, isCohereError } from './answer.js'
import { cohereErrorRules } from './errors.js'
import { continueCall, createToolStream, endCall, endCalls, startCall, type ToolStream } from './tool-stream.js'

/** What the fold carries from event to event. */
export type CohereStreamState = {
  readonly target: Target
  readonly created: number
  readonly call: Call<'chat'>
  readonly tools: ToolStream
  readonly citations: JsonRecord[]
  /** Where each content part begins in the text of the answer. */
  readonly starts: Map<unknown, number>
  id: string
  plan: string
  textLength: number
  isDone: boolean
}

type Step = Outcome<readonly ChatChunk[]>
const none: readonly ChatChunk[] = []

/** The fold. Ends with `message-end`. */
export const cohereStream: StreamCodec<'chat', CohereStreamState> = {
  start: (call: Call<'chat'>, target) => ({
    target,
    created: Math.floor(call.now() / 1000),
    call,
    tools: createToolStream(isLegacy(call.request) ? 'function_call' : 'tool_calls'),
    citations: [],
    starts: new Map(),
    id: '',
    plan: '',
    textLength: 0,
    isDone: false,
  }),
  fromEvent,
  end: (state) => (state.isDone ? none : incompleteStream(state.target)),
  isDone: (state) => state.isDone,
}

function fromEvent(state: CohereStreamState, { event, data }: StreamEvent): Step {
  if (state.isDone || data === '' || data === '[DONE]') return none
  const value = parseJson(data)
  if (!isRecord(value)) return invalidReply(state.target, 'a stream event that is not JSON', data)
  if (isCohereError(value)) return { failure: embeddedFailure(value, state.target, cohereErrorRules) }
  const delta = isRecord(value.delta) ? value.delta : {}
  const message = isRecord(delta.message) ? delta.message : {}
  const type = textOf(value.type) ?? event
  if (type === 'message-end') return messageEnd(state, delta)
  const deltas = deltasOf(state, type, value, message)
  if (deltas === undefined) return invalidReply(state.target, 'a stream event before the one it belongs to', data)
  return [...opening(state, value), ...chunksOf(state, deltas, cohereLogprobs(one(value.logprobs)))]
}

/** What an event adds; undefined for arguments of a call that was not opened. */
function deltasOf(state: CohereStreamState, type: string, event: JsonRecord, message: JsonRecord): readonly ChunkDelta[] | undefined {
  switch (type) {
    case 'content-start':
      state.starts.set(event.index, state.textLength)
      return contentDeltas(state, message.content)
    case 'content-delta':
      return contentDeltas(state, message.content)
    case 'tool-plan-delta': {
      const text = textOf(message.tool_plan) ?? ''
      state.plan += text
      return text === '' ? [] : [{ reasoning_content: text }]
    }
    case 'tool-call-start':
      return one(message.tool_calls).flatMap((tool) => startCall(state.tools, event.index, tool, () => newId(state.call.random, 'call_')))
    case 'tool-call-delta': {
      const [tool] = one(message.tool_calls)
      return continueCall(state.tools, event.index, tool ?? {})
    }
    case 'tool-call-end':
      return endCall(state.tools, event.index)
    case 'citation-start':
      return citationDeltas(state, one(message.citations))
    default:
      return [] // message-start, the ends of parts, debug, and events that newer versions add
  }
}

/** An object, or the objects of a list: the API sends one where its whole answers have a list. */
function one(value: unknown): readonly JsonRecord[] {
  return isRecord(value) ? [value] : recordsOf(value)
}

function contentDeltas(state: CohereStreamState, content: unknown): ChunkDelta[] {
  return one(content).flatMap((part) => {
    const text = textOf(part.text)
    const thinking = textOf(part.thinking)
    if (text !== undefined) state.textLength += text.length
    return [
      ...(thinking === undefined ? [] : [{ reasoning_content: thinking }]), //
      ...(text === undefined ? [] : [{ content: text }]),
    ]
  })
}

function citationDeltas(state: CohereStreamState, citations: readonly JsonRecord[]): ChunkDelta[] {
  state.citations.push(...citations)
  const annotations = citations.flatMap((citation) => cohereAnnotations(citation, state.starts.get(citation.content_index) ?? 0))
  return annotations.length === 0 ? [] : [{ annotations }]
}

/** The first chunk, before anything else is sent. */
function opening(state: CohereStreamState, event: JsonRecord): readonly ChatChunk[] {
  if (state.id !== '') return none
  state.id = textOf(event.id) ?? newId(state.call.random, 'chatcmpl-')
  return [chunkOf(state, { role: 'assistant', content: '' })]
}

/** Calls still open, what has no place in OpenAI's shape, the finish chunk, and the usage. */
function messageEnd(state: CohereStreamState, delta: JsonRecord): Step {
  const broken = brokenEnd(delta, state.target)
  if (broken !== undefined) return broken
  state.isDone = true
  const chunks = [...opening(state, {}), ...chunksOf(state, endCalls(state.tools), null)]
  const fields = cohereFields(state.plan, state.citations, delta.finish_reason)
  if (fields !== undefined) chunks.push(chunkOf(state, { provider_specific_fields: fields }))
  const reason = cohereFinish(delta.finish_reason, endOfCalls(state.tools.count, state.call.request))
  chunks.push({ ...chunkOf(state, {}), choices: [{ index: 0, delta: {}, finish_reason: reason, logprobs: null }] })
  const usage = cohereUsage(delta.usage)
  if (usage !== undefined) chunks.push({ ...chunkOf(state, {}), choices: [], usage })
  return chunks
}

function chunksOf(state: CohereStreamState, deltas: readonly ChunkDelta[], logprobs: Logprobs | null): ChatChunk[] {
  return deltas.map((delta, at) => {
    const chunk = chunkOf(state, delta)
    const [choice] = chunk.choices
    if (logprobs !== null && at === 0 && choice !== undefined) choice.logprobs = logprobs
    return chunk
  })
}

function chunkOf({ id, created, target }: CohereStreamState, delta: ChunkDelta): ChatChunk {
  return { id, object: 'chat.completion.chunk', created, model: target.model, choices: [{ index: 0, delta, finish_reason: null }] }
}
