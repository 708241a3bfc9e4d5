/** A route as data: who may call it, whose error shape it answers in, and what it does. The app registers every one alike. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallNotes, CallObserver } from './call-record.js'
import type { Identity } from './identity.js'
import type { Serving } from './serving.js'

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
  lastReload(): ReloadState
  /** Reads the config anew; a bad one changes nothing. */
  reload(): Promise<ReloadState>
}

/** One request on its way through the gateway. */
export type GatewayCall = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
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
  readonly signal: AbortSignal
  /** The body as bytes; empty where there is none. Multipart bodies are read by the route. */
  readonly bytes: Buffer
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
  /** `multipart`: the body is left unread for the route. Default `json`. */
  readonly body?: 'json' | 'multipart'
  /** Sends the answer on `reply`; what it throws is answered in the route's error shape. */
  handle(call: GatewayCall): Promise<void> | void
}
