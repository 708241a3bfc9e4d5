/**
 * Chat completions as OpenAI writes them on the wire, names included, plus the optional fields other vendors need.
 * `test/types/protocol.test-d.ts` proves these types and those of `openai` 6 mutually assignable.
 */
import type {
  ChatMessage,
  ChatTool,
  ChatToolChoice,
  FunctionDefinition,
  ReasoningEffort,
  ResponseFormat,
  ThinkingBlock,
  ToolCall,
} from './messages.js'

/** Body of `POST /chat/completions`. */
export type ChatRequest = {
  messages: ChatMessage[]
  model: string
  audio?: AudioParams | null
  frequency_penalty?: number | null
  /** @deprecated Use `tool_choice`. */
  function_call?: 'none' | 'auto' | { name: string }
  /** @deprecated Use `tools`. */
  functions?: FunctionDefinition[]
  logit_bias?: { [token: string]: number } | null
  logprobs?: boolean | null
  /** Most tokens to write, reasoning included. Wins over `max_tokens`. */
  max_completion_tokens?: number | null
  max_tokens?: number | null
  metadata?: { [key: string]: string } | null
  modalities?: ('text' | 'audio')[] | null
  /** Moderation of input and output in the same call. */
  moderation?: { model: string; policy?: { input?: ModerationMode | null; output?: ModerationMode | null } | null } | null
  n?: number | null
  parallel_tool_calls?: boolean
  prediction?: { type: 'content'; content: string | { type: 'text'; text: string }[] } | null
  presence_penalty?: number | null
  prompt_cache_key?: string | null
  prompt_cache_options?: { mode?: 'implicit' | 'explicit'; ttl?: '30m' }
  prompt_cache_retention?: 'in_memory' | '24h' | null
  reasoning_effort?: ReasoningEffort
  response_format?: ResponseFormat
  safety_identifier?: string | null
  seed?: number | null
  service_tier?: 'auto' | 'default' | 'flex' | 'scale' | 'priority' | null
  stop?: string | string[] | null
  store?: boolean | null
  stream?: boolean | null
  stream_options?: { include_usage?: boolean; include_obfuscation?: boolean } | null
  temperature?: number | null
  tool_choice?: ChatToolChoice
  tools?: ChatTool[]
  top_logprobs?: number | null
  top_p?: number | null
  user?: string
  verbosity?: 'low' | 'medium' | 'high' | null
  web_search_options?: {
    search_context_size?: 'low' | 'medium' | 'high'
    user_location?: {
      type: 'approximate'
      approximate: { city?: string; country?: string; region?: string; timezone?: string }
    } | null
  }
  /** Thinking as Anthropic takes it; other vendors get the nearest they have. */
  thinking?:
    | { type: 'enabled'; budget_tokens: number }
    | { type: 'adaptive'; display?: 'summarized' | 'omitted' }
    | { type: 'disabled' }
    | null
  top_k?: number | null
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

type ModerationMode = { mode: 'score' | 'block' }

type AudioParams = {
  format: 'wav' | 'aac' | 'mp3' | 'flac' | 'opus' | 'pcm16'
  voice: string | { id: string }
}

/** What a moderation model found in the input and in the output. */
export type ReplyModeration = { input: ModerationOutcome; output: ModerationOutcome }
export type ModerationOutcome =
  | { type: 'moderation_results'; model: string; results: ModerationResult[] }
  | { type: 'error'; code: string; message: string }
export type ModerationResult = {
  type: 'moderation_result'
  model: string
  flagged: boolean
  categories: { [category: string]: boolean }
  category_applied_input_types: { [category: string]: ('text' | 'image')[] }
  category_scores: { [category: string]: number }
}

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call'

/** An answer that came whole. */
export type ChatReply = {
  id: string
  choices: ChatChoice[]
  /** Seconds since 1970. */
  created: number
  model: string
  object: 'chat.completion'
  /** Present where the request asked for `moderation`. */
  moderation?: ReplyModeration | null
  service_tier?: 'auto' | 'default' | 'flex' | 'scale' | 'priority' | null
  system_fingerprint?: string
  usage?: Usage
  /** Pages that `[1]`, `[2]` … in the text stand for (Perplexity, xAI). */
  citations?: string[]
  /** What a search of the host's own found (Perplexity). */
  search_results?: SearchResult[]
}

export type SearchResult = { title?: string; url?: string; date?: string | null; [key: string]: unknown }

export type ChatChoice = {
  finish_reason: FinishReason
  index: number
  logprobs: Logprobs | null
  message: ReplyMessage
}

export type ReplyMessage = {
  content: string | null
  refusal: string | null
  role: 'assistant'
  annotations?: Annotation[]
  audio?: { id: string; data: string; expires_at: number; transcript: string } | null
  /** @deprecated Replaced by `tool_calls`. */
  function_call?: { arguments: string; name: string } | null
  tool_calls?: ToolCall[]
  /** Readable reasoning, from whichever vendor. */
  reasoning_content?: string | null
  /** Send these back unchanged on the next turn: Anthropic checks their signatures. */
  thinking_blocks?: ThinkingBlock[]
  /** Images the model made, as data URLs. */
  images?: ReplyImage[]
  /** What has no place in OpenAI's shape: hosted tool results, native finish reason, citations. */
  provider_specific_fields?: { [key: string]: unknown }
}

export type ReplyImage = { type: 'image_url'; image_url: { url: string }; index?: number }

export type Annotation = {
  type: 'url_citation'
  url_citation: { end_index: number; start_index: number; title: string; url: string }
}

export type Logprobs = { content: TokenLogprob[] | null; refusal: TokenLogprob[] | null }
export type TokenLogprob = {
  token: string
  bytes: number[] | null
  logprob: number
  top_logprobs: { token: string; bytes: number[] | null; logprob: number }[]
}

/** `prompt_tokens` includes cache reads and writes; `completion_tokens` includes reasoning; the total is their sum. */
export type Usage = {
  completion_tokens: number
  prompt_tokens: number
  total_tokens: number
  completion_tokens_details?: {
    accepted_prediction_tokens?: number
    audio_tokens?: number
    reasoning_tokens?: number
    rejected_prediction_tokens?: number
    text_tokens?: number
    image_tokens?: number
  }
  prompt_tokens_details?: {
    audio_tokens?: number
    cached_tokens?: number
    cache_write_tokens?: number
    /** Tokens written to the prompt cache (all lifetimes). */
    cache_creation_tokens?: number
    /** The part of `cache_creation_tokens` kept for one hour. */
    cache_creation_1h_tokens?: number
    text_tokens?: number
    image_tokens?: number
  }
  server_tool_use?: { web_search_requests?: number }
}

/** One piece of a stream. */
export type ChatChunk = {
  id: string
  choices: ChunkChoice[]
  created: number
  model: string
  object: 'chat.completion.chunk'
  moderation?: ReplyModeration | null
  service_tier?: 'auto' | 'default' | 'flex' | 'scale' | 'priority' | null
  system_fingerprint?: string
  usage?: Usage | null
  /** As in {@link ChatReply}; in the chunks the host puts it in, the finish chunk at the latest. */
  citations?: string[]
  search_results?: SearchResult[]
}

export type ChunkChoice = {
  delta: ChunkDelta
  finish_reason: FinishReason | null
  index: number
  logprobs?: Logprobs | null
}

export type ChunkDelta = {
  content?: string | null
  /** @deprecated Replaced by `tool_calls`. */
  function_call?: { arguments?: string; name?: string }
  refusal?: string | null
  role?: 'developer' | 'system' | 'user' | 'assistant' | 'tool'
  tool_calls?: ToolCallDelta[]
  annotations?: Annotation[]
  reasoning_content?: string | null
  thinking_blocks?: ThinkingBlock[]
  images?: ReplyImage[]
  audio?: { id?: string; data?: string; transcript?: string; expires_at?: number }
  provider_specific_fields?: { [key: string]: unknown }
}

/** `index` counts tool calls; `id`, `type` and `name` come with the first delta of an index only. */
export type ToolCallDelta = {
  index: number
  id?: string
  function?: { arguments?: string; name?: string }
  type?: 'function'
}
