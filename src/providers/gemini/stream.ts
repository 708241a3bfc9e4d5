/** The event stream of `streamGenerateContent` as OpenAI chunks. */
import type { ChatChunk, ChunkChoice, ChunkDelta } from '../../protocol/chat.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent } from '../adapter.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { parseJson } from '../shared/json.js'
import { geminiFinish, logprobsOf, refusalText, specificFields } from './answer.js'
import { type Candidate, closeCall, createCandidate } from './candidate.js'
import { addEvent, createFold, foldUsage, type GeminiFold, isComplete } from './fold.js'
import { annotationsOf } from './grounding.js'

/** What the fold carries from event to event. */
export type ContentStreamState = GeminiFold & { isDone: boolean }

/** The fold. No event says that it is the last: reports and sources may follow the finish reason, so the connection's end closes it. */
export const contentStream: StreamCodec<'chat', ContentStreamState> = {
  // not a spread, whose form V8 forgets: each event would look every member up anew
  start: (call: Call<'chat'>, target) => Object.assign(createFold(call, target), { isDone: false }),
  fromEvent,
  end(state) {
    if (state.isDone) return []
    return isComplete(state) ? close(state) : incompleteStream(state.target)
  },
  isDone: (state) => state.isDone,
}

function fromEvent(state: ContentStreamState, { data }: StreamEvent): Outcome<readonly ChatChunk[]> {
  if (state.isDone || data === '' || data === '[DONE]') return []
  const value = parseJson(data)
  if (value === undefined) return invalidReply(state.target, 'a stream event that is not JSON', data)
  const placed = addEvent(state, value, data)
  if (isFault(placed)) return placed
  const chunks: ChatChunk[] = []
  for (const { index, delta, isFirst } of placed) {
    const shown = isFirst ? { role: 'assistant' as const, content: '' } : state.isLegacy ? legacy(delta) : delta
    if (shown !== undefined) chunks.push(chunkOf(state, [{ index, delta: shown, finish_reason: null }]))
  }
  return chunks
}

/** The first call in the form of `functions`; others cannot be said there. */
function legacy(delta: ChunkDelta): ChunkDelta | undefined {
  const call = delta.tool_calls?.[0]
  if (call === undefined) return delta
  return call.index === 0 && call.function !== undefined ? { function_call: call.function } : undefined
}

/** Calls still open, what has no place in OpenAI's shape, the finish chunks, and the usage. */
function close(state: ContentStreamState): readonly ChatChunk[] {
  state.isDone = true
  const chunks: ChatChunk[] = []
  if (state.candidates.size === 0) {
    state.candidates.set(0, createCandidate(state.random))
    chunks.push(chunkOf(state, [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]))
  }
  for (const [index, candidate] of state.candidates) {
    for (const delta of lastDeltas(state, candidate)) chunks.push(chunkOf(state, [{ index, delta, finish_reason: null }]))
  }
  for (const [index, candidate] of state.candidates) {
    const finish = geminiFinish(candidate, state, state.isLegacy)
    chunks.push(chunkOf(state, [{ index, delta: {}, finish_reason: finish, logprobs: logprobsOf(candidate) }]))
  }
  const usage = foldUsage(state)
  if (usage !== undefined) chunks.push(Object.assign(chunkOf(state, []), { usage }))
  return chunks
}

function lastDeltas(state: ContentStreamState, candidate: Candidate): readonly ChunkDelta[] {
  const closing = closeCall(candidate)
  const calls = state.isLegacy ? closing.flatMap((delta) => legacy(delta) ?? []) : closing
  const annotations = annotationsOf(candidate)
  const refusal = refusalText(state)
  const fields = specificFields(candidate, state)
  return [
    ...calls,
    ...(annotations.length > 0 ? [{ annotations }] : []),
    ...(refusal === null ? [] : [{ refusal }]),
    ...(fields === undefined ? [] : [{ provider_specific_fields: fields }]),
  ]
}

function chunkOf({ id, created, model }: ContentStreamState, choices: ChunkChoice[]): ChatChunk {
  return { id, object: 'chat.completion.chunk', created, model, choices }
}
