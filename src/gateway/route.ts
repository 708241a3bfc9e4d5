/** A route as data: who may call it, whose error shape it answers in, and what it does. The app registers every one alike. */
import type { AbortSignalLike } from '../protocol/http.js'
import type { CallNotes, CallObserver } from './call-record.js'
import type { Calls } from './calls.js'
import type { GatewayReply, GatewayRequest } from './exchange.js'
import type { HeadFacts } from './head-facts.js'
import type { Identity } from './identity.js'
import type { Serving } from './serving.js'
import type { ModelDesk } from './stored-model-desk.js'
import type { Fleet } from './workers/fleet-view.js'

/** Who may call: anybody, whoever has a key, administrators. A route without a rule does not exist. */
export type Access = 'public' | 'key' | 'admin-read' | 'admin'

/** Whose errors: OpenAI's `{ error: {…} }`, Anthropic's `{ type: 'error', error }`, Google's `{ error: { code, status } }`. */
export type ErrorShape = 'openai' | 'anthropic' | 'google'

/** LiteLLM's names of what a request asks for; they stand in spend rows and metrics. */
export type CallType =
  | 'acompletion'
  | 'atext_completion'
  | 'aembedding'
  | 'anthropic_messages'
  | 'agenerate_content'
  | 'aresponses'
  | 'aimage_generation'
  | 'aimage_edit'
  | 'atranscription'
  | 'atranslation'
  | 'aspeech'
  | 'amoderation'
  | 'arerank'
  | 'acount_tokens'
  | 'afile'
  | 'abatch'
  | 'afine_tuning'
  | 'pass_through_endpoint'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What became of the last attempt to read the config anew. `at` is milliseconds since 1970. */
export type ReloadState = { readonly ok: true } | { readonly ok: false; readonly message: string; readonly at: number }

/** What routes see of the gateway they belong to. */
export type GatewayView = {
  readonly routes: readonly Route[]
  /** Requests under way, this one included. */
  inFlight(): number
  /** Are told each request as it ends. */
  readonly observers: readonly CallObserver[]
  /** The metrics of all processes in Prometheus' text format. */
  metricsText(): Promise<string>
  lastReload(): ReloadState
  /** Reads the config anew; a bad one changes nothing. */
  reload(): Promise<ReloadState>
  /** Models that are added while the gateway runs; undefined where there is nothing to keep them in. */
  readonly models?: ModelDesk | undefined
  /** Other gateways on the same database, where each counts limits and budgets by itself. Default: none. */
  countingApart?(): number
  /** The other processes that serve the same port; undefined where there is but this one. */
  readonly fleet?: Fleet | undefined
}

/** One request on its way through the gateway. */
export type GatewayCall = {
  readonly request: GatewayRequest
  /** What the head of the request says of the call. */
  readonly head: HeadFacts
  readonly reply: GatewayReply
  /** What was being served when the request came; a reload does not change it under a call. */
  readonly serving: Serving
  readonly gateway: GatewayView
  readonly identity: Identity
  /** Id of this request, made here; the caller's own `x-litellm-call-id` is kept beside it. */
  readonly callId: string
  /** When the request's head had been read, milliseconds. */
  readonly startedAt: number
  /** What is noted of this request for those who count, log and bill. */
  readonly notes: CallNotes
  /** Aborts when the caller hangs up, or the gateway gives up on the request. */
  readonly left: AbortSignalLike
  /** The same for what wants a signal of the platform; made when it is first read. */
  readonly signal: AbortSignal
  /** Calls of this request: what its caller may spend and how often is asked before they go. */
  readonly calls: Calls
  /** The body in the pieces in which it came; none where there is none. Multipart bodies are read by the route. */
  readonly parts: readonly Buffer[]
  /** The body as one piece, made when it is first read. */
  readonly bytes: Buffer
}

/**
 * Who may make one request, in place of the route's rule; the header in which the config expects the key beside the usual ones;
 * and the path by which lists of routes name what the request is for, where one route serves many.
 */
export type Terms = { readonly access: 'public' | 'key'; readonly keyHeader?: string | undefined; readonly path?: string | undefined }

/** A path as lists of routes show it. */
export type ListedPath = { readonly path: string; readonly method: Method; readonly access: Access; readonly summary: string }

/** A parameter of the query, for the OpenAPI document. */
export type QueryParameter = {
  readonly name: string
  readonly about: string
  readonly type: 'string' | 'boolean' | 'integer'
  readonly values?: readonly string[]
}

export type Route = {
  readonly method: Method
  /** All spellings, Fastify's syntax; `*` matches slashes too. */
  readonly paths: readonly string[]
  readonly access: Access
  readonly errors: ErrorShape
  /** Set on every route that calls a model. */
  readonly callType?: CallType
  /** One line for the OpenAPI document. */
  readonly summary: string
  readonly tags: readonly string[]
  /** Parameters of the query that the route reads. */
  readonly query?: readonly QueryParameter[]
  /** A body that the route takes, for the OpenAPI document and its page. */
  readonly example?: { readonly [name: string]: unknown }
  /** `multipart`, `stream`: the body is left unread for the route, which finds it in `request.parts()` or `request.body`. Default `json`. */
  readonly body?: 'json' | 'multipart' | 'stream'
  /** Called all the time: read and answered past Fastify where the request is plain. Such a route answers with JSON or events. */
  readonly isHot?: true
  /** Where the config decides over a request of this route, what it decides. Throws a 404 where it serves nothing there. */
  terms?(request: GatewayRequest, serving: Serving): Terms
  /** Paths and methods that the config serves by this route, for lists of routes. Default: the route's own. */
  listed?(serving: Serving): readonly ListedPath[]
  /** Sends the answer on `reply`; what it throws is answered in the route's error shape. */
  handle(call: GatewayCall): Promise<void> | void
}
