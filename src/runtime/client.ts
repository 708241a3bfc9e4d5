/** The client behind a generated one: turns a body and options into a run of the attempt loop. */
import { isFault } from '../protocol/failure.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import { runCall } from './attempt-loop.js'
import type { Client } from './client-shape.js'
import type { ApiPromise, ClientOptions, ClientParts, Reply, RequestOptions, ResponseInfo } from './client-types.js'
import { createEngine, type Engine } from './engine.js'
import type { Caching, CallerStream } from './feature.js'
import type { ClientModels } from './model-types.js'
import type { Platform } from './platform/platform.js'
import { type Asked, plainRun, type Run } from './run.js'
import type { Streamed } from './streams/chunk-source.js'
import { type Answer, attemptWhole } from './whole-attempt.js'
import { withMeta, withRerankMeta } from './with-meta.js'

type Options = RequestOptions | undefined
type Replied<E extends Endpoint> = Promise<Reply<Endpoints[E]['reply']>>

type Stream = CallerStream<Streamed>
/** What the calls of a client share; the cache of those that have one. */
type Core = { readonly engine: Engine; readonly caching: Caching | undefined }

const whole = { attempt: attemptWhole, releasedBy: 'loop' } as const
const askWhole = <E extends Endpoint>(run: Run<E>) => runCall<E, Answer<E>>(run, whole)

/** A client over a Plan. Reads the environment now; connects on the first call. */
export function createClientOn<M extends ClientModels>(platform: Platform, parts: ClientParts, options: ClientOptions = {}): Client<M> {
  const engine = createEngine(platform, parts, options)
  const core: Core = { engine, caching: engine.features.find((feature) => feature.caching !== undefined)?.caching?.(engine) }
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
            ? callWhole(core, endpoint, body, settings)
            : callWithFiles(core, endpoint, files, body, settings),
      )

  /** A function of an endpoint that answers whole or, with `stream: true`, in pieces. */
  const streams = <E extends Streamed>(endpoint: E) => {
    const create = answers(endpoint)
    return (body: Endpoints[E]['request'], settings?: RequestOptions) =>
      // A body that is missing altogether is refused like any other bad request.
      body?.stream === true ? streamPromise(closed ? refuse() : openStream(core, endpoint, body, settings)) : create(body, settings)
  }

  const createChat = streams('chat')
  const rerank = answers('rerank')
  const client = {
    chat: { completions: { create: createChat } },
    completion: createChat,
    completions: { create: streams('completions') },
    responses: { create: streams('responses') },
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
      for (const close of engine.closing.splice(0)) close()
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

async function callWhole<E extends Endpoint>(
  { engine, caching }: Core,
  endpoint: E,
  body: Endpoints[E]['request'],
  options: Options,
): Replied<E> {
  const asked = { engine, endpoint, body, options, streaming: false }
  const run = plainRun(asked) ?? (await otherRun(asked))
  engine.trace?.called(run)
  const { reply, meta } = await (caching === undefined ? runCall(run, whole) : caching.whole(run, askWhole<E>))
  return endpoint === 'rerank' ? withRerankMeta(reply, meta) : withMeta(reply, meta)
}

async function callWithFiles<E extends Endpoint>(
  core: Core,
  endpoint: E,
  files: readonly string[],
  body: Endpoints[E]['request'],
  options: Options,
): Replied<E> {
  const { readUploads } = await import('./uploads.js')
  const read = typeof body === 'object' && body !== null ? await readUploads(body, files) : body
  if (isFault(read)) throw (await import('./create-run.js')).refusal(core.engine, read.failure)
  return callWhole(core, endpoint, read, options)
}

let openings: typeof import('./streams/open-streams.js')['openings'] | undefined

async function openStream<E extends Streamed>(
  { engine, caching }: Core,
  endpoint: E,
  body: Endpoints[E]['request'],
  options: Options,
): Promise<Stream> {
  const asked = { engine, endpoint, body, options, streaming: true }
  const run = plainRun(asked) ?? (await otherRun(asked))
  engine.trace?.called(run)
  if (caching !== undefined) return caching.stream(run)
  openings ??= (await import('./streams/open-streams.js')).openings
  return openings[endpoint](run)
}

let creating: typeof import('./create-run.js') | undefined

/** A call that is more than a plain one. Rejects with the error of one that cannot begin. */
async function otherRun<E extends Endpoint>(asked: Asked<E>): Promise<Run<E>> {
  creating ??= await import('./create-run.js')
  return creating.beginRun(asked)
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
