/** The client behind a generated one: turns a body and options into a run of the attempt loop. */
import type { ChatReply, ChatRequest } from '../protocol/chat.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import { isFault } from '../protocol/failure.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import { type Making, runCall } from './attempt-loop.js'
import { OpenChatStream } from './chat-stream.js'
import type {
  ApiPromise,
  ChatStream,
  Client,
  ClientModels,
  ClientOptions,
  ClientParts,
  Reply,
  RequestOptions,
  ResponseInfo,
} from './client-types.js'
import { createEngine, type Engine } from './engine.js'
import { createRun, type Run } from './run.js'
import { attemptStream, type OpenStream } from './stream-attempt.js'
import { type Answer, attemptWhole } from './whole-attempt.js'
import { withMeta } from './with-meta.js'

const wholeChat: Making<'chat', Answer<'chat'>> = { attempt: attemptWhole, releasedBy: 'loop' }
const wholeEmbeddings: Making<'embeddings', Answer<'embeddings'>> = { attempt: attemptWhole, releasedBy: 'loop' }
const streamedChat: Making<'chat', OpenStream> = { attempt: attemptStream, releasedBy: 'reader' }

/** A client over a Plan. Reads the environment now; connects on the first call. */
export function createClient<M extends ClientModels>(parts: ClientParts, options: ClientOptions = {}): Client<M> {
  const engine = createEngine(parts, options)
  let closed = false
  const refuse = (): Promise<never> => Promise.reject(new Error('this client was closed; create another one'))
  const createChat = (body: ChatRequest, settings?: RequestOptions): ApiPromise<Reply<ChatReply> | ChatStream> => {
    // A body that is missing altogether is refused below like any other bad request.
    if (body?.stream === true) return streamPromise(closed ? refuse() : openStream(engine, body, settings))
    return replyPromise(closed ? refuse() : callWhole(engine, 'chat', wholeChat, body, settings))
  }
  const createEmbedding = (body: EmbeddingRequest, settings?: RequestOptions): ApiPromise<Reply<EmbeddingReply>> => {
    return replyPromise(closed ? refuse() : callEmbeddings(engine, body, settings))
  }
  const client = {
    chat: { completions: { create: createChat } },
    completion: createChat,
    embeddings: { create: createEmbedding },
    close: () => {
      closed = true
      return engine.transport.close()
    },
  }
  // `M` only narrows names and parameters for the checker; the functions take every name and check it when called.
  return client as unknown as Client<M>
}

/** A client that is made on its first use, so that importing it has no effect. */
export function lazyClient<M extends ClientModels>(make: () => Client<M>): Client<M> {
  let made: Client<M> | undefined
  const client = () => {
    made ??= make()
    return made
  }
  return {
    get chat() {
      return client().chat
    },
    get completion() {
      return client().completion
    },
    get embeddings() {
      return client().embeddings
    },
    close: () => (made === undefined ? Promise.resolve() : made.close()),
  }
}

async function callWhole<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  making: Making<E, Answer<E>>,
  body: Endpoints[E]['request'],
  options: RequestOptions | undefined,
): Promise<Reply<Endpoints[E]['reply']>> {
  const run = startRun(engine, endpoint, body, options, false)
  const { reply, meta } = await runCall(run, making)
  return withMeta(reply, meta)
}

function callEmbeddings(engine: Engine, body: EmbeddingRequest, options: RequestOptions | undefined): Promise<Reply<EmbeddingReply>> {
  return callWhole(engine, 'embeddings', wholeEmbeddings, body, options)
}

async function openStream(engine: Engine, body: ChatRequest, options: RequestOptions | undefined): Promise<OpenChatStream> {
  const run = startRun(engine, 'chat', body, options, true)
  const open = await runCall(run, streamedChat)
  return new OpenChatStream(open, run.prepared.request.stream_options?.include_usage === true)
}

function startRun<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  body: Endpoints[E]['request'],
  options: RequestOptions | undefined,
  streaming: boolean,
): Run<E> {
  const run = createRun(engine, endpoint, body, options, streaming)
  if (isFault(run)) throw engine.errors.create(run.failure, [])
  return run
}

function replyPromise<T extends object>(promise: Promise<Reply<T>>): ApiPromise<Reply<T>> {
  return withResponse(promise, ({ meta }) => ({ status: meta.attempts.at(-1)?.status ?? 200, headers: meta.headers }))
}

function streamPromise(promise: Promise<OpenChatStream>): ApiPromise<OpenChatStream> {
  return withResponse(promise, (stream) => stream.response)
}

function withResponse<T extends { readonly meta: Reply<object>['meta'] }>(
  promise: Promise<T>,
  infoOf: (data: T) => ResponseInfo,
): ApiPromise<T> {
  return Object.assign(promise, {
    withResponse: async () => {
      const data = await promise
      return { data, response: infoOf(data), request_id: data.meta.requestId }
    },
  })
}
