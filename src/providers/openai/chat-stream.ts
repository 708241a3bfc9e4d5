/**
 * The chat stream of any OpenAI-compatible host as OpenAI would have sent it. Chunks that are fine pass as parsed;
 * the rest is mended. The finish chunk is held until the end, then comes one chunk `choices: []` with the usage.
 */
import type { ChatChunk } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { Call, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { incompleteStream, invalidReply } from '../shared/failure.js'
import { nativeReason } from '../shared/finish-reason.js'
import { isRecord, type JsonRecord, listOf, parseJson, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isSettled, settleUsage } from '../shared/usage.js'
import { brokenChoice, hasError } from './chat-reply.js'
import { choiceIndex } from './choice-parts.js'
import { type ChoiceState, closingDelta, createChoice, finishOf, settleDelta } from './choice-state.js'
import { openAiErrorRules } from './errors.js'

/** What the fold carries from event to event. */
export type ChatStreamState = {
  readonly call: Call<'chat'>
  readonly target: Target
  readonly choices: ChoiceState[]
  id: string
  model: string
  created: number
  /** `system_fingerprint` and `service_tier` of the first chunk that has them. */
  readonly head: JsonRecord
  /** What hosts add to chunks that are not sent on (citations, search results, filter results); goes with the finish chunk. */
  readonly extras: JsonRecord
  usage: JsonRecord | undefined
  isDone: boolean
}

const none: readonly ChatChunk[] = []

/** The fold. Ends with `[DONE]`, or with the connection once every choice has a finish reason. */
export const chatStream: StreamCodec<'chat', ChatStreamState> = {
  start: (call, target) => ({
    call,
    target,
    choices: [],
    id: '',
    model: '',
    created: 0,
    head: {},
    extras: {},
    usage: undefined,
    isDone: false,
  }),
  fromEvent,
  end(state) {
    if (state.isDone) return none
    const isFinished = state.choices.length > 0 && state.choices.every((choice) => choice === undefined || choice.finish !== undefined)
    return isFinished ? close(state) : incompleteStream(state.target)
  },
  isDone: (state) => state.isDone,
}

function fromEvent(state: ChatStreamState, event: StreamEvent): Outcome<readonly ChatChunk[]> {
  const { data } = event
  if (state.isDone || data === '') return none
  if (data === '[DONE]' || data.trim() === '[DONE]') return state.choices.length > 0 ? close(state) : incompleteStream(state.target)
  const chunk = parseJson(data)
  if (!isRecord(chunk)) return invalidReply(state.target, 'a stream event that is not JSON', data)
  return event.event === 'error' ? streamError(state, chunk) : foldChunk(state, chunk)
}

/** One chunk, parsed; for hosts that wrap OpenAI's chunk in one of their own. */
export function foldChunk(state: ChatStreamState, chunk: JsonRecord): Outcome<readonly ChatChunk[]> {
  if (hasError(chunk)) return streamError(state, chunk)
  const broken = readMargins(state, chunk)
  if (broken !== undefined) return broken
  const { choices } = chunk
  const list = Array.isArray(choices) ? choices : []
  const step = list.length === 1 ? oneChoice(state, chunk, list[0]) : manyChoices(state, chunk, list)
  if (step === none) keepExtras(state, chunk)
  return step
}

/** Members of a chunk that are read elsewhere or say nothing. */
const ownMembers: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'system_fingerprint',
  'service_tier',
  'obfuscation',
  'x_groq',
  '__proto__',
])

function keepExtras(state: ChatStreamState, chunk: JsonRecord): void {
  for (const key in chunk) if (!ownMembers.has(key) && chunk[key] !== null) state.extras[key] = chunk[key]
}

function streamError(state: ChatStreamState, value: unknown): Fault {
  return { failure: embeddedFailure(value, state.target, openAiErrorRules(state.target.provider.name)) }
}

/** Usage, wherever the host puts it; Groq's `x_groq` may also carry an error. */
function readMargins(state: ChatStreamState, chunk: JsonRecord): Fault | undefined {
  if (chunk.usage !== undefined && chunk.usage !== null) {
    if (isRecord(chunk.usage)) state.usage = chunk.usage
    chunk.usage = null
  }
  const groq = chunk.x_groq
  if (!isRecord(groq)) return undefined
  if (isRecord(groq.error) || typeof groq.error === 'string') return streamError(state, groq)
  if (isRecord(groq.usage)) state.usage ??= groq.usage
  return undefined
}

function oneChoice(state: ChatStreamState, chunk: JsonRecord, choice: unknown): Outcome<readonly ChatChunk[]> {
  const step = settleChoice(state, choice)
  if (step === 'nothing') return none
  if (step !== 'send') return step
  settleHead(state, chunk)
  return [chunk as unknown as ChatChunk] // id, created, model, object and the one choice were checked or set
}

