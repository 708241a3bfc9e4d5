/** Answers of Text Generation Inference and servers of its kind. Sources: its OpenAPI document, SageMaker's JumpStart examples. */
import type { Failure, Outcome } from '../../protocol/failure.js'
import type { HttpHeaders, HttpReply } from '../../protocol/http.js'
import type { Call, StreamEvent, Target } from '../adapter.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { type TextPiece, type TextStreamState, textReply, textUsage } from '../shared/text-answer.js'
import { embeddedFailure } from '../shared/to-failure.js'

/** What the server's `{error, error_type}` means; first match wins. */
export const tgiErrorRules: readonly ErrorRule[] = [
  {
    status: [400, 413, 422],
    pattern: /`inputs` (must have less than|tokens \+ `max_new_tokens`)/i,
    kind: 'context-window',
    as: 'context_length_exceeded',
  },
  { code: ['overloaded'], kind: 'rate-limit' },
  { status: [400, 422], code: ['validation'], kind: 'bad-request' },
]

/** Marks of chat templates that a model may leave at either end of its text. */
const marks =
  /^\s*(?:<\|(?:assistant|system|user)\|>|<s>)|(?:<\|(?:assistant|system|user|im_end|eot_id|end|endoftext)\|>|<\/?s>|<end_of_turn>)+\s*$/g

/** The answer, or the failure that its body reports. */
export function tgiReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ReturnType<typeof textReply>> {
  const text = reply.text()
  const pieces = wholePieces(parseJson(text))
  if (pieces !== undefined) return textReply(pieces, call, target)
  return notAnAnswer(parseJson(text), text, target, reply.headers)
}

function notAnAnswer(body: unknown, text: string, target: Target, headers?: HttpHeaders): { readonly failure: Failure } {
  if (isRecord(body) && isTgiError(body)) return { failure: tgiFailure(body, target, headers) }
  return invalidReply(target, body === undefined ? 'an answer that is not JSON' : 'an answer without generated text', text, headers)
}

const isTgiError = (body: JsonRecord): boolean => body.error !== undefined || body.message !== undefined

function tgiFailure(body: JsonRecord, target: Target, headers?: HttpHeaders): Failure {
  return embeddedFailure({ ...body, code: body.error_type }, target, tgiErrorRules, headers)
}

/** The texts of a whole answer: one object or a list of them; undefined where there is none. */
function wholePieces(body: unknown): readonly TextPiece[] | undefined {
  const first = Array.isArray(body) ? body[0] : body
  if (!isRecord(first)) return undefined
  const text = generated(first)
  if (text === undefined) return undefined
  const details = isRecord(first.details) ? first.details : {}
  const others = recordsOf(details.best_of_sequences).map((one) => pieceOf(generated(one) ?? '', one))
  return [{ ...pieceOf(text, details), usage: usageOf(details) }, ...others]
}

/** JumpStart's models say `generation`, as a text or a message. */
function generated(body: JsonRecord): string | undefined {
  const text = body.generated_text ?? body.generation
  if (isRecord(text)) return typeof text.content === 'string' ? text.content : undefined
  return typeof text === 'string' ? text : undefined
}

function pieceOf(text: string, details: JsonRecord): TextPiece {
  return { text: text.replace(marks, ''), finish: details.finish_reason }
}

/** The length of the prompt is told by few servers, and under several names. */
function usageOf(details: JsonRecord) {
  const prefill = Array.isArray(details.prefill) && details.prefill.length > 0 ? details.prefill.length : undefined
  return textUsage(details.prompt_tokens ?? details.input_length ?? prefill, details.generated_tokens)
}

/** One event: a token, and with the last one the whole text and its details. */
export function tgiPiece(event: StreamEvent, state: TextStreamState): Outcome<TextPiece> | undefined {
  if (event.data.trim() === '[DONE]') return { isLast: true }
  // some containers wrap each event, or the one answer they give, in a list
  const listed = parseJson(event.data)
  const value = Array.isArray(listed) ? listed[0] : listed
  if (!isRecord(value)) return invalidReply(state.target, 'a stream event that is not JSON', event.data)
  if (event.event === 'error' || isTgiError(value)) return { failure: tgiFailure(value, state.target) }
  if ('details' in value || 'generated_text' in value) state.seen.tellsEnd = true
  const { token } = value
  const whole = generated(value)
  const details = isRecord(value.details) ? value.details : {}
  const isLast = whole !== undefined || textOf(details.finish_reason) !== undefined
  if (!isRecord(token)) {
    if (whole === undefined && !isLast) return invalidReply(state.target, 'a stream event without a token', event.data)
    return { text: state.hasText ? '' : (whole ?? ''), finish: details.finish_reason, usage: usageOf(details), isLast }
  }
  const text = token.special === true || typeof token.text !== 'string' ? '' : token.text
  return { text, finish: details.finish_reason, usage: usageOf(details), isLast }
}

/** Servers that never mention the end leave it to the connection. */
export function tgiMayClose(state: TextStreamState): boolean {
  return state.hasText && state.seen.tellsEnd !== true
}
