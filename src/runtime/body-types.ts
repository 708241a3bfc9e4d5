/** Bodies whose parameters depend on what the model can do: what it is known to lack is refused when compiling. */
import type { ChatRequest } from '../protocol/chat.js'
import type { ReasoningEffort, ResponseFormat } from '../protocol/messages.js'
import type { ResponsesRequest } from '../protocol/responses.js'
import type { BodyOptions } from './client-types.js'
import type { ChatName, ClientModels, Lacks, ResponsesName } from './model-types.js'

declare const reason: unique symbol
/** A value that nothing can have: the compiler's message names it, and so tells why a parameter is refused. */
export interface NotSupported<Reason extends string> {
  readonly [reason]: Reason
}

/** A chat request for model `N`: what the model is known to lack is refused. */
export type ChatBody<M extends ClientModels, N extends ChatName<M> = ChatName<M>, S extends boolean | null = boolean | null> = Omit<
  ChatRequest,
  'model' | 'stream' | keyof Narrowed<M, N>
> &
  Narrowed<M, N> & { model: N; stream?: S } & BodyOptions<ChatName<M>>

/** A request of the Responses API for model `N`. */
export type ResponsesBody<
  M extends ClientModels,
  N extends ResponsesName<M> = ResponsesName<M>,
  S extends boolean | null = boolean | null,
> = Omit<ResponsesRequest, 'model' | 'stream' | keyof NarrowedResponse<M, N>> &
  NarrowedResponse<M, N> & { model: N; stream?: S } & BodyOptions<ResponsesName<M>>

/** The parameters of a response that depend on what a model can do. */
type NarrowedResponse<M extends ClientModels, N extends string> = {
  tools?: Unless<Lacks<M, N, 'tools'>, NonNullable<ResponsesRequest['tools']>, 'this model is known not to take tools'>
  tool_choice?: Unless<Lacks<M, N, 'tools'>, NonNullable<ResponsesRequest['tool_choice']>, 'this model is known not to take tools'>
  reasoning?: Unless<Lacks<M, N, 'reasoning'>, NonNullable<ResponsesRequest['reasoning']>, 'this model is known not to reason'> | null
}

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
export type NoImages<M extends ClientModels, N extends string, T extends readonly unknown[]> =
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
