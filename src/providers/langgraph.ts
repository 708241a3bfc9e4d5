/**
 * A LangGraph server: the model is an assistant, the answer what its last messages say. Sources: the Agent Server's API
 * reference (`/runs/wait`, `/runs/stream` with `messages-tuple`), LiteLLM's adapter.
 */
import type { ChatReply } from '../protocol/chat.js'
import type { Outcome } from '../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, StreamEvent, Target } from './adapter.js'
import { contentText } from './shared/content-text.js'
import { badRequest, invalidReply } from './shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from './shared/json.js'
import { requestHeaders } from './shared/request-headers.js'
import { type TextPiece, type TextStreamState, textReply, textStream, textUsage } from './shared/text-answer.js'
import { textRequest } from './shared/text-request.js'
import { embeddedFailure, httpFailure } from './shared/to-failure.js'

/** Adapter of the format `langgraph`: chat, whole and streamed. */
export const langgraph: Adapter = {
  format: 'langgraph',
  framing: 'sse',
  // a run tells its end by closing the connection
  endpoints: { chat: { toRequest, fromResponse, stream: textStream(readPiece, (state) => state.hasText) } },
  // Differs: LiteLLM sends the key as a bearer token only; the server reads `x-api-key`, a gateway before it may read the other
  authorize: (request, credentials) =>
    credentials.kind === 'key'
      ? { ...request, headers: { ...request.headers, 'x-api-key': credentials.key, authorization: `Bearer ${credentials.key}` } }
      : request,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, ['metadata'])
  if (read.failure !== undefined) return read
  const messages: JsonRecord[] = []
  for (const message of recordsOf(call.request.messages)) {
    const content = contentText(message.content, target)
    if (typeof content !== 'string') return content
    messages.push({ role: roleOf(message.role), content, ...(isRecord(message.metadata) && { metadata: message.metadata }) })
  }
  const { assistant_id: assistant, ...native } = read.native
  if (assistant !== undefined && assistant !== target.model) {
    return badRequest(target, '`assistant_id` is the model of this deployment and cannot be set by a request', 'assistant_id')
  }
  return {
    method: 'POST',
    url: `${target.baseUrl}/runs/${call.stream ? 'stream' : 'wait'}`,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({
      assistant_id: target.model,
      input: { messages },
      ...(isRecord(read.params.metadata) && { metadata: read.params.metadata }),
      ...(call.stream && { stream_mode: 'messages-tuple' }),
      ...native,
    }),
  }
}

function roleOf(role: unknown): string {
  if (role === 'assistant') return 'assistant'
  return role === 'system' || role === 'developer' ? 'system' : 'human'
}

function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  const error = body.__error__ ?? body.error
  if (error !== undefined) return { failure: embeddedFailure(errorOf(error), target, [], reply.headers) }
  const state = isRecord(body.values) ? body.values : body
  const all = recordsOf(state.messages)
  const answers = all.slice(all.findLastIndex(isHuman) + 1).filter(isAnswer)
  const last = answers.findLast((message) => messageText(message) !== '') ?? answers.at(-1)
  if (last === undefined) return invalidReply(target, 'a state without an answer in its `messages`', text, reply.headers)
  const usage = answers.map(usageOf).reduce(added, undefined)
  return textReply([{ text: messageText(last), finish: finishOf(last), usage, id: textOf(last.id) }], call, target)
}

const isHuman = ({ type, role }: JsonRecord): boolean => type === 'human' || role === 'user' || role === 'human'
const isAnswer = ({ type, role }: JsonRecord): boolean => type === 'ai' || type === 'AIMessageChunk' || role === 'assistant'

/** Text, or the text parts of a list. */
function messageText({ content }: JsonRecord): string {
  if (typeof content === 'string') return content
  return listOf(content)
    .map((part) => (typeof part === 'string' ? part : isRecord(part) && typeof part.text === 'string' ? part.text : ''))
    .join('')
}

function finishOf({ response_metadata: told }: JsonRecord): unknown {
  return isRecord(told) ? (told.finish_reason ?? told.stop_reason) : undefined
}

function usageOf({ usage_metadata: told }: JsonRecord) {
  return isRecord(told) ? textUsage(told.input_tokens, told.output_tokens) : undefined
}

/** A run may ask models several times; all of it is paid for. */
function added(sum: TextPiece['usage'], one: TextPiece['usage']): TextPiece['usage'] {
  if (sum === undefined || one === undefined) return sum ?? one
  return textUsage(sum.prompt_tokens + one.prompt_tokens, sum.completion_tokens + one.completion_tokens)
}

function errorOf(error: unknown): JsonRecord {
  return { error: isRecord(error) ? { ...error, code: error.error } : { message: String(error) } }
}

/** `messages` carries a message, or a piece of one, and what made it; messages that came in pieces may come whole once more. */
function readPiece({ event, data }: StreamEvent, state: TextStreamState): Outcome<TextPiece> | undefined {
  if (event === 'end') return { isLast: true }
  const value = parseJson(data)
  if (value === undefined || (!isRecord(value) && !Array.isArray(value))) {
    return invalidReply(state.target, 'a stream event that is not JSON', data)
  }
  if (event === 'error') return { failure: embeddedFailure(errorOf(value), state.target, []) }
  const message = event.startsWith('messages') && Array.isArray(value) ? value[0] : undefined
  if (!isRecord(message) || !isAnswer(message)) return undefined // metadata, results of tools, the caller's own words
  const id = textOf(message.id)
  const isPiece = message.type === 'AIMessageChunk'
  const isRepeated = !isPiece && id !== undefined && listOf(state.seen.ids).includes(id)
  if (id !== undefined && !isRepeated) state.seen.ids = [...listOf(state.seen.ids).slice(-50), id]
  const usage = isRepeated ? undefined : usageOf(message)
  return { text: isRepeated ? '' : messageText(message), finish: finishOf(message), usage: usage && added(state.usage, usage), id }
}
