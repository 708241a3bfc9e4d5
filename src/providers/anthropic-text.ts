/**
 * Anthropic's legacy text completions (`/v1/complete`), for gateways that still serve them: its own models of that API are
 * retired. Source: Anthropic's text completions reference.
 */
import type { ChatReply } from '../protocol/chat.js'
import { isFault, type Outcome } from '../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, StreamEvent, Target } from './adapter.js'
import { anthropicErrorRules } from './anthropic/errors.js'
import { withBearer } from './shared/bearer.js'
import { chatPrompt, claudeStyle, type Turn } from './shared/chat-prompt.js'
import { invalidReply } from './shared/failure.js'
import { isRecord, parseJson, textOf } from './shared/json.js'
import { requestHeaders } from './shared/request-headers.js'
import { eventObject, type TextPiece, type TextStreamState, textReply, textStream } from './shared/text-answer.js'
import { given, stopTexts, textRequest, tokenLimit } from './shared/text-request.js'
import { embeddedFailure, httpFailure } from './shared/to-failure.js'

/** Tokens of an answer where the caller sets no limit: the API wants one. LiteLLM's figure. */
const usualLimit = 4096

/** Adapter of the format `anthropic-text`: chat, whole and streamed. The API counts no tokens. */
export const anthropicText: Adapter = {
  format: 'anthropic-text',
  framing: 'sse',
  endpoints: { chat: { toRequest, fromResponse, stream: textStream(readPiece) } },
  authorize: (request, credentials) =>
    credentials.kind === 'key'
      ? { ...request, headers: { ...request.headers, 'x-api-key': credentials.key } }
      : withBearer(request, credentials),
  toFailure: (failure, target, now) => httpFailure(failure, target, anthropicErrorRules, now),
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, ['temperature', 'top_p', 'stop', 'user'])
  if (read.failure !== undefined) return read
  const { params, native } = read
  const base = target.baseUrl.replace(/\/v1(\/complete)?$/, '')
  return {
    method: 'POST',
    url: `${base}/v1/complete`,
    headers: requestHeaders(call, target, { 'anthropic-version': '2023-06-01' }),
    body: JSON.stringify({
      model: target.model,
      prompt: chatPrompt(humanFirst(read.turns), claudeStyle),
      max_tokens_to_sample: tokenLimit(params) ?? usualLimit,
      ...given({ temperature: params.temperature, top_p: params.top_p, stop_sequences: stopTexts(params) }),
      ...(textOf(params.user) !== undefined && { metadata: { user_id: params.user } }),
      ...(call.stream && { stream: true }),
      ...native,
    }),
  }
}

/** A prompt begins with the system text, if any, and then with the human. */
function humanFirst(turns: readonly Turn[]): readonly Turn[] {
  const system = turns.filter(({ by }) => by === 'system')
  const others = turns.filter(({ by }) => by !== 'system')
  return others[0]?.by === 'user' ? [...system, ...others] : [...system, { by: 'user', text: '.' }, ...others]
}

function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (body.error !== undefined) return { failure: embeddedFailure(body, target, anthropicErrorRules, reply.headers) }
  if (typeof body.completion !== 'string') return invalidReply(target, 'an answer without a completion', text, reply.headers)
  return textReply([{ text: body.completion.trimStart(), finish: body.stop_reason, id: textOf(body.id) }], call, target)
}

function readPiece(event: StreamEvent, state: TextStreamState): Outcome<TextPiece> | undefined {
  if (event.event === 'ping') return undefined
  const body = eventObject(event, state)
  if (isFault(body)) return body
  if (body.error !== undefined) return { failure: embeddedFailure(body, state.target, anthropicErrorRules) }
  if (body.type === 'ping') return undefined
  const text = typeof body.completion === 'string' ? body.completion : ''
  // the answer begins behind `Assistant:`, with a space
  return {
    text: state.hasText ? text : text.trimStart(),
    finish: body.stop_reason,
    id: textOf(body.id),
    isLast: textOf(body.stop_reason) !== undefined,
  }
}
