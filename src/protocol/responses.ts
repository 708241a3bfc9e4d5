/**
 * OpenAI's Responses API on the wire. `test/types/responses.test-d.ts` proves these types and those of `openai` 6
 * mutually assignable. Members that newer versions or other hosts add pass as they are.
 */
import type { ReasoningEffort } from './messages.js'
import type {
  ResponsesInputFile,
  ResponsesInputImage,
  ResponsesInputItem,
  ResponsesInputText,
  ResponsesOutputItem,
} from './responses-items.js'
import type { ResponsesTool, ResponsesToolChoice } from './responses-tools.js'

export type { ResponsesEvent } from './responses-events.js'

/** Body of `POST /responses`. */
export type ResponsesRequest = {
  model: string
  input?: string | ResponsesInputItem[]
  background?: boolean | null
  context_management?: { type: string; compact_threshold?: number | null }[] | null
  conversation?: string | { id: string } | null
  include?: ResponsesIncludable[] | null
  instructions?: string | null
  /** Most tokens to write, reasoning included. */
  max_output_tokens?: number | null
  max_tool_calls?: number | null
  metadata?: { [key: string]: string } | null
  moderation?: { model: string; policy?: { input?: ModerationMode | null; output?: ModerationMode | null } | null } | null
  parallel_tool_calls?: boolean | null
  /** Goes on from a stored answer, where the provider stores answers. */
  previous_response_id?: string | null
  prompt?: ResponsesPrompt | null
  prompt_cache_key?: string | null
  prompt_cache_options?: { mode?: 'implicit' | 'explicit'; ttl?: '30m' }
  prompt_cache_retention?: 'in_memory' | '24h' | null
  reasoning?: ResponsesReasoningOptions | null
  safety_identifier?: string | null
  service_tier?: 'auto' | 'default' | 'flex' | 'scale' | 'priority' | null
  /** OpenAI's default is true: the answer is kept. */
  store?: boolean | null
  stream?: boolean | null
  stream_options?: { include_obfuscation?: boolean } | null
  temperature?: number | null
  text?: ResponsesTextOptions
  tool_choice?: ResponsesToolChoice
  tools?: ResponsesTool[]
  top_logprobs?: number | null
  top_p?: number | null
  truncation?: 'auto' | 'disabled' | null
  user?: string
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

type ModerationMode = { mode: 'score' | 'block' }

/** What an answer may hold beyond its text. */
export type ResponsesIncludable =
  | 'file_search_call.results'
  | 'web_search_call.results'
  | 'web_search_call.action.sources'
  | 'message.input_image.image_url'
  | 'computer_call_output.output.image_url'
  | 'code_interpreter_call.outputs'
  | 'reasoning.encrypted_content'
  | 'message.output_text.logprobs'

type ResponsesPrompt = {
  id: string
  variables?: { [name: string]: string | ResponsesInputText | ResponsesInputImage | ResponsesInputFile } | null
  version?: string | null
}

export type ResponsesReasoningOptions = {
  context?: 'auto' | 'current_turn' | 'all_turns' | null
  effort?: ReasoningEffort
  generate_summary?: 'auto' | 'concise' | 'detailed' | null
  mode?: string
  summary?: 'auto' | 'concise' | 'detailed' | null
}

export type ResponsesTextOptions = {
  format?:
    | { type: 'text' }
    | { type: 'json_object' }
    | { type: 'json_schema'; name: string; schema: { [key: string]: unknown }; description?: string; strict?: boolean | null }
  verbosity?: 'low' | 'medium' | 'high' | null
}

export type ResponsesReply = {
  id: string
  object: 'response'
  /** Seconds since 1970. */
  created_at: number
  model: string
  status?: 'completed' | 'failed' | 'in_progress' | 'cancelled' | 'queued' | 'incomplete'
  output: ResponsesOutputItem[]
  /** All text of the answer, joined. */
  output_text: string
  error: ResponsesError | null
  incomplete_details: { reason?: 'max_output_tokens' | 'content_filter' } | null
  instructions: string | ResponsesInputItem[] | null
  metadata: { [key: string]: string } | null
  parallel_tool_calls: boolean
  temperature: number | null
  tool_choice: ResponsesToolChoice
  tools: ResponsesTool[]
  top_p: number | null
  background?: boolean | null
  completed_at?: number | null
  conversation?: { id: string } | null
  max_output_tokens?: number | null
  moderation?: { input: ModerationOutcome; output: ModerationOutcome } | null
  previous_response_id?: string | null
  prompt?: ResponsesPrompt | null
  prompt_cache_key?: string | null
  prompt_cache_options?: { mode: 'implicit' | 'explicit'; ttl: '30m' }
  prompt_cache_retention?: 'in_memory' | '24h' | null
  reasoning?: ResponsesReasoningOptions | null
  safety_identifier?: string | null
  service_tier?: 'auto' | 'default' | 'flex' | 'scale' | 'priority' | null
  text?: ResponsesTextOptions
  top_logprobs?: number | null
  truncation?: 'auto' | 'disabled' | null
  usage?: ResponsesUsage
  user?: string
}

type ModerationOutcome =
  | {
      type: 'moderation_result'
      model: string
      flagged: boolean
      categories: { [category: string]: boolean }
      category_applied_input_types: { [category: string]: ('text' | 'image')[] }
      category_scores: { [category: string]: number }
    }
  | { type: 'error'; code: string; message: string }

export type ResponsesError = {
  code:
    | 'server_error'
    | 'rate_limit_exceeded'
    | 'invalid_prompt'
    | 'data_residency_mismatch'
    | 'bio_policy'
    | 'vector_store_timeout'
    | 'invalid_image'
    | 'invalid_image_format'
    | 'invalid_base64_image'
    | 'invalid_image_url'
    | 'image_too_large'
    | 'image_too_small'
    | 'image_parse_error'
    | 'image_content_policy_violation'
    | 'invalid_image_mode'
    | 'image_file_too_large'
    | 'unsupported_image_media_type'
    | 'empty_image_file'
    | 'failed_to_download_image'
    | 'image_file_not_found'
  message: string
}

/** `input_tokens` includes cache reads and writes, `output_tokens` reasoning. */
export type ResponsesUsage = {
  input_tokens: number
  input_tokens_details: { cached_tokens: number; cache_write_tokens: number }
  output_tokens: number
  output_tokens_details: { reasoning_tokens: number }
  total_tokens: number
}
