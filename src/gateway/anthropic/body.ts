/** What Anthropic's Messages API answers, as the gateway writes it. A type test holds it against the vendor's own types. */

/** A request as it came: members are read one by one, since anybody may have written them. */
export type MessagesBody = { readonly [member: string]: unknown }

/** A block of an answer. Blocks that only Anthropic's own models write (hosted tools and their results) pass as they came. */
export type AnswerBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'redacted_thinking'; data: string }
  | { type: 'tool_use'; id: string; name: string; input: unknown }

/** Why an answer ended. Source: the Messages API reference. */
export type StopReason =
  | 'end_turn'
  | 'max_tokens'
  | 'stop_sequence'
  | 'tool_use'
  | 'pause_turn'
  | 'refusal'
  | 'compaction'
  | 'model_context_window_exceeded'

/** Tokens. `input_tokens` leaves cache reads and writes out, unlike OpenAI's `prompt_tokens`. */
export type MessageUsage = {
  input_tokens: number
  output_tokens: number
  cache_creation_input_tokens: number
  cache_read_input_tokens: number
  cache_creation?: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number }
  output_tokens_details?: { thinking_tokens: number }
  server_tool_use?: { web_search_requests: number }
  /** Of answers by Anthropic's own models; passed as they came. */
  service_tier?: string
  inference_geo?: string
  iterations?: unknown
  /** US dollars; at the end of a stream, whose headers had gone before it was known. */
  cost?: number
}

/** A whole answer. */
export type Message = {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: AnswerBlock[]
  stop_reason: StopReason | null
  stop_sequence: string | null
  usage: MessageUsage
  /** Of answers by Anthropic's own models; passed as they came. */
  container?: { [member: string]: unknown }
  context_management?: { [member: string]: unknown }
  stop_details?: { [member: string]: unknown }
}

/** One event of a streamed answer; its `type` is also the name of the event. */
export type MessageEvent =
  | { type: 'message_start'; message: Message }
  | { type: 'content_block_start'; index: number; content_block: AnswerBlock }
  | { type: 'content_block_delta'; index: number; delta: BlockDelta }
  | { type: 'content_block_stop'; index: number }
  | { type: 'message_delta'; delta: EndOfMessage; usage: MessageUsage; context_management?: { [member: string]: unknown } }
  | { type: 'message_stop' }
  | { type: 'ping' }
  | MessagesError

/** A piece of a block. */
export type BlockDelta =
  | { type: 'text_delta'; text: string }
  | { type: 'thinking_delta'; thinking: string }
  | { type: 'signature_delta'; signature: string }
  | { type: 'input_json_delta'; partial_json: string }

/** How a streamed answer ended. */
export type EndOfMessage = Pick<Message, 'stop_reason' | 'stop_sequence' | 'container' | 'stop_details'>

/** Anthropic's kinds of error. Source: the error reference. */
export type MessagesErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'timeout_error'
  | 'rate_limit_error'
  | 'api_error'
  | 'overloaded_error'

/** An error, as a body and as an event of a stream. */
export type MessagesError = { type: 'error'; error: { type: MessagesErrorType; message: string } }

/** Answer of `POST /v1/messages/count_tokens`. */
export type MessagesCount = { input_tokens: number }
