/**
 * NLP Cloud's text generation. Sources: its API reference, LiteLLM's adapter. The form of its streams is documented nowhere
 * that could be checked, so that a streamed call gets the whole answer as one piece.
 */
import type { ChatReply } from '../protocol/chat.js'
import type { Outcome } from '../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, Target } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { chatPrompt, promptStyle } from './shared/chat-prompt.js'
import { invalidReply } from './shared/failure.js'
import { isRecord, parseJson } from './shared/json.js'
import { segments } from './shared/path-segments.js'
import { requestHeaders } from './shared/request-headers.js'
import { type TextPiece, textReply, textStream, textUsage, wholeBodyDecoder } from './shared/text-answer.js'
import { given, stopTexts, textRequest, tokenLimit } from './shared/text-request.js'
import { embeddedFailure, httpFailure } from './shared/to-failure.js'

/** Adapter of the format `nlp-cloud`: chat. */
export const nlpCloud: Adapter = {
  format: 'nlp-cloud',
  framing: 'sse',
  createDecoder: wholeBodyDecoder,
  endpoints: { chat: { toRequest, fromResponse, stream: textStream(({ data }, { target }) => readAnswer(data, target)) } },
  authorize: (request, credentials) =>
    credentials.kind === 'key'
      ? { ...request, headers: { ...request.headers, authorization: `Token ${credentials.key}` } }
      : withBearer(request, credentials),
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}

/** Differs: LiteLLM sends `stop_sequences` and penalties, which the API does not know; it knows one `end_sequence`. */
function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, ['temperature', 'top_p', 'stop'], (params) =>
    (stopTexts(params)?.length ?? 0) > 1 ? [{ name: 'stop', why: 'only one sequence' }] : [],
  )
  if (read.failure !== undefined) return read
  const { params, native } = read
  const stop = stopTexts(params)?.slice(0, 1)[0]
  return {
    method: 'POST',
    url: `${target.baseUrl}/${segments(target.model)}/generation`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({
      text: chatPrompt(read.turns, promptStyle(target.model)),
      ...given({ max_length: tokenLimit(params), temperature: params.temperature, top_p: params.top_p, end_sequence: stop }),
      remove_input: true,
      ...(stop !== undefined && { remove_end_sequence: true }),
      ...native,
    }),
  }
}

function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const piece = readAnswer(reply.text(), target)
  return 'failure' in piece ? piece : textReply([piece], call, target)
}

function readAnswer(text: string, target: Target): Outcome<TextPiece> {
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text)
  if (typeof body.generated_text === 'string') {
    const usage = textUsage(body.nb_input_tokens, body.nb_generated_tokens)
    return { text: body.generated_text, finish: 'stop', usage, isLast: true }
  }
  if (body.error !== undefined || body.detail !== undefined) return { failure: embeddedFailure(body, target, []) }
  return invalidReply(target, 'an answer without `generated_text`', text)
}
