/** The contract every adapter fulfils: translate between the OpenAI wire format and one native format. No I/O, no state between calls. */
import type { Deployment, Provider } from '../plan/plan.js'
import type { ChatChunk, ChatReply, ChatRequest } from '../protocol/chat.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import type { Failure, Outcome } from '../protocol/failure.js'
import type { HttpHeaders, HttpReply, HttpRequest } from '../protocol/http.js'
import type { Clock, Crypto } from '../protocol/ports.js'

/** Request, reply and stream chunk of each endpoint, in OpenAI terms. Later endpoints add a row. */
export type Endpoints = {
  readonly chat: { readonly request: ChatRequest; readonly reply: ChatReply; readonly chunk: ChatChunk }
  readonly embeddings: { readonly request: EmbeddingRequest; readonly reply: EmbeddingReply; readonly chunk: never }
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
}

/** Turns the bytes of a stream into events; throws a `TransportFault` for bytes that are damaged. */
export type EventDecoder = { push(bytes: Uint8Array): readonly StreamEvent[]; end(): readonly StreamEvent[] }

export type Adapter = {
  readonly format: string
  readonly framing: 'sse' | 'json-lines' | 'aws-event-stream'
  /** For a framing that only this format has, so that other clients do not carry its decoder. */
  readonly createDecoder?: (crypto: Crypto) => EventDecoder
  readonly endpoints: { readonly [E in Endpoint]?: EndpointCodec<E> }
  authorize(request: HttpRequest, credentials: Credentials, target: Target, crypto: Crypto, now: number): HttpRequest | Promise<HttpRequest>
  /** Classifies an HTTP error answer: status and code first, text last. `now` reads dates in headers where the answer names none. */
  toFailure(failure: HttpFailure, target: Target, now?: number): Failure
}
