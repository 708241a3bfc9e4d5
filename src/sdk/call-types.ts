/** What the functions of this package take and give: OpenAI's requests, any model, and LiteLLM's parameters of a call. */
import type { KnownModels, KnownProvider } from '../../generated/known-models.js'
import type { ConnectionParam, SecretParam } from '../compiler/param-keys.js'
import type { ChatReply, ChatRequest } from '../protocol/chat.js'
import type { CompletionReply, CompletionRequest } from '../protocol/completions.js'
import type { ResponsesReply, ResponsesRequest } from '../protocol/responses.js'
import type { ApiPromise, BodyOptions, Reply, RequestOptions } from '../runtime/client-types.js'
import type { ChatStream, CompletionStream, ResponsesStream } from '../runtime/streams/stream-types.js'

/** What models are listed for. */
export type ModelKind = keyof KnownModels

/**
 * A model as calls name it: known ones, which editors complete, and any other of a known provider. The empty record keeps
 * the compiler from swallowing the known names. A name in a `string` is checked by the call: say `as Model`.
 */
export type Model<Kind extends ModelKind = 'chat'> = KnownModels[Kind] | (`${KnownProvider}/${string}` & Record<never, never>)

/** Where a call goes, as `litellm_params` of a config says it. Each is optional: keys come from the environment. */
export type Connection = {
  /** Default: the provider's usual variable, such as `OPENAI_API_KEY`. */
  api_key?: string | undefined
  /** Address of the API, without the path of the endpoint. Default: the provider's own. */
  api_base?: string | undefined
  base_url?: string | undefined
  /** Azure's `api-version`. */
  api_version?: string | undefined
  organization?: string | undefined
  /** Text, or for `vertex_credentials` the key file's content as an object. */
} & { [Name in ConnectionParam | SecretParam]?: string | { [key: string]: unknown } | undefined }

/** Parameters that steer a call and are not sent. LiteLLM's names, times in **seconds**. */
export type CallOptions<Name extends string> = Omit<BodyOptions<Name>, 'fallbacks'> &
  Connection & {
    /** Models tried in order when the model fails; a map may bring a key, an address and parameters of its own. */
    fallbacks?: readonly (Name | ({ model: Name } & Connection & { [param: string]: unknown }))[]
    /** Wait for the first byte of a stream and for each piece after it, **seconds**. */
    stream_timeout?: number
    /** Headers added to the provider request. */
    extra_headers?: { [name: string]: string }
    /** Parameters removed from the request, whatever the target takes. */
    additional_drop_params?: string[]
    /** OpenAI parameters sent although the target is not known to take them. */
    allowed_openai_params?: string[]
  }

/** The provider where it is named apart from the model, which then may be any text. */
type Apart = KnownProvider | undefined

/** A request to any model of a kind. */
export type CallBody<Kind extends ModelKind, Request, Provider extends Apart = undefined> = Omit<Request, 'model' | 'stream'> &
  CallOptions<Model<Kind>> & { model: Provider extends KnownProvider ? string : Model<Kind>; custom_llm_provider?: Provider }

/** A function whose answer comes whole. */
export type Call<Kind extends ModelKind, Request, Answer> = <Provider extends Apart = undefined>(
  body: CallBody<Kind, Request, Provider>,
  options?: RequestOptions,
) => ApiPromise<Reply<Answer>>

/** A function whose answer comes in pieces with `stream: true`, whole with `false` or nothing, either way with a `boolean`. */
export type StreamCall<Kind extends ModelKind, Request, Answer, Stream> = <
  S extends boolean | null = false,
  Provider extends Apart = undefined,
>(
  body: CallBody<Kind, Request, Provider> & { stream?: S },
  options?: RequestOptions,
) => ApiPromise<S extends true ? Stream : Reply<Answer>>

/** LiteLLM's `completion`: a chat. */
export type Completion = StreamCall<'chat', ChatRequest, ChatReply, ChatStream>
/** Text that goes on from a prompt. A chat model is asked in a chat. */
export type TextCompletion = StreamCall<'completion' | 'chat', CompletionRequest, CompletionReply, CompletionStream>
/** OpenAI's Responses API. A model that knows only chats is asked in one. */
export type Responses = StreamCall<'chat', ResponsesRequest, ResponsesReply, ResponsesStream>
