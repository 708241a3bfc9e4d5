/** The public shape of a client. Emitted code fills in the model tables; nothing here names undici, Node or the DOM. */
import type { Plan, Secrets, StrategyName } from '../plan/plan.js'
import type { ChatChunk, ChatReply, ChatRequest } from '../protocol/chat.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import type { ErrorSet } from '../protocol/errors.js'
import type { AbortSignalLike, HttpHeaders, Transport } from '../protocol/http.js'
import type { ChatMessage, ReasoningEffort, ResponseFormat } from '../protocol/messages.js'
import type { Adapter } from '../providers/adapter.js'
import type { RouterEvent } from './events.js'
import type { Strategy } from './strategies/strategy.js'

/** A feature that a model may be known to lack. */
export type Feature = 'tools' | 'vision' | 'json_schema' | 'reasoning'

/**
 * Tables of public model names by mode. Each property is a name, its type the union of features the model is
 * known to lack (`never` where none is). `wildcards` hold names with `*` the same way, as the config writes them.
 */
export type ClientModels = {
  readonly chat: object
  readonly embedding: object
  readonly wildcards?: { readonly chat?: object; readonly embedding?: object }
}

/** What a generated client hands to `createClient`. */
export type ClientParts = {
  readonly plan: Plan
  readonly adapters: { readonly [format: string]: Adapter }
  readonly strategies: { readonly [S in StrategyName]?: Strategy }
  readonly errors?: ErrorSet
}

/** Settings of one client; every one has a default. */
export type ClientOptions = {
  /** Environment the client reads keys and settings from. Default: `process.env`, where there is one. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Values of the Plan's secret slots. */
  readonly secrets?: Secrets
  /** Clock in milliseconds. Default `Date.now`. */
  readonly now?: () => number
  /** Random numbers in [0, 1). Default `Math.random`. */
  readonly random?: () => number
  /** Waits; tests replace it. Resolves early when `signal` aborts. Default: a timer. */
  readonly sleep?: (ms: number, signal?: AbortSignalLike) => Promise<void>
  /** Default: undici, one keep-alive pool per origin. */
  readonly transport?: Transport
  /** Called for each attempt, pick, wait, fallback and outcome. Must not throw. */
  readonly onEvent?: (event: RouterEvent) => void
  /** Error classes to throw; `openaiErrors` of `llmgen/openai-errors` makes them `instanceof` the `openai` package's. */
  readonly errors?: ErrorSet
}

/** Second argument of a call, as in the OpenAI SDK. Wins over the same setting in the body. */
export type RequestOptions = {
  /** Total time of one attempt, **milliseconds**. */
  readonly timeout?: number
  /** Retries per model group. */
  readonly maxRetries?: number
  readonly signal?: AbortSignalLike | null
  /** Headers added to the provider request. */
  readonly headers?: HttpHeaders
}

/** Parameters of the body that steer the call and are not sent to the provider. LiteLLM's names; times in **seconds**. */
export type BodyOptions<Name extends string> = {
  /** Model groups tried in order when the model fails; replaces the config's chain. */
  fallbacks?: readonly (Name | ({ model: Name } & { [param: string]: unknown }))[]
  /** Retries per model group. */
  num_retries?: number
  /** Total time of one attempt, **seconds**. */
  timeout?: number
  /** Answers with this text without a call. */
  mock_response?: string
  /** Remove parameters that the target does not take, instead of an `UnsupportedParamsError`. */
  drop_params?: boolean
}

/** One attempt of a call. */
export type Attempt = {
  readonly deploymentId: string
  readonly group: string
  readonly provider: string
  /** `ok`, or the kind of failure. */
  readonly outcome: string
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly durationMs: number
}

