/** Entry `llmgen/sdk`: LiteLLM's functions without a compile step. Any `provider/model`, keys from the environment. */
import type { SpeechReply, SpeechRequest, TranscriptionReply, TranscriptionRequest, TranslationRequest } from '../protocol/audio.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import type { ImageEditRequest, ImageReply, ImageRequest } from '../protocol/images.js'
import type { ModerationReply, ModerationRequest } from '../protocol/moderations.js'
import type { RerankReply, RerankRequest } from '../protocol/rerank.js'
import type { TokenCountReply, TokenCountRequest } from '../protocol/tokens.js'
import { callOf } from './call.js'
import type { Call, Completion, Responses, TextCompletion } from './call-types.js'

/**
 * Asks a model in a chat. Rejects with one of the error classes of this entry: a `BadRequestError` where the provider of
 * `model` cannot be told, an `AuthenticationError` where its key is not set.
 */
export const completion: Completion = callOf('chat')
/** Text that goes on from a prompt. */
export const textCompletion: TextCompletion = callOf('completions')
/** Vectors for one text or several, in the order of the input. */
export const embedding: Call<'embedding', EmbeddingRequest, EmbeddingReply> = callOf('embeddings')
/** Images from a text. */
export const imageGeneration: Call<'image', ImageRequest, ImageReply> = callOf('images')
/** Images from images and a text. */
export const imageEdit: Call<'image', ImageEditRequest, ImageReply> = callOf('imageEdits')
/** Speech into text. */
export const transcription: Call<'transcription', TranscriptionRequest, TranscriptionReply> = callOf('transcriptions')
/** Speech of any language into English text. */
export const translation: Call<'transcription', TranslationRequest, TranscriptionReply> = callOf('translations')
/** Text into speech. */
export const speech: Call<'speech', SpeechRequest, SpeechReply> = callOf('speech')
/** Judges content. */
export const moderation: Call<'moderation', ModerationRequest, ModerationReply> = callOf('moderations')
/** Ranks documents by a question. `meta` of the reply also has the provider's `billed_units`. */
export const rerank: Call<'rerank', RerankRequest, RerankReply> = callOf('rerank')
/** OpenAI's Responses API. */
export const responses: Responses = callOf('responses')
/** Counts what a chat would send: the vendor's own count where it has one, else an estimate made here. */
export const tokenCount: Call<'chat' | 'completion', TokenCountRequest, TokenCountReply> = callOf('tokens')

export type { KnownModels, KnownProvider } from '../../generated/known-models.js'
export type { ChatChunk, ChatReply, ChatRequest } from '../protocol/chat.js'
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APITimeoutError,
  APIUserAbortError,
  ApiError,
  AuthenticationError,
  BadGatewayError,
  BadRequestError,
  ConflictError,
  ContentPolicyViolationError,
  ContextWindowExceededError,
  type ErrorAttempt,
  type ErrorDetails,
  type ErrorSet,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
  Timeout,
  UnprocessableEntityError,
  UnsupportedParamsError,
} from '../protocol/errors.js'
export type { Transport } from '../protocol/http.js'
export type { ChatMessage, ChatTool, ContentPart, ToolCall } from '../protocol/messages.js'
export type { Uploadable } from '../protocol/upload.js'
export type { ApiPromise, Attempt, Meta, Reply, RequestOptions } from '../runtime/client-types.js'
export type { RouterEvent } from '../runtime/events.js'
export type { LogLevel } from '../runtime/log-level.js'
export type { ChatStream, CompletionStream, ResponsesStream } from '../runtime/streams/stream-types.js'
export type { Call, CallBody, CallOptions, Completion, Connection, Model, ModelKind, StreamCall } from './call-types.js'
export type { RoutingCandidate, RoutingChoice, RoutingFunction } from './custom-strategy.js'
export { Router } from './router.js'
export { RouterArgumentsError, type RouterProblem } from './router-error.js'
export type { ListedModel } from './router-models.js'
export type { RouterArguments, RouterModel, RouterParams } from './router-types.js'
export { configure, type SdkSettings } from './settings.js'
