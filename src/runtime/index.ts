/** Entry `llmgen/runtime`: what generated clients import, and the error classes their users catch. */

export type { Plan, Secrets } from '../plan/plan.js'
export type { StrategyName } from '../plan/routing.js'
export type { ChatChunk, ChatReply, ChatRequest, FinishReason, ToolCallDelta, Usage } from '../protocol/chat.js'
export type { Embedding, EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
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
  defaultErrors,
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
export type { ErrorKind, Failure } from '../protocol/failure.js'
export {
  type AbortSignalLike,
  type HttpHeaders,
  type HttpReply,
  type HttpRequest,
  type HttpStream,
  type Timers,
  type Transport,
  TransportFault,
  type TransportFaultReason,
} from '../protocol/http.js'
export type { ChatMessage, ChatTool, ChatToolChoice, ContentPart, ResponseFormat, ThinkingBlock, ToolCall } from '../protocol/messages.js'
export type { ResponseCacheStore } from '../protocol/response-cache.js'
export type { Admission, BudgetState, Claim, Meter, Refusal, Reservation, Settlement, StateStore } from '../protocol/state-store.js'
export type { ChatBody, ResponsesBody } from './body-types.js'
export { lazyClient } from './client.js'
export type {
  BodyOf,
  Client,
  Create,
  CreateChat,
  CreateCompletion,
  CreateEmbedding,
  CreateResponse,
  EmbeddingBody,
} from './client-shape.js'
export type {
  ApiPromise,
  Attempt,
  BodyOptions,
  CacheControls,
  ClientOptions,
  ClientParts,
  GetToken,
  Meta,
  OwnToken,
  Reply,
  RequestOptions,
  ResponseInfo,
  TokenQuestion,
  WithMeta,
} from './client-types.js'
export type { RouterEvent } from './events.js'
export { budgets } from './features/budgets.js'
export { limits } from './features/limits.js'
export { preCallChecks } from './features/pre-call-checks.js'
export { providerLimits } from './features/provider-limits.js'
export { responseCache } from './features/response-cache.js'
export { tagRouting } from './features/tags.js'
export type { LogLevel } from './log-level.js'
export type { ClientModels, Feature, Lacks, Names } from './model-types.js'
export { createClient } from './node-client.js'
export { createMemoryCache, type MemoryCache, type MemoryCacheOptions } from './response-cache/memory-cache.js'
export { type MemoryStore, memoryStore } from './state-store/memory-store.js'
export { costBasedRouting } from './strategies/cost-based.js'
export { latencyBasedRouting } from './strategies/latency-based.js'
export { leastBusy } from './strategies/least-busy.js'
export { peakEwma } from './strategies/peak-ewma.js'
export { providerBudgetRouting } from './strategies/provider-budget-routing.js'
export { simpleShuffle } from './strategies/simple-shuffle.js'
export type { Strategy } from './strategies/strategy.js'
export { usageBasedRouting } from './strategies/usage-based.js'
export { usageBasedRoutingV2 } from './strategies/usage-based-v2.js'
export { weightedFailover } from './strategies/weighted-failover.js'
export type { AnswerStream, ChatStream, CompletionStream, ResponsesStream } from './streams/stream-types.js'
export { seededRandom } from './trace/seeded-random.js'
export type { Tracer } from './trace/trace-hooks.js'
export { recordTrace, type TraceOptions } from './trace/trace-record.js'
export { createTransport, type TransportOptions } from './transport/transport.js'