/** What llmgen knows about an answer; on replies a non-enumerable property. */
export type Meta = {
  readonly deploymentId: string
  readonly provider: string
  /** Upstream model as the deployment names it. */
  readonly model: string
  /** Group that answered; differs from the asked one after a fallback. */
  readonly group: string
  /** US dollars; undefined where the price is unknown, and `costReason` says why. */
  readonly cost: number | undefined
  /** Integer nano-dollars (1e-9 USD). */
  readonly costNanoUsd: number | undefined
  readonly costReason: string | undefined
  readonly attempts: readonly Attempt[]
  /** Fallback groups tried, in order. */
  readonly fallbacks: readonly string[]
  /** From call to whole answer, or to the end of the stream. */
  readonly latencyMs: number
  /** To the first content of a stream. */
  readonly timeToFirstTokenMs: number | undefined
  readonly requestId: string | null
  /** Headers of the provider's answer. */
  readonly headers: HttpHeaders
}

/** What every reply carries beside the provider's answer. */
export type WithMeta = { readonly meta: Meta }
/** An answer with its {@link Meta}, which is not enumerable. */
export type Reply<T> = T & WithMeta

/** The HTTP side of an answer. */
export type ResponseInfo = { readonly status: number; readonly headers: HttpHeaders }

/** A promise that also gives the HTTP response. */
export interface ApiPromise<T> extends Promise<T> {
  withResponse(): Promise<{ data: T; response: ResponseInfo; request_id: string | null }>
}

/** A stream of chunks. Iterate once. */
export interface ChatStream extends AsyncIterable<ChatChunk> {
  /** Stops the answer: the provider connection is closed, iteration ends. */
  abort(): void
  /** Reads to the end and returns the whole answer. */
  finalMessage(): Promise<Reply<ChatReply>>
  /** Complete once the stream has ended; before that cost and latency are those so far. */
  readonly meta: Meta
}

/** The exact names of a table. */
export type Names<Table> = Extract<keyof Table, string>

/** Every text that a pattern with `*` stands for: `openai/*` is `` `openai/${string}` ``. */
export type Matching<Pattern extends string> = Pattern extends `${infer Head}*${infer Tail}` ? `${Head}${string}${Matching<Tail>}` : Pattern

/**
 * A closed union of model names. Patterns are intersected with an empty record: the compiler would else swallow the exact
 * names that a pattern covers, and editors would no longer offer them. (`{}` does not survive a generic type.)
 */
export type ModelName<Table, Wildcards = unknown> =
  | Names<Table>
  | { [P in Names<Wildcards>]: Matching<P> & Record<never, never> }[Names<Wildcards>]

/** Names of a table that are known to lack a feature. */
type Lacking<Table, F extends Feature> = { [N in Names<Table>]: F extends Table[N] ? N : never }[Names<Table>]
type LackingMatch<Wildcards, F extends Feature> = {
  [P in Names<Wildcards>]: F extends Wildcards[P] ? Matching<P> : never
}[Names<Wildcards>]

/** Wildcard patterns of an endpoint. */
type Wildcards<M extends ClientModels, Table extends 'chat' | 'embedding'> = M['wildcards'] extends { readonly [T in Table]: infer W }
  ? W
  : unknown

/**
 * True where `N` is known to lack `F`. A union of names lacks it only when each of them does: a variable of type
 * `ChatModel` takes every feature.
 */
export type Lacks<M extends ClientModels, N extends string, F extends Feature> = [
  Extract<N, Names<M['chat']>>,
  Exclude<N, Names<M['chat']>>,
] extends [Lacking<M['chat'], F>, LackingMatch<Wildcards<M, 'chat'>, F>]
  ? true
  : false

/** Every name that a chat request may ask for. */
export type ChatName<M extends ClientModels> = ModelName<M['chat'], Wildcards<M, 'chat'>>
/** Every name that an embedding request may ask for. */
export type EmbeddingName<M extends ClientModels> = ModelName<M['embedding'], Wildcards<M, 'embedding'>>

declare const reason: unique symbol
/** A value that nothing can have: the compiler's message names it, and so tells why a parameter is refused. */
export interface NotSupported<Reason extends string> {
  readonly [reason]: Reason
}