function manyChoices(state: ChatStreamState, chunk: JsonRecord, choices: readonly unknown[]): Outcome<readonly ChatChunk[]> {
  const kept: unknown[] = []
  for (const choice of choices) {
    const step = settleChoice(state, choice)
    if (step === 'nothing') continue
    if (step !== 'send') return step
    kept.push(choice)
  }
  if (kept.length === 0) return none
  chunk.choices = kept
  settleHead(state, chunk)
  return [chunk as unknown as ChatChunk] // as in oneChoice
}

/** Settles a choice in place: whether something of it is to be sent on, or the failure it reports. */
function settleChoice(state: ChatStreamState, choice: unknown): 'send' | 'nothing' | Fault {
  if (!isRecord(choice)) return 'nothing'
  const native = choice.finish_reason
  const broken = brokenChoice(choice, state.target)
  if (broken !== undefined) return broken
  const index = choiceIndex(choice.index, 0)
  if (choice.index !== index) choice.index = index
  let own = state.choices[index]
  if (own === undefined) {
    own = createChoice()
    state.choices[index] = own
  }
  const delta = isRecord(choice.delta) ? choice.delta : wholeMessage(own, choice)
  if (choice.delta !== delta) choice.delta = delta
  const isLeft = settleDelta(own, delta, () => newId(state.call.random, 'call_'))
  if (native !== null) {
    own.finish ??= textOf(native)
    own.native ??= textOf(choice.native_finish_reason)
    choice.finish_reason = null
  }
  return isLeft || hasLogprobs(choice.logprobs) ? 'send' : 'nothing'
}

/** A stream that is none: the message comes at once, in the first chunk. Behind deltas it would only repeat them. */
function wholeMessage(own: ChoiceState, { message }: JsonRecord): JsonRecord {
  return !own.isStarted && isRecord(message) ? message : {}
}

/** A token may be half a character: it has a probability, but no text yet. */
function hasLogprobs(logprobs: unknown): boolean {
  return isRecord(logprobs) && (listOf(logprobs.content).length > 0 || listOf(logprobs.refusal).length > 0)
}

/** One id, model and time for the whole stream: those of its first chunk. */
function settleHead(state: ChatStreamState, chunk: JsonRecord): void {
  if (state.id === '') startHead(state, chunk)
  if (chunk.id !== state.id) chunk.id = state.id
  if (chunk.model !== state.model) chunk.model = state.model
  if (chunk.created !== state.created) chunk.created = state.created
  if (chunk.object !== 'chat.completion.chunk') chunk.object = 'chat.completion.chunk'
}

function startHead(state: ChatStreamState, chunk: JsonRecord): void {
  state.id = textOf(chunk.id) ?? newId(state.call.random, 'chatcmpl-')
  state.model = textOf(chunk.model) ?? state.target.model
  state.created = typeof chunk.created === 'number' && chunk.created > 0 ? chunk.created : Math.floor(state.call.now() / 1000)
  for (const key of ['system_fingerprint', 'service_tier'] as const) {
    const value = textOf(chunk[key])
    if (value !== undefined) state.head[key] = value
  }
}

/** Text still held, arguments that never came, the finish chunk of each choice, and the usage. */
function close(state: ChatStreamState): readonly ChatChunk[] {
  state.isDone = true
  const chunks: ChatChunk[] = []
  state.choices.forEach((choice, index) => {
    const delta = closingDelta(choice)
    if (delta !== undefined) chunks.push(chunkOf(state, [{ index, delta, finish_reason: null }]))
    chunks.push(chunkOf(state, [finishChoice(state, choice, index)]))
  })
  Object.assign(chunks.at(-1) ?? {}, state.extras)
  if (state.usage !== undefined) {
    const usage = isSettled(state.usage) ? state.usage : settleUsage(state.usage)
    chunks.push(Object.assign(chunkOf(state, []), { usage }))
  }
  return chunks
}

function finishChoice({ call }: ChatStreamState, choice: ChoiceState, index: number): ChatChunk['choices'][number] {
  const finish = finishOf(choice, call.request.tool_choice)
  const native = nativeReason({ finish_reason: choice.finish, native_finish_reason: choice.native }, finish)
  const delta = native === undefined ? {} : { provider_specific_fields: { native_finish_reason: native } }
  return { index, delta, logprobs: null, finish_reason: finish }
}

function chunkOf(state: ChatStreamState, choices: ChatChunk['choices']): ChatChunk {
  if (state.id === '') startHead(state, {})
  return { id: state.id, object: 'chat.completion.chunk', created: state.created, model: state.model, ...state.head, choices }
}
