/** The lines of Ollama's chat stream as OpenAI chunks: a fold, one JSON object a line. */
import type { ChatChunk, ChunkDelta, Logprobs } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { FunctionToolCall } from '../../protocol/messages.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { noThink, type ThinkState, thinkEnd, thinkStart, thinkStep } from '../openai/think-state.js'
import { endOfCalls, isLegacy } from '../shared/called-tools.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { createdAt, ollamaCalls, ollamaFields, ollamaFinish, ollamaImages, ollamaLogprobs, ollamaUsage } from './answer.js'
import { ollamaErrorRules } from './errors.js'

/** What the fold carries from line to line. */
export type OllamaStreamState = {
  readonly call: Call<'chat'>
  readonly target: Target
  readonly id: string
  model: string
  created: number
  think: ThinkState
  calls: number
  images: number
  isStarted: boolean
  isDone: boolean
}

type Step = Outcome<readonly ChatChunk[]>
const none: readonly ChatChunk[] = []

/** The fold. Ends with the line that says `done`. */
export const ollamaStream: StreamCodec<'chat', OllamaStreamState> = {
  start: (call: Call<'chat'>, target) => ({
    call,
    target,
    id: newId(call.random, 'chatcmpl-'),
    model: target.model,
    created: 0,
    think: thinkStart,
    calls: 0,
    images: 0,
    isStarted: false,
    isDone: false,
  }),
  fromEvent,
  end: (state) => (state.isDone ? none : incompleteStream(state.target)),
  isDone: (state) => state.isDone,
}

function fromEvent(state: OllamaStreamState, { data }: StreamEvent): Step {
  if (state.isDone || data === '') return none
  const line = parseJson(data)
  if (!isRecord(line)) return invalidReply(state.target, 'a line that is not JSON', data)
  if (line.error !== undefined && line.error !== null) return { failure: embeddedFailure(line, state.target, ollamaErrorRules) }
  if (!isRecord(line.message) && line.done !== true) return invalidReply(state.target, 'a line without a message', data)
  const message = isRecord(line.message) ? line.message : {}
  const chunks = opening(state, line)
  const logprobs = ollamaLogprobs(line.logprobs)
  for (const delta of messageDeltas(state, message)) chunks.push(chunkOf(state, delta))
  attach(chunks, logprobs)
  return line.done === true ? [...chunks, ...close(state, line)] : chunks
}

/** The first chunk; id, time and model of the first line stand for all. */
function opening(state: OllamaStreamState, line: JsonRecord): ChatChunk[] {
  if (state.isStarted) return []
  state.isStarted = true
  state.model = textOf(line.model) ?? state.model
  state.created = createdAt(line.created_at, state.call.now())
  return [chunkOf(state, { role: 'assistant', content: '' })]
}

/** Log probabilities of a line stand at its last piece, which is its text where it has any. */
function attach(chunks: readonly ChatChunk[], logprobs: Logprobs | null): void {
  const choice = chunks.at(-1)?.choices[0]
  if (logprobs !== null && choice !== undefined) choice.logprobs = logprobs
}

function messageDeltas(state: OllamaStreamState, message: JsonRecord): ChunkDelta[] {
  const deltas: ChunkDelta[] = []
  const stated = textOf(message.thinking)
  if (stated !== undefined) {
    state.think = noThink
    deltas.push({ reasoning_content: stated })
  }
  const written = textOf(message.content)
  if (written !== undefined) {
    const step = thinkStep(state.think, written)
    state.think = step.state
    deltas.push(...textDeltas(step))
  }
  const images = ollamaImages(message.images, state.images)
  state.images += images.length
  if (images.length > 0) deltas.push({ images })
  for (const call of ollamaCalls(message, state.call.random)) deltas.push(...callDeltas(state, call))
  return deltas
}

function textDeltas({ text, reasoning }: { readonly text: string; readonly reasoning: string }): ChunkDelta[] {
  const thought: ChunkDelta[] = reasoning === '' ? [] : [{ reasoning_content: reasoning }]
  return text === '' ? thought : [...thought, { content: text }]
}

/** Calls come whole. */
function callDeltas(state: OllamaStreamState, { id, function: definition }: FunctionToolCall): ChunkDelta[] {
  const index = state.calls
  state.calls += 1
  if (isLegacy(state.call.request)) return index === 0 ? [{ function_call: definition }] : []
  return [{ tool_calls: [{ index, id, type: 'function', function: definition }] }]
}

/** Text that was held back, what has no place in OpenAI's shape, the finish chunk, and the usage. */
function close(state: OllamaStreamState, line: JsonRecord): ChatChunk[] {
  state.isDone = true
  const chunks = textDeltas(thinkEnd(state.think)).map((delta) => chunkOf(state, delta))
  const fields = ollamaFields(line.done_reason)
  if (fields !== undefined) chunks.push(chunkOf(state, { provider_specific_fields: fields }))
  const reason = ollamaFinish(line.done_reason, endOfCalls(state.calls, state.call.request))
  chunks.push({ ...chunkOf(state, {}), choices: [{ index: 0, delta: {}, finish_reason: reason, logprobs: null }] })
  const usage = ollamaUsage(line, state.call.request)
  if (usage !== undefined) chunks.push({ ...chunkOf(state, {}), choices: [], usage })
  return chunks
}

function chunkOf({ id, created, model }: OllamaStreamState, delta: ChunkDelta): ChatChunk {
  return { id, object: 'chat.completion.chunk', created, model, choices: [{ index: 0, delta, finish_reason: null }] }
}
