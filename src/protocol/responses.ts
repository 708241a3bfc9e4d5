/** OpenAI's Responses API on the wire, as far as llmgen reads it; members it does not read pass as they are. */

/** Body of `POST /responses`. */
export type ResponsesRequest = {
  model: string
  input: string | ResponsesItem[]
  background?: boolean | null
  include?: string[] | null
  instructions?: string | null
  max_output_tokens?: number | null
  max_tool_calls?: number | null
  metadata?: { [key: string]: string } | null
  parallel_tool_calls?: boolean | null
  previous_response_id?: string | null
  prompt_cache_key?: string | null
  reasoning?: { effort?: string | null; summary?: string | null; [key: string]: unknown } | null
  safety_identifier?: string | null
  service_tier?: string | null
  store?: boolean | null
  stream?: boolean | null
  stream_options?: { include_obfuscation?: boolean } | null
  temperature?: number | null
  text?: { format?: { type: string; [key: string]: unknown }; verbosity?: string | null }
  tool_choice?: string | { type: string; [key: string]: unknown }
  tools?: { type: string; [key: string]: unknown }[]
  top_logprobs?: number | null
  top_p?: number | null
  truncation?: 'auto' | 'disabled' | null
  user?: string
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

/** An item of the input or the output: a message, a tool call, its result, reasoning, or one of a hosted tool. */
export type ResponsesItem = { type?: string; [key: string]: unknown }

export type ResponsesReply = {
  id: string
  object: 'response'
  /** Seconds since 1970. */
  created_at: number
  model: string
  status?: 'completed' | 'failed' | 'in_progress' | 'cancelled' | 'queued' | 'incomplete'
  output: ResponsesItem[]
  /** All text of the answer, joined. */
  output_text?: string
  error?: { code: string; message: string } | null
  incomplete_details?: { reason?: string } | null
  usage?: ResponsesUsage | null
  [key: string]: unknown
}

export type ResponsesUsage = {
  input_tokens: number
  input_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number }
  output_tokens: number
  output_tokens_details?: { reasoning_tokens?: number }
  total_tokens: number
}

/** One event of a streamed response, such as `response.output_text.delta`. */
export type ResponsesEvent = { type: string; [key: string]: unknown }
