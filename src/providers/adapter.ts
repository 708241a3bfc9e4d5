/** The contract every adapter fulfils: translate between the OpenAI wire format and one native format. No I/O, no state between calls. */
import type { Deployment, Provider } from '../plan/plan.js'
import type { SpeechReply, SpeechRequest, TranscriptionReply, TranscriptionRequest, TranslationRequest } from '../protocol/audio.js'
import type { ChatChunk, ChatReply, ChatRequest } from '../protocol/chat.js'
import type { CompletionChunk, CompletionReply, CompletionRequest } from '../protocol/completions.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import type { Failure, Outcome } from '../protocol/failure.js'
import type { HttpHeaders, HttpReply, HttpRequest } from '../protocol/http.js'
import type { ImageEditRequest, ImageReply, ImageRequest } from '../protocol/images.js'
import type { ModerationReply, ModerationRequest } from '../protocol/moderations.js'
import type { Clock, Crypto, ReadFile } from '../protocol/ports.js'
import type { RerankReply, RerankRequest } from '../protocol/rerank.js'
import type { ResponsesEvent, ResponsesReply, ResponsesRequest } from '../protocol/responses.js'
import type { TokenCountReply, TokenCountRequest } from '../protocol/tokens.js'
import type { Upload } from '../protocol/upload.js'

/** A request whose files have been read. */
type Read<R, File extends keyof R, List extends keyof R = never> = Omit<R, File | List> & { [K in File]: Upload } & {
  [K in List]: Upload[]
}

/** Request, reply and stream chunk of each endpoint, in OpenAI terms. Files of a request have been read before an adapter sees it. */
export type Endpoints = {
  readonly chat: { readonly request: ChatRequest; readonly reply: ChatReply; readonly chunk: ChatChunk }
  readonly completions: { readonly request: CompletionRequest; readonly reply: CompletionReply; readonly chunk: CompletionChunk }
  readonly embeddings: { readonly request: EmbeddingRequest; readonly reply: EmbeddingReply; readonly chunk: never }
  readonly images: { readonly request: ImageRequest; readonly reply: ImageReply; readonly chunk: never }
  readonly imageEdits: {
    readonly request: Read<Omit<ImageEditRequest, 'mask'>, never, 'image'> & { mask?: Upload }
    readonly reply: ImageReply
    readonly chunk: never
  }
  readonly transcriptions: {
    readonly request: Read<TranscriptionRequest, 'file'>
    readonly reply: TranscriptionReply
    readonly chunk: never
  }
  readonly translations: { readonly request: Read<TranslationRequest, 'file'>; readonly reply: TranscriptionReply; readonly chunk: never }
  readonly speech: { readonly request: SpeechRequest; readonly reply: SpeechReply; readonly chunk: never }
  readonly moderations: { readonly request: ModerationRequest; readonly reply: ModerationReply; readonly chunk: never }
  readonly rerank: { readonly request: RerankRequest; readonly reply: RerankReply; readonly chunk: never }
  readonly responses: { readonly request: ResponsesRequest; readonly reply: ResponsesReply; readonly chunk: ResponsesEvent }
  readonly tokens: { readonly request: TokenCountRequest; readonly reply: TokenCountReply; readonly chunk: never }
}
export type Endpoint = keyof Endpoints

/** A deployment as it is called now: environment read, wildcard filled. */
export type Target = {
  readonly deployment: Deployment
  readonly provider: Provider
  /** Upstream model id. */
  readonly model: string
  /** Without trailing slash. */
  readonly baseUrl: string
  readonly apiVersion: string | undefined
  readonly organization: string | undefined
  /** `extra_headers` of the deployment. */
  readonly headers: HttpHeaders
  /** What is not secret and not the model (`vertex_project`, `project_id`, …), by LiteLLM's name; see `Provider.settings`. */
  readonly settings: { readonly [name: string]: string }
}

/** One call in OpenAI terms, defaults of the deployment and the router already merged in, control parameters taken out. */
export type Call<E extends Endpoint> = {
  readonly endpoint: E
  readonly request: Endpoints[E]['request']
  readonly stream: boolean
  /** Remove what the target cannot take instead of refusing (`drop_params`). */
  readonly dropParams: boolean
  /** `modify_params`: repair what the target would refuse. */
  readonly modifyParams: boolean
  /** Headers the caller adds to this request. */
  readonly headers: HttpHeaders
  readonly random: () => number
  readonly now: Clock
}

export type Credentials =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'aws'
      readonly accessKeyId: string
      readonly secretAccessKey: string
      readonly sessionToken?: string
      readonly region: string
    }
  /** Several secrets by LiteLLM's name (`vertex_credentials`, `client_secret`, `oci_key`, …), for adapters that sign or sign in. */
  | { readonly kind: 'fields'; readonly fields: { readonly [name: string]: string } }
  | { readonly kind: 'none' }

/** An answer with an error status, read to its end. */
export type HttpFailure = { readonly status: number; readonly headers: HttpHeaders; readonly text: string }

/** One event of a stream, framing removed. `event` is the SSE event name or ''. */
export type StreamEvent = { readonly event: string; readonly data: string }

export type StreamCodec<E extends Endpoint, State> = {
  start(call: Call<E>, target: Target): State
  /** A reducer: the fold owns `state` and may update it in place; nothing outside sees it. */
  fromEvent(state: State, event: StreamEvent): Outcome<readonly Endpoints[E]['chunk'][]>
  /** The source has ended: what is still to be sent, or the failure `incomplete_stream` when no terminal event came. */
  end(state: State): Outcome<readonly Endpoints[E]['chunk'][]>
  /** True once the terminal event is in, so that the connection need not be read further. */
  isDone(state: State): boolean
}

