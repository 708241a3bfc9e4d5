/**
 * Petals' HTTP door: a form in, the whole text out (its streams go over WebSocket). Sources: the readme of chat.petals.dev,
 * LiteLLM's adapter.
 */
import type { ChatReply } from '../protocol/chat.js'
import type { Outcome } from '../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, Target } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { chatPrompt, promptStyle } from './shared/chat-prompt.js'
import { invalidReply } from './shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from './shared/json.js'
import { requestHeaders } from './shared/request-headers.js'
import { type TextPiece, textReply, textStream, wholeBodyDecoder } from './shared/text-answer.js'
import { given, textRequest, tokenLimit } from './shared/text-request.js'
import { embeddedFailure, httpFailure } from './shared/to-failure.js'

/** Tokens of an answer where the caller sets no limit: the host wants one. LiteLLM's figure. */
const usualLimit = 256

/** Adapter of the format `petals`: chat; a streamed call gets the whole answer as one piece. */
export const petals: Adapter = {
  format: 'petals',
  framing: 'sse',
  createDecoder: wholeBodyDecoder,
  endpoints: { chat: { toRequest, fromResponse, stream: textStream(({ data }, { target }) => readAnswer(data, target)) } },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, ['temperature', 'top_p'])
  if (read.failure !== undefined) return read
  const { params, native } = read
  const samples = params.temperature !== undefined || params.top_p !== undefined
  const members: JsonRecord = {
    model: target.model,
    inputs: chatPrompt(read.turns, promptStyle(target.model)),
    max_new_tokens: tokenLimit(params) ?? usualLimit,
    // without sampling the host ignores both numbers
    ...(samples && params.temperature !== 0 && { do_sample: 1 }),
    ...given({ temperature: params.temperature === 0 ? undefined : params.temperature, top_p: params.top_p }),
    ...native,
  }
  const pairs = Object.entries(members).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return {
    method: 'POST',
    url: target.baseUrl.endsWith('/generate') ? target.baseUrl : `${target.baseUrl}/api/v1/generate`,
    headers: { ...requestHeaders(call, target, {}), 'content-type': 'application/x-www-form-urlencoded' },
    body: pairs.join('&'),
  }
}

function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const piece = readAnswer(reply.text(), target)
  return 'failure' in piece ? piece : textReply([piece], call, target)
}

function readAnswer(text: string, target: Target): Outcome<TextPiece> {
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text)
  if (typeof body.outputs === 'string' && body.ok !== false) return { text: body.outputs, finish: 'stop', isLast: true }
  if (body.ok === false || body.error !== undefined) {
    // the last line of a traceback says what went wrong
    const why = textOf(body.traceback)?.trim().split('\n').at(-1) ?? textOf(body.error) ?? 'the host gave no reason'
    return { failure: embeddedFailure({ error: { message: why } }, target, []) }
  }
  return invalidReply(target, 'an answer without `outputs`', text)
}
