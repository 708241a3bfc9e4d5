/** Predictions as OpenAI's answers: whole, by asking again until they are ready, or by their stream of events. */
import type { ChatReply } from '../../protocol/chat.js'
import type { Failure, Outcome } from '../../protocol/failure.js'
import type { HttpHeaders, HttpReply } from '../../protocol/http.js'
import type { Call, FollowUp, StreamEvent, Target } from '../adapter.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { fault, invalidReply, targetName } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, textOf } from '../shared/json.js'
import { type TextPiece, type TextStreamState, textReply, textUsage } from '../shared/text-answer.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { predictionUrl, trustedStream } from './url.js'

/** What the texts of failed predictions and of error answers mean; first match wins. */
export const replicateErrorRules: readonly ErrorRule[] = [
  { pattern: /nsfw|flagged as sensitive|\(E005\)/i, kind: 'content-policy', as: 'content_policy_violation' },
  {
    pattern: /prompt (length|tokens?).*(exceeds?|too long)|input.*too long|\(E006\).*token/i,
    kind: 'context-window',
    as: 'context_length_exceeded',
  },
  { pattern: /queue is full|\(E003\)|high demand/i, kind: 'unavailable' },
  { pattern: /insufficient credit/i, kind: 'rate-limit', as: 'insufficient_quota' },
  { status: [422], pattern: /version|permission to access/i, kind: 'not-found', as: 'model_not_found' },
]

const pending: ReadonlySet<unknown> = new Set(['starting', 'processing', 'queued'])
const broken: ReadonlySet<unknown> = new Set(['failed', 'canceled', 'aborted'])

/** First wait between two questions, and the longest, milliseconds. */
const [firstWait, longestWait] = [500, 5000]

/**
 * Asks again while the prediction runs; a streamed call goes to the prediction's stream at once.
 * Differs: LiteLLM makes a stream out of asking again and again where the model has none; here that is an error.
 */
export function replicateFollow(reply: HttpReply, call: Call<'chat'>, target: Target, round: number): Outcome<FollowUp | undefined> {
  const body = parseJson(reply.text())
  if (!isRecord(body) || !pending.has(body.status)) return undefined
  const stream = call.stream ? trustedStream(isRecord(body.urls) ? body.urls.stream : undefined, target) : undefined
  if (stream !== undefined) {
    return { request: { method: 'GET', url: stream, headers: { accept: 'text/event-stream', 'cache-control': 'no-store' } }, afterMs: 0 }
  }
  if (call.stream) {
    const message = `${targetName(target)} does not stream: the host names no stream of its prediction. Call it without \`stream\`.`
    return fault(target, { kind: 'bad-request', code: 'stream_not_supported', type: 'invalid_request_error', param: 'stream', message })
  }
  const id = textOf(body.id)
  if (id === undefined) return invalidReply(target, 'a prediction without an id', reply.text(), reply.headers)
  return {
    request: { method: 'GET', url: predictionUrl(target, id), headers: { accept: 'application/json' } },
    afterMs: Math.min(longestWait, firstWait * 2 ** Math.min(round, 8)),
  }
}

/** A prediction that has come to its end. */
export function replicateReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (broken.has(body.status)) return { failure: failedPrediction(body, target, reply.headers) }
  if (pending.has(body.status)) {
    return fault(target, {
      kind: 'timeout',
      code: 'prediction_unfinished',
      message: `${targetName(target)}: the prediction is still running`,
    })
  }
  const output = outputText(body.output)
  if (body.status !== 'succeeded' || output === undefined) {
    if (body.status === undefined && (body.detail !== undefined || textOf(body.error) !== undefined)) {
      return { failure: embeddedFailure(body, target, replicateErrorRules, reply.headers) }
    }
    return invalidReply(target, 'an answer that is no finished prediction', text, reply.headers)
  }
  const metrics = isRecord(body.metrics) ? body.metrics : undefined
  const usage = metrics && textUsage(metrics.input_token_count, metrics.output_token_count)
  return textReply([{ text: output, usage, id: textOf(body.id), ...(metrics !== undefined && { fields: { metrics } }) }], call, target)
}

/** A text, a list of its pieces, or whatever else the model gives, as JSON. */
function outputText(output: unknown): string | undefined {
  if (typeof output === 'string') return output
  if (Array.isArray(output) && output.every((piece) => typeof piece === 'string')) return output.join('')
  if (output === null) return ''
  return isRecord(output) || listOf(output).length > 0 ? JSON.stringify(output) : undefined
}

function failedPrediction(body: JsonRecord, target: Target, headers?: HttpHeaders): Failure {
  const why =
    textOf(body.error) ??
    (body.status === 'failed' ? 'the prediction failed without a reason' : `the prediction was ${String(body.status)}`)
  return embeddedFailure({ error: { message: why, code: String(body.status) } }, target, replicateErrorRules, headers)
}

/** `output` carries text as it is, `done` the end and, where it was no good one, the reason. */
export function replicatePiece({ event, data }: StreamEvent, { target }: TextStreamState): Outcome<TextPiece> | undefined {
  switch (event) {
    case 'output':
      return { text: data }
    case 'error': {
      const body = parseJson(data)
      const why = isRecord(body) ? (textOf(body.detail) ?? textOf(body.message)) : undefined
      return { failure: failedPrediction({ status: 'failed', error: why ?? data }, target) }
    }
    case 'done': {
      const body = parseJson(data === '' ? '{}' : data)
      if (!isRecord(body)) return invalidReply(target, 'a stream event that is not JSON', data)
      const reason = textOf(body.reason)
      if (reason === 'canceled' || reason === 'error')
        return { failure: failedPrediction({ status: reason === 'error' ? 'failed' : reason }, target) }
      return { isLast: true }
    }
    default:
      return undefined // logs, and events that newer versions add
  }
}