/** A client over the models of one config, in the shape of the `openai` package's. */
export interface Client<M extends ClientModels> {
  readonly chat: { readonly completions: { readonly create: CreateChat<M> } }
  /** LiteLLM's one function; the same as `chat.completions.create`. */
  readonly completion: CreateChat<M>
  readonly embeddings: { readonly create: CreateEmbedding<M> }
  /** Closes idle connections. The client may not be used afterwards. */
  close(): Promise<void>
}

/**
 * One signature instead of overloads: a misspelled name is then reported as such, and editors complete it.
 * `stream: true` gives a {@link ChatStream}, `false` or nothing a reply, a `boolean` either.
 */
export type CreateChat<M extends ClientModels> = <const N extends ChatName<M>, T extends ChatMessage[], S extends boolean | null = false>(
  body: ChatBody<M, N, S> & { messages: T } & NoImages<M, N, T>,
  options?: RequestOptions,
) => ApiPromise<S extends true ? ChatStream : Reply<ChatReply>>

/** Vectors for one text or several, in the order of the input. */
export type CreateEmbedding<M extends ClientModels> = <const N extends EmbeddingName<M>>(
  body: EmbeddingBody<M, N>,
  options?: RequestOptions,
) => ApiPromise<Reply<EmbeddingReply>>

/** A chat request for model `N`: what the model is known to lack is refused. */
export type ChatBody<M extends ClientModels, N extends ChatName<M> = ChatName<M>, S extends boolean | null = boolean | null> = Omit<
  ChatRequest,
  'model' | 'stream' | keyof Narrowed<M, N>
> &
  Narrowed<M, N> & { model: N; stream?: S } & BodyOptions<ChatName<M>>

/** An embedding request for model `N`. */
export type EmbeddingBody<M extends ClientModels, N extends EmbeddingName<M> = EmbeddingName<M>> = Omit<EmbeddingRequest, 'model'> & {
  model: N
} & BodyOptions<EmbeddingName<M>>

/** The parameters that depend on what a model can do. */
type Narrowed<M extends ClientModels, N extends string> = {
  tools?: Unless<Lacks<M, N, 'tools'>, NonNullable<ChatRequest['tools']>, 'this model is known not to take tools'>
  tool_choice?: Unless<Lacks<M, N, 'tools'>, NonNullable<ChatRequest['tool_choice']>, 'this model is known not to take tools'>
  /** @deprecated Use `tools`. */
  functions?: Unless<Lacks<M, N, 'tools'>, NonNullable<ChatRequest['functions']>, 'this model is known not to take tools'>
  reasoning_effort?: Unless<Lacks<M, N, 'reasoning'>, NonNullable<ReasoningEffort>, 'this model is known not to reason'> | null
  response_format?:
    | Exclude<ResponseFormat, JsonSchemaFormat>
    | {
        type: 'json_schema'
        json_schema: Unless<Lacks<M, N, 'json_schema'>, JsonSchemaFormat['json_schema'], 'this model is known not to follow a JSON schema'>
      }
}

type JsonSchemaFormat = Extract<ResponseFormat, { type: 'json_schema' }>
/** Refused values stay a kind of `T`, so that the request is still one for OpenAI's own code. */
type Unless<Lacking extends boolean, T, Reason extends string> = Lacking extends true ? T & NotSupported<Reason> : T

/** Refuses messages that surely hold an image; a variable that only may hold one, such as a `ChatMessage[]`, passes. */
type NoImages<M extends ClientModels, N extends string, T extends readonly unknown[]> =
  true extends HasImage<T[number]>
    ? Lacks<M, N, 'vision'> extends true
      ? { messages: NotSupported<'this model is known not to see images'> }
      : unknown
    : unknown
/** A part typed as wide as `ContentPart` could be anything, also audio; the parts of a literal are what they are. */
type HasImage<Message> = Message extends { content: readonly (infer Part extends { type: string })[] }
  ? 'image_url' extends Part['type']
    ? 'input_audio' extends Part['type']
      ? false
      : true
    : false
  : false
