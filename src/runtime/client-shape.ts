/** A client over the models of one config, in the shape of the `openai` package's: what each endpoint takes and gives. */
import type { SpeechReply, SpeechRequest, TranscriptionReply, TranscriptionRequest, TranslationRequest } from '../protocol/audio.js'
import type { ChatReply } from '../protocol/chat.js'
import type { CompletionReply, CompletionRequest } from '../protocol/completions.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import type { ImageEditRequest, ImageReply, ImageRequest } from '../protocol/images.js'
import type { ChatMessage } from '../protocol/messages.js'
import type { ModerationReply, ModerationRequest } from '../protocol/moderations.js'
import type { RerankReply, RerankRequest } from '../protocol/rerank.js'
import type { ResponsesReply } from '../protocol/responses.js'
import type { TokenCountReply, TokenCountRequest } from '../protocol/tokens.js'
import type { ChatBody, NoImages, ResponsesBody } from './body-types.js'
import type { ApiPromise, BodyOptions, Reply, RequestOptions } from './client-types.js'
import type {
  ChatName,
  ClientModels,
  CompletionName,
  EmbeddingName,
  ImageEditName,
  ImageName,
  ModerationName,
  RerankName,
  ResponsesName,
  SpeechName,
  TokensName,
  TranscriptionName,
} from './model-types.js'
import type { ChatStream, CompletionStream, ResponsesStream } from './streams/stream-types.js'

/** A client. A model of the wrong kind is refused when compiling, and with a `BadRequestError` where no checker has looked. */
export interface Client<M extends ClientModels> {
  readonly chat: { readonly completions: { readonly create: CreateChat<M> } }
  /** LiteLLM's one function; the same as `chat.completions.create`. */
  readonly completion: CreateChat<M>
  readonly completions: { readonly create: CreateCompletion<M> }
  readonly responses: { readonly create: CreateResponse<M> }
  readonly embeddings: { readonly create: CreateEmbedding<M> }
  readonly images: {
    readonly generate: Create<ImageName<M>, ImageRequest, ImageReply>
    readonly edit: Create<ImageEditName<M>, ImageEditRequest, ImageReply>
  }
  readonly audio: {
    readonly transcriptions: { readonly create: Create<TranscriptionName<M>, TranscriptionRequest, TranscriptionReply> }
    /** Speech of any language into English text. */
    readonly translations: { readonly create: Create<TranscriptionName<M>, TranslationRequest, TranscriptionReply> }
    readonly speech: { readonly create: Create<SpeechName<M>, SpeechRequest, SpeechReply> }
  }
  readonly moderations: { readonly create: Create<ModerationName<M>, ModerationRequest, ModerationReply> }
  /** LiteLLM's function, and the same as `rerank.create`. `meta` of the reply also has the provider's `billed_units`. */
  readonly rerank: Create<RerankName<M>, RerankRequest, RerankReply> & {
    readonly create: Create<RerankName<M>, RerankRequest, RerankReply>
  }
  /** Counts what a chat request would send: the vendor's own count where it has one, else an estimate made here. */
  readonly tokens: { readonly count: Create<TokensName<M>, TokenCountRequest, TokenCountReply> }
  /** Closes idle connections. The client may not be used afterwards. */
  close(): Promise<void>
}

/** A function of an endpoint whose parameters do not depend on the model. */
export type Create<Name extends string, Request, Answer> = (
  body: BodyOf<Name, Request>,
  options?: RequestOptions,
) => ApiPromise<Reply<Answer>>

/** A request to one of these models, with the parameters that steer the call. */
export type BodyOf<Name extends string, Request> = Omit<Request, 'model'> & { model: Name } & BodyOptions<Name>

/**
 * One signature instead of overloads: a misspelled name is then reported as such, and editors complete it.
 * `stream: true` gives a {@link ChatStream}, `false` or nothing a reply, a `boolean` either.
 */
export type CreateChat<M extends ClientModels> = <const N extends ChatName<M>, T extends ChatMessage[], S extends boolean | null = false>(
  body: ChatBody<M, N, S> & { messages: T } & NoImages<M, N, T>,
  options?: RequestOptions,
) => ApiPromise<S extends true ? ChatStream : Reply<ChatReply>>

/** Text that goes on from a prompt; `stream` as with {@link CreateChat}. A chat model is asked in a chat. */
export type CreateCompletion<M extends ClientModels> = <S extends boolean | null = false>(
  body: BodyOf<CompletionName<M>, Omit<CompletionRequest, 'stream'>> & { stream?: S },
  options?: RequestOptions,
) => ApiPromise<S extends true ? CompletionStream : Reply<CompletionReply>>

/** OpenAI's Responses API; `stream` as with {@link CreateChat}. A model that knows only chats is asked in one. */
export type CreateResponse<M extends ClientModels> = <const N extends ResponsesName<M>, S extends boolean | null = false>(
  body: ResponsesBody<M, N, S>,
  options?: RequestOptions,
) => ApiPromise<S extends true ? ResponsesStream : Reply<ResponsesReply>>

/** Vectors for one text or several, in the order of the input. */
export type CreateEmbedding<M extends ClientModels> = <const N extends EmbeddingName<M>>(
  body: EmbeddingBody<M, N>,
  options?: RequestOptions,
) => ApiPromise<Reply<EmbeddingReply>>

/** An embedding request for model `N`. */
export type EmbeddingBody<M extends ClientModels, N extends EmbeddingName<M> = EmbeddingName<M>> = Omit<EmbeddingRequest, 'model'> & {
  model: N
} & BodyOptions<EmbeddingName<M>>
