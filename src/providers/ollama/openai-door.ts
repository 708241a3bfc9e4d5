/**
 * The OpenAI door of an Ollama server, for deployments whose base URL names it (`…/v1`). Answers in OpenAI's form are read
 * as such wherever they come from: servers that stand in for Ollama give them too.
 */
import type { ChatChunk } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, StreamCodec, Target } from '../adapter.js'
import { chatRequest } from '../openai/chat-request.js'
import { chatStream } from '../openai/chat-stream.js'
import { embeddings } from '../openai/embeddings.js'
import { ollamaEmbeddings } from './embeddings.js'
import { ollamaRequest } from './request.js'
import { type OllamaStreamState, ollamaStream } from './stream.js'

type DoorState = { readonly call: Call<'chat'>; readonly target: Target; readonly own: OllamaStreamState; openAi: OpenAiState | undefined }
type OpenAiState = ReturnType<typeof chatStream.start>

const none: readonly ChatChunk[] = []

/** True for a base URL that names the OpenAI door. */
export function namesDoor({ baseUrl }: Target): boolean {
  return /\/v1(\/chat\/completions|\/embeddings)?\/*$/.test(baseUrl)
}

/** The request in the form of the door that the base URL names. */
export function eitherRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  return namesDoor(target) ? chatRequest(call, target) : ollamaRequest(call, target)
}

/** Embeddings through the door that the base URL names. */
export const eitherEmbeddings: EndpointCodec<'embeddings', never> = {
  toRequest: (call, target) => (namesDoor(target) ? embeddings : ollamaEmbeddings).toRequest(call, target),
  fromResponse: (reply, call, target) => (namesDoor(target) ? embeddings : ollamaEmbeddings).fromResponse(reply, call, target),
}

/** The fold over lines of either form; the first line that says something decides. */
export const eitherStream: StreamCodec<'chat', DoorState> = {
  start: (call, target) => ({ call, target, own: ollamaStream.start(call, target), openAi: undefined }),
  fromEvent(state, event) {
    const line = sseLine(event.data)
    if (state.own.isStarted || (line === undefined && state.openAi === undefined)) return ollamaStream.fromEvent(state.own, event)
    if (line !== undefined && line.data === undefined) return none
    state.openAi ??= chatStream.start(state.call, state.target)
    return chatStream.fromEvent(state.openAi, { event: '', data: line?.data ?? event.data })
  },
  end: (state): Outcome<readonly ChatChunk[]> => (state.openAi === undefined ? ollamaStream.end(state.own) : chatStream.end(state.openAi)),
  isDone: (state) => (state.openAi === undefined ? ollamaStream.isDone(state.own) : chatStream.isDone(state.openAi)),
}

/** A line of a server-sent event stream; `data` is undefined for names and comments. Undefined for any other line. */
function sseLine(text: string): { readonly data?: string } | undefined {
  if (text.startsWith('data:')) return { data: text.slice(5).trim() }
  return /^(event:|id:|retry:|:)/.test(text) ? {} : undefined
}
