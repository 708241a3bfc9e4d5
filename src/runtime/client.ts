/** The client behind a generated one: turns a body and options into a run of the attempt loop. */
import { isFault } from '../protocol/failure.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import type { OpenAnswerStream } from './answer-stream.js'
import { runCall } from './attempt-loop.js'
import { chatKind, OpenChatStream } from './chat-stream.js'
import type { Streamed } from './chunk-source.js'
import type { Client } from './client-shape.js'
import type { ApiPromise, ClientOptions, ClientParts, Reply, RequestOptions, ResponseInfo } from './client-types.js'
import { createEngine, type Engine } from './engine.js'
import type { ClientModels } from './model-types.js'
import { createRun, type Run, type Site } from './run.js'
import { attemptStream, type OpenStream } from './stream-attempt.js'
import type { StreamKind } from './stream-kind.js'
import { attemptWhole } from './whole-attempt.js'
import { withMeta, withRerankMeta } from './with-meta.js'

type Options = RequestOptions | undefined
type Asked<E extends Endpoint> = Promise<Reply<Endpoints[E]['reply']>>

/** Opens a stream, or rejects with the error of the call. */
type Opening<E extends Streamed> = (engine: Engine, body: Endpoints[E]['request'], options: Options) => Promise<Stream>
type Stream = OpenAnswerStream<Streamed>

const whole = { attempt: attemptWhole, releasedBy: 'loop' } as const

/** A client over a Plan. Reads the environment now; connects on the first call. */
export function createClient<M extends ClientModels>(parts: ClientParts, options: ClientOptions = {}): Client<M> {
  const engine = createEngine(parts, options)
  let closed = false
  const refuse = (): Promise<never> => Promise.reject(new Error('this client was closed; create another one'))

  /** A function of an endpoint that answers whole. `files` are the members that hold files. */
  const answers =
    <E extends Endpoint>(endpoint: E, files?: readonly string[]) =>
    (body: Endpoints[E]['request'], settings?: RequestOptions) =>
      replyPromise(
        closed
          ? refuse()
          : files === undefined
            ? callWhole(engine, endpoint, body, settings)
            : callWithFiles(engine, endpoint, files, body, settings),
      )

  /** A function of an endpoint that answers whole or, with `stream: true`, in pieces. */
  const streams = <E extends Streamed>(endpoint: E, open: Opening<E>) => {
    const create = answers(endpoint)
    return (body: Endpoints[E]['request'], settings?: RequestOptions) =>
      // A body that is missing altogether is refused like any other bad request.
      body?.stream === true ? streamPromise(closed ? refuse() : open(engine, body, settings)) : create(body, settings)
  }

  const createChat = streams('chat', openChat)
  const rerank = answers('rerank')
  const client = {
    chat: { completions: { create: createChat } },
    completion: createChat,
    completions: { create: streams('completions', openCompletion) },
    responses: { create: streams('responses', openResponse) },
    embeddings: { create: answers('embeddings') },
    images: { generate: answers('images'), edit: answers('imageEdits', ['image', 'mask']) },
    audio: {
      transcriptions: { create: answers('transcriptions', ['file']) },
      translations: { create: answers('translations', ['file']) },
      speech: { create: answers('speech') },
    },
    moderations: { create: answers('moderations') },
    rerank: Object.assign(rerank, { create: rerank }),
    tokens: { count: answers('tokens') },
    close: () => {
      closed = true
      return engine.transport.close()
    },
  } satisfies { readonly [K in keyof Client<M>]: unknown }
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
    get completions() {
      return client().completions
    },
    get responses() {
      return client().responses
    },
    get embeddings() {
      return client().embeddings
    },
    get images() {
      return client().images
    },
    get audio() {
      return client().audio
    },
    get moderations() {
      return client().moderations
    },
    get rerank() {
      return client().rerank
    },
    get tokens() {
      return client().tokens
    },
    close: () => (made === undefined ? Promise.resolve() : made.close()),
  }
}

async function callWhole<E extends Endpoint>(engine: Engine, endpoint: E, body: Endpoints[E]['request'], options: Options): Asked<E> {
  const run = startRun(engine, endpoint, body, options, false)
  const { reply, meta } = await runCall(run, whole)
  return endpoint === 'rerank' ? withRerankMeta(reply, meta) : withMeta(reply, meta)
}

async function callWithFiles<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  files: readonly string[],
  body: Endpoints[E]['request'],
  options: Options,
): Asked<E> {
  const { readUploads } = await import('./uploads.js')
  const read = typeof body === 'object' && body !== null ? await readUploads(body, files) : body
  if (isFault(read)) throw engine.errors.create(read.failure, [])
  return callWhole(engine, endpoint, read, options)
}

async function openChat(engine: Engine, body: Endpoints['chat']['request'], options: Options): Promise<Stream> {
  return new OpenChatStream(await openStream(engine, 'chat', chatKind, body, options), chatKind)
}

async function openCompletion(engine: Engine, body: Endpoints['completions']['request'], options: Options): Promise<Stream> {
  const { completionKind: kind, OpenCompletionStream } = await import('./completion-stream.js')
  return new OpenCompletionStream(await openStream(engine, 'completions', kind, body, options), kind)
}

async function openResponse(engine: Engine, body: Endpoints['responses']['request'], options: Options): Promise<Stream> {
  const { responsesKind: kind, OpenResponsesStream } = await import('./responses-stream.js')
  return new OpenResponsesStream(await openStream(engine, 'responses', kind, body, options), kind)
}

async function openStream<E extends Streamed>(
  engine: Engine,
  endpoint: E,
  kind: StreamKind<E>,
  body: Endpoints[E]['request'],
  options: Options,
): Promise<OpenStream<E>> {
  const run = startRun(engine, endpoint, body, options, true)
  return runCall(run, { attempt: (site: Site<E>) => attemptStream(site, kind), releasedBy: 'reader' })
}

function startRun<E extends Endpoint>(
  engine: Engine,
  endpoint: E,
  body: Endpoints[E]['request'],
  options: Options,
  streaming: boolean,
): Run<E> {
  const run = createRun(engine, endpoint, body, options, streaming)
  if (isFault(run)) throw engine.errors.create(run.failure, [])
  return run
}

function replyPromise<T extends object>(promise: Promise<Reply<T>>): ApiPromise<Reply<T>> {
  return withResponse(promise, ({ meta }) => ({ status: meta.attempts.at(-1)?.status ?? 200, headers: meta.headers }))
}

function streamPromise(promise: Promise<Stream>): ApiPromise<Stream> {
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
