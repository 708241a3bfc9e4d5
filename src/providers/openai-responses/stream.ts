/** The event stream of the Responses API as chat chunks. */
import type { ChatChunk, ChunkChoice } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { responsesFinish, responseUsage, runsCustomCalls, sharedHead, specificFields } from './answer.js'
import { innerFailure } from './errors.js'
import { endedBadly } from './reply.js'
import {
  citedPiece,
  inputPiece,
  itemOf,
  nothingShown,
  openCall,
  type Piece,
  refusalPiece,
  restOf,
  type Shown,
  textPiece,
  thoughtPiece,
} from './stream-items.js'

/** What the fold carries from event to event. */
export type ResponsesStreamState = {
  readonly call: Call<'chat'>
  readonly target: Target
  readonly shown: Shown
  /** Items that are complete, in order. */
  readonly done: JsonRecord[]
  head: Pick<ChatChunk, 'id' | 'created' | 'model'> | undefined
  isDone: boolean
}

const none: readonly ChatChunk[] = []

/** The fold. Ends with the event that carries the whole response. */
export const responsesStream: StreamCodec<'chat', ResponsesStreamState> = {
  start: (call, target) => ({ call, target, shown: nothingShown(), done: [], head: undefined, isDone: false }),
  fromEvent,
  end: (state) => (state.isDone ? none : incompleteStream(state.target)),
  isDone: (state) => state.isDone,
}

/** The event as parsed, its type set; undefined for one that says nothing; or the failure that it reports. */
export function readEvent({ event, data }: StreamEvent, target: Target): JsonRecord | undefined | Fault {
  if (data === '') return undefined
  if (data.trim() === '[DONE]') return incompleteStream(target)
  const parsed = parseJson(data)
  if (!isRecord(parsed)) return invalidReply(target, 'a stream event that is not JSON', data)
  const type = textOf(parsed.type) ?? textOf(event)
  if (type === 'error' || (type === undefined && parsed.error)) return { failure: innerFailure(parsed, target) }
  const response = isRecord(parsed.response) ? parsed.response : {}
  if (type === 'response.failed' || type === 'response.cancelled') {
    const isTold = isRecord(response.error) || textOf(response.error) !== undefined
    return isTold ? { failure: innerFailure({ error: response.error }, target) } : endedBadly(type.slice('response.'.length), target)
  }
  if ('failure' in parsed) delete parsed.failure // would read as a Fault
  parsed.type = type
  return parsed
}

function fromEvent(state: ResponsesStreamState, event: StreamEvent): Outcome<readonly ChatChunk[]> {
  if (state.isDone) return none
  const read = readEvent(event, state.target)
  if (read === undefined) return none
  if ('failure' in read) return read as Fault // an event's own member of that name was removed
  const chunks = startChunks(state, read)
  const pieces = piecesOf(state, read)
  for (const { delta, logprobs } of pieces)
    chunks.push(chunkOf(state, [{ index: 0, delta, finish_reason: null, ...(logprobs !== undefined && { logprobs }) }]))
  if (read.type === 'response.completed' || read.type === 'response.incomplete') chunks.push(...closing(state, read))
  return chunks
}

/** The first chunk says who speaks. */
function startChunks(state: ResponsesStreamState, { type, response }: JsonRecord): ChatChunk[] {
  if (state.head !== undefined || typeof type !== 'string' || !type.startsWith('response.')) return []
  const { id, created_at: created, model }: JsonRecord = isRecord(response) ? response : {}
  state.shown.hostsCustom = runsCustomCalls(response)
  state.head = {
    id: textOf(id) ?? newId(state.call.random, 'resp_'),
    created: Math.floor(typeof created === 'number' ? created : state.call.now() / 1000),
    model: textOf(model) ?? state.target.model,
  }
  return [chunkOf(state, [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }])]
}

function piecesOf({ shown, done }: ResponsesStreamState, event: JsonRecord): Piece[] {
  const { output_index: index, content_index: part, delta } = event
  const output = isRecord(event.item) ? event.item : {}
  const item = () => itemOf(shown, index, event.item_id ?? output.id)
  switch (event.type) {
    case 'response.output_text.delta':
      return textPiece(shown, item(), part ?? 0, delta, event.logprobs)
    case 'response.refusal.delta':
      return refusalPiece(shown, delta)
    case 'response.reasoning_summary_text.delta':
      return thoughtPiece(shown, item(), 'summary', event.summary_index, delta)
    case 'response.reasoning_text.delta':
      return thoughtPiece(shown, item(), 'text', 0, delta)
    case 'response.output_text.annotation.added':
      return citedPiece(item(), part ?? 0, event.annotation)
    case 'response.output_item.added':
      return openCall(shown, item(), output)
    case 'response.function_call_arguments.delta':
    case 'response.custom_tool_call_input.delta':
      return inputDelta(item(), event.type, delta)
    case 'response.output_item.done':
      done.push(output)
      return restOf(shown, item(), output)
    case 'response.completed':
    case 'response.incomplete':
      return finalItems(event.response).flatMap((one, at) => restOf(shown, itemOf(shown, at, one.id), one))
    default:
      return []
  }
}

function inputDelta(item: Parameters<typeof inputPiece>[0], type: string, delta: unknown): Piece[] {
  const pieces = inputPiece(item, type.includes('custom') ? 'custom' : 'function', textOf(delta) ?? '')
  if (pieces.length > 0) item.hasInput = true
  return pieces
}

const finalItems = (response: unknown): readonly JsonRecord[] => (isRecord(response) ? recordsOf(response.output) : [])

/** The finish chunk with everything for the next turn, and the usage. */
function closing(state: ResponsesStreamState, event: JsonRecord): ChatChunk[] {
  state.isDone = true
  const given: JsonRecord = isRecord(event.response) ? event.response : {}
  const response = event.type === 'response.incomplete' ? { ...given, status: 'incomplete' } : given
  const final = finalItems(given)
  const items = final.length > 0 ? final : state.done
  const fields = specificFields(response, items, state.target.provider.name)
  const finish: ChunkChoice = {
    index: 0,
    delta: fields === undefined ? {} : { provider_specific_fields: fields },
    logprobs: null,
    finish_reason: responsesFinish(response, state.shown.calls > 0),
  }
  const last = { ...chunkOf(state, [finish]), ...sharedHead(response) }
  const usage = responseUsage(response, items)
  return usage === undefined ? [last] : [last, { ...chunkOf(state, []), usage }]
}

function chunkOf({ head, call, target }: ResponsesStreamState, choices: ChunkChoice[]): ChatChunk {
  const { id, created, model } = head ?? { id: '', created: Math.floor(call.now() / 1000), model: target.model }
  return { id, object: 'chat.completion.chunk', created, model, choices }
}