// biome-ignore lint/suspicious/noExplicitAny: the state is the codec's own; `any` lets codecs of different states share one table
export type EndpointCodec<E extends Endpoint, State = any> = {
  toRequest(call: Call<E>, target: Target): Outcome<HttpRequest>
  fromResponse(reply: HttpReply, call: Call<E>, target: Target): Outcome<Endpoints[E]['reply']>
  readonly stream?: StreamCodec<E, State>
  /**
   * For hosts that do not answer at once: the next request, or undefined when `reply` is the answer. `round` counts from 0.
   * In a streamed call the first answer is read whole, and the request that follows it is opened as the stream.
   * `sent` is the request that `reply` answers, for hosts that name the place of an answer only once.
   */
  follow?(reply: HttpReply, call: Call<E>, target: Target, round: number, sent?: HttpRequest): Outcome<FollowUp | undefined>
  /** False for a call whose first answer is the only one, so that its stream is opened at once. Absent: every call is followed. */
  follows?(call: Call<E>): boolean
  /** For hosts that take less at a time than a caller may ask for: the parts, sent each on its own; undefined to send it whole. */
  split?(call: Call<E>, target: Target): readonly Endpoints[E]['request'][] | undefined
  /** One reply of the replies to the parts, in their order. */
  join?(replies: readonly Endpoints[E]['reply'][], call: Call<E>): Endpoints[E]['reply']
}

/** A request to be sent after an answer that was not the last one. */
export type FollowUp = {
  readonly request: HttpRequest
  /** Wait before it, milliseconds. */
  readonly afterMs: number
  /**
   * Removes what the call has left at the host so far (an upload, a job): sent once the answer is there or will not come, the
   * latest first, each URL once. What comes of it changes nothing for the caller.
   */
  readonly tidy?: HttpRequest
}

/** How secrets that no request carries are changed for a short-lived token. The runtime sends, caches and renews. */
export type SignIn = {
  /** The request that asks for a token; undefined where the credentials are used as they are. */
  request(credentials: Credentials, target: Target, ports: SignInPorts): Promise<Outcome<HttpRequest | undefined>>
  fromResponse(reply: HttpReply, target: Target, now: number): Outcome<Token>
}

/** A bearer token, and when it ends, milliseconds since 1970. `authorize` gets it as `{ kind: 'bearer' }`. */
export type Token = {
  readonly token: string
  readonly expiresAt: number
  /** What the sign-in told beside the token, added to the target's `settings` (a project of a key file, an API base). */
  readonly settings?: { readonly [name: string]: string }
  /** What `authorize` gets in the place of a bearer token: keys of an AWS role, an API key among the fields. */
  readonly credentials?: Credentials
}

/** A sign-in of several steps, for credentials of the kind `fields`: imported when a deployment has such. */
export type TokenSource = {
  getToken(credentials: Credentials, target: Target, ports: TokenPorts): Promise<Outcome<Token>>
  /** What of the target the token depends on: deployments that agree in it and in their credentials share one. Default: base URL and settings. */
  scope?(target: Target): string
}

export type SignInPorts = { readonly crypto: Crypto; readonly now: number; readonly readFile: ReadFile | undefined }

/** What a sign-in of several steps may use. */
export type TokenPorts = SignInPorts & {
  /** A variable of the environment; undefined where it is not set or empty. */
  readonly env: (name: string) => string | undefined
  /** The answer whatever its status, or why there is none. `waitMs` bounds the whole; default ten seconds. */
  readonly send: (request: HttpRequest, waitMs?: number) => Promise<Outcome<HttpReply>>
  /** An optional package by its name, or undefined where it is not installed. */
  readonly importPeer: (name: string) => Promise<unknown>
}

/** Turns the bytes of a stream into events; throws a `TransportFault` for bytes that are damaged. */
export type EventDecoder = { push(bytes: Uint8Array): readonly StreamEvent[]; end(): readonly StreamEvent[] }

export type Adapter = {
  readonly format: string
  readonly framing: 'sse' | 'json-lines' | 'aws-event-stream'
  /** For a framing that only this format has, so that other clients do not carry its decoder. */
  readonly createDecoder?: (crypto: Crypto) => EventDecoder
  readonly endpoints: { readonly [E in Endpoint]?: EndpointCodec<E> }
  /** Endpoints that few use: imported at the first call, so that other clients do not carry them. */
  readonly later?: { readonly [E in Endpoint]?: () => Promise<EndpointCodec<E>> }
  /** How chats are streamed, where `chat` itself does not say: imported with the first stream. */
  readonly laterStream?: () => Promise<StreamCodec<'chat', unknown>>
  readonly signIn?: SignIn
  /** For credentials of the kind `fields` only, where `signIn` is not there. */
  readonly laterSignIn?: () => Promise<TokenSource>
  /** True for a media URL that the host does not fetch itself: the runtime puts a data URL in its place. */
  readonly cannotFetch?: (url: string, target: Target) => boolean
  authorize(request: HttpRequest, credentials: Credentials, target: Target, crypto: Crypto, now: number): HttpRequest | Promise<HttpRequest>
  /** Classifies an HTTP error answer: status and code first, text last. `now` reads dates in headers where the answer names none. */
  toFailure(failure: HttpFailure, target: Target, now?: number): Failure
}
