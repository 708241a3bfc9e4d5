/** Answers of hosts that write text and nothing else, as OpenAI's replies and chunks: one fold for all of them. */
import type { ChatChunk, ChatReply, ChunkDelta, FinishReason, Usage } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import { TransportFault } from '../../protocol/http.js'
import type { Call, EventDecoder, StreamCodec, StreamEvent, Target } from '../adapter.js'
import { incompleteStream, invalidReply } from './failure.js'
import { finishReason, nativeReason } from './finish-reason.js'
import { countOf, isRecord, type JsonRecord, parseJson, textOf } from './json.js'
import { newId } from './new-id.js'

/** What an answer, or a piece of it, says. */
export type TextPiece = {
  readonly text?: string
  readonly reasoning?: string | undefined
  /** The host's own word for the end. */
  readonly finish?: unknown
  readonly usage?: Usage | undefined
  readonly id?: string | undefined
  readonly fields?: JsonRecord | undefined
  /** Nothing comes after this piece. */
  readonly isLast?: boolean
}

/** Counts of a host that tells both; undefined where it tells only one or none. Nothing is estimated. */
export function textUsage(prompt: unknown, completion: unknown): Usage | undefined {
  const [asked, written] = [countOf(prompt), countOf(completion)]
  if (asked === undefined || written === undefined) return undefined
  return { prompt_tokens: asked, completion_tokens: written, total_tokens: asked + written }
}

/** A whole answer; several pieces are several choices. */
export function textReply(pieces: readonly TextPiece[], call: Call<'chat'>, target: Target): ChatReply {
  const usage = pieces.find((piece) => piece.usage !== undefined)?.usage
  return {
    id: pieces[0]?.id ?? newId(call.random, 'chatcmpl-'),
    object: 'chat.completion',
    created: Math.floor(call.now() / 1000),
    model: target.model,
    choices: pieces.map((piece, index) => {
      const finish = finishReason(piece.finish, 'none')
      const fields = fieldsOf(piece, finish)
      return {
        index,
        message: {
          role: 'assistant',
          content: piece.text ?? '',
          refusal: null,
          ...(textOf(piece.reasoning) !== undefined && { reasoning_content: textOf(piece.reasoning) ?? '' }),
          ...(fields !== undefined && { provider_specific_fields: fields }),
        },
        finish_reason: finish,
        logprobs: null,
      }
    }),
    ...(usage !== undefined && { usage }),
  }
}

/** The usual words for an end that says nothing more than OpenAI's. */
const plain: ReadonlySet<unknown> = new Set(['eos_token', 'stop_sequence', 'end_turn', 'max_tokens', ''])

function fieldsOf({ finish, fields }: TextPiece, mapped: FinishReason): JsonRecord | undefined {
  const native = plain.has(finish) ? undefined : nativeReason({ finish_reason: finish }, mapped)
  return native === undefined ? fields : { ...fields, native_finish_reason: native }
}

/** What the fold carries; `seen` is the format's own. */
export type TextStreamState = {
  readonly call: Call<'chat'>
  readonly target: Target
  readonly created: number
  readonly seen: JsonRecord
  id: string
  finish: unknown
  usage: Usage | undefined
  fields: JsonRecord | undefined
  hasText: boolean
  isDone: boolean
}

/** What one event says; undefined for one that says nothing. */
export type ReadPiece = (event: StreamEvent, state: TextStreamState) => Outcome<TextPiece> | undefined

type Step = Outcome<readonly ChatChunk[]>
const none: readonly ChatChunk[] = []

/**
 * The fold of a format. `mayClose` says whether the answer counts as complete where the connection ends without a last
 * piece; default: only where the host has named the end.
 */
export function textStream(
  read: ReadPiece,
  mayClose: (state: TextStreamState) => boolean = () => false,
): StreamCodec<'chat', TextStreamState> {
  return {
    start: (call, target) => ({
      call,
      target,
      created: Math.floor(call.now() / 1000),
      seen: {},
      id: '',
      finish: undefined,
      usage: undefined,
      fields: undefined,
      hasText: false,
      isDone: false,
    }),
    fromEvent(state, event): Step {
      if (state.isDone || (event.data === '' && event.event === '')) return none
      const piece = read(event, state)
      if (piece === undefined) return none
      return 'failure' in piece ? piece : chunksOf(state, piece)
    },
    end(state): Step {
      if (state.isDone) return none
      return state.finish !== undefined || mayClose(state) ? close(state) : incompleteStream(state.target)
    },
    isDone: (state) => state.isDone,
  }
}

/** An event's JSON object, or the failure of one that holds none. */
export function eventObject({ data }: StreamEvent, { target }: TextStreamState): Outcome<JsonRecord> {
  const value = parseJson(data)
  return isRecord(value) && !('failure' in value) ? value : invalidReply(target, 'a stream event that is not JSON', data)
}

function chunksOf(state: TextStreamState, piece: TextPiece): readonly ChatChunk[] {
  const chunks = opening(state, piece.id)
  if (textOf(piece.reasoning) !== undefined) chunks.push(chunkOf(state, { reasoning_content: piece.reasoning ?? '' }))
  if (textOf(piece.text) !== undefined) {
    state.hasText = true
    chunks.push(chunkOf(state, { content: piece.text ?? '' }))
  }
  if (piece.finish !== undefined && piece.finish !== null) state.finish = piece.finish
  if (piece.usage !== undefined) state.usage = piece.usage
  if (piece.fields !== undefined) state.fields = { ...state.fields, ...piece.fields }
  if (piece.isLast === true) chunks.push(...close(state))
  return chunks
}

function opening(state: TextStreamState, id: string | undefined): ChatChunk[] {
  if (state.id !== '') return []
  state.id = id ?? newId(state.call.random, 'chatcmpl-')
  return [chunkOf(state, { role: 'assistant', content: '' })]
}

function close(state: TextStreamState): readonly ChatChunk[] {
  state.isDone = true
  const chunks = opening(state, undefined)
  const finish = finishReason(state.finish, 'none')
  const fields = fieldsOf(state, finish)
  const delta = fields === undefined ? {} : { provider_specific_fields: fields }
  chunks.push({ ...chunkOf(state, delta), choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }] })
  if (state.usage !== undefined) chunks.push({ ...chunkOf(state, {}), choices: [], usage: state.usage })
  return chunks
}

function chunkOf({ id, created, target }: TextStreamState, delta: ChunkDelta): ChatChunk {
  return { id, object: 'chat.completion.chunk', created, model: target.model, choices: [{ index: 0, delta, finish_reason: null }] }
}

/** Largest answer that is taken as one event, in characters. */
const largestBody = 16_777_216

/** For hosts that answer whole, also to a caller who wants a stream: the body becomes the one event of the stream. */
export function wholeBodyDecoder(): EventDecoder {
  const utf8 = new TextDecoder()
  let text = ''
  return {
    push(bytes) {
      text += utf8.decode(bytes, { stream: true })
      if (text.length > largestBody) throw new TransportFault('truncated', `the answer is larger than ${largestBody} characters`)
      return []
    },
    end: () => [{ event: '', data: text + utf8.decode() }],
  }
}
