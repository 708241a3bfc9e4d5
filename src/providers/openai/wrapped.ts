/** Codecs of hosts that speak OpenAI's format inside a wrapping of their own: small functions put it on and take it off. */
import type { ChatChunk, ChatReply } from '../../protocol/chat.js'
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpHeaders, HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, StreamCodec, Target } from '../adapter.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf } from '../shared/json.js'
import { hasError, settledReply } from './chat-reply.js'
import { type Built, chatBody, openAiHeaders } from './chat-request.js'
import { type ChatStreamState, chatStream, foldChunk } from './chat-stream.js'
import { embeddingBody, settledEmbeddings } from './embeddings.js'

/** What is the host's own about its chat. Bodies, answers and events are the codec's own copies and may be edited in place. */
export type ChatWrapping<Memo> = {
  url(call: Call<'chat'>, target: Target): Outcome<string>
  /** OpenAI's body, settled by the quirks of the row, as it is sent. */
  body?(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord>
  headers?(call: Call<'chat'>, target: Target): HttpHeaders
  /** The host's whole answer as OpenAI's; what is not understood stays as it is. */
  answer?(body: JsonRecord, call: Call<'chat'>, target: Target): JsonRecord
  /** What {@link ChatWrapping.event} remembers from event to event. */
  memo?(call: Call<'chat'>): Memo
  /** An event of the stream as OpenAI's chunk. */
  event?(event: JsonRecord, memo: Memo, call: Call<'chat'>): JsonRecord
}

/** A fold with the memory of its wrapping. */
export type WrappedState<Memo> = { readonly fold: ChatStreamState; readonly memo: Memo | undefined }

/** The chat codec of a host. */
export function wrappedChat<Memo = undefined>(wrapping: ChatWrapping<Memo>): EndpointCodec<'chat', WrappedState<Memo>> {
  return {
    toRequest: (call, target) => chatRequest(wrapping, call, target),
    fromResponse: (reply, call, target) => chatAnswer(wrapping, reply, call, target),
    stream: wrappedStream(wrapping),
  }
}

function chatRequest<Memo>(wrapping: ChatWrapping<Memo>, call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const url = wrapping.url(call, target)
  if (isFault(url)) return url
  const plain = chatBody(call, target)
  if (plain.body === undefined) return plain
  const members: JsonRecord = plain.body
  if (members.n === 1) delete members.n // says nothing, and not every model behind these hosts takes it
  const built = wrapping.body?.(members, call, target) ?? { body: members }
  if (built.body === undefined) return built
  const headers = { ...wrapping.headers?.(call, target), ...openAiHeaders(call, target) }
  return { method: 'POST', url, headers, body: JSON.stringify(built.body) }
}

function chatAnswer<Memo>(wrapping: ChatWrapping<Memo>, reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const body = parseJson(reply.text())
  const answer = settledReply(isRecord(body) ? (wrapping.answer?.(body, call, target) ?? body) : body, reply, call, target)
  if (isFault(answer) || answer.choices.length > 0) return answer
  return invalidReply(target, 'an answer without choices', reply.text(), reply.headers)
}

function wrappedStream<Memo>(wrapping: ChatWrapping<Memo>): StreamCodec<'chat', WrappedState<Memo>> {
  return {
    start: (call, target) => ({ fold: chatStream.start(call, target), memo: wrapping.memo?.(call) }),
    fromEvent({ fold, memo }, event) {
      if (wrapping.event === undefined || fold.isDone || event.event === 'error' || /^\s*(\[DONE\]\s*)?$/.test(event.data))
        return chatStream.fromEvent(fold, event)
      const parsed = parseJson(event.data)
      if (!isRecord(parsed)) return invalidReply(fold.target, 'a stream event that is not JSON', event.data)
      return openAndFold(fold, wrapping.event(parsed, memo as Memo, fold.call)) // made by `memo` of the same wrapping, where there is one
    },
    end: ({ fold }) => chatStream.end(fold),
    isDone: ({ fold }) => chatStream.isDone(fold),
  }
}

/** A stream begins with the role, also where the host begins with the text. */
function openAndFold(fold: ChatStreamState, chunk: JsonRecord): Outcome<readonly ChatChunk[]> {
  const [choice, ...others] = recordsOf(chunk.choices)
  const speaks = choice !== undefined && others.length === 0 && isRecord(choice.delta) && choice.delta.role === undefined
  if (fold.choices.length > 0 || !speaks || hasError(chunk)) return foldChunk(fold, chunk)
  const opening = foldChunk(fold, {
    ...chunk,
    choices: [{ index: choice.index, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  })
  const said = foldChunk(fold, chunk)
  return isFault(opening) ? opening : isFault(said) ? said : [...opening, ...said]
}

/** What is the host's own about its embeddings. */
export type EmbeddingWrapping = {
  url(call: Call<'embeddings'>, target: Target): Outcome<string>
  body?(body: JsonRecord, call: Call<'embeddings'>, target: Target): Built<JsonRecord>
  headers?(call: Call<'embeddings'>, target: Target): HttpHeaders
  answer?(body: unknown, call: Call<'embeddings'>, target: Target): unknown
}

/** The embeddings codec of a host. */
export function wrappedEmbeddings(wrapping: EmbeddingWrapping): EndpointCodec<'embeddings', never> {
  return {
    toRequest(call, target) {
      const url = wrapping.url(call, target)
      if (isFault(url)) return url
      const plain = embeddingBody(call, target)
      if (plain.body === undefined) return plain
      const built = wrapping.body?.(plain.body, call, target) ?? plain
      if (built.body === undefined) return built
      const headers = { ...wrapping.headers?.(call, target), ...openAiHeaders(call, target) }
      return { method: 'POST', url, headers, body: JSON.stringify(built.body) }
    },
    fromResponse(reply, call, target): Outcome<EmbeddingReply> {
      const body = parseJson(reply.text())
      return settledEmbeddings(wrapping.answer?.(body, call, target) ?? body, reply, call, target)
    },
  }
}
