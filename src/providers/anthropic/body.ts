/** Body of `POST /v1/messages` as llmgen writes it. A type test holds it against the vendor's own types. */

/** A cache breakpoint; the default lifetime is five minutes. */
export type CacheMark = { type: 'ephemeral'; ttl?: '5m' | '1h' }

/** Text; never empty. */
export type TextBlock = { type: 'text'; text: string; cache_control?: CacheMark }
/** Image types that the API takes. */
export type ImageMime = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'
/** An image, inline, by address or by file id. */
export type ImageBlock = {
  type: 'image'
  source: { type: 'base64'; media_type: ImageMime; data: string } | { type: 'url'; url: string } | { type: 'file'; file_id: string }
  cache_control?: CacheMark
}
/** A PDF or text, inline, by address or by file id. */
export type DocumentBlock = {
  type: 'document'
  source:
    | { type: 'base64'; media_type: 'application/pdf'; data: string }
    | { type: 'text'; media_type: 'text/plain'; data: string }
    | { type: 'url'; url: string }
    | { type: 'file'; file_id: string }
  title?: string
  cache_control?: CacheMark
}
/** Thinking of an earlier answer, signed, unchanged. */
export type ThinkingPart = { type: 'thinking'; thinking: string; signature: string } | { type: 'redacted_thinking'; data: string }
/** A tool call of an earlier answer. */
export type ToolUseBlock = { type: 'tool_use'; id: string; name: string; input: { [key: string]: unknown }; cache_control?: CacheMark }
/** The result of a tool call. */
export type ToolResultBlock = {
  type: 'tool_result'
  tool_use_id: string
  content?: string | (TextBlock | ImageBlock | DocumentBlock)[]
  is_error?: boolean
  cache_control?: CacheMark
}

/** What a user turn holds. */
export type UserBlock = TextBlock | ImageBlock | DocumentBlock | ToolResultBlock
/** What an assistant turn holds. */
export type AssistantBlock = TextBlock | ThinkingPart | ToolUseBlock
/** Any block of a conversation. */
export type Block = UserBlock | AssistantBlock
/** One turn; roles alternate. */
export type Turn = { role: 'user'; content: UserBlock[] } | { role: 'assistant'; content: AssistantBlock[] }

/** A tool of the caller. */
export type AnthropicTool = {
  name: string
  description?: string
  input_schema: { type: 'object'; [key: string]: unknown }
  strict?: boolean
  cache_control?: CacheMark
}

/** Which tool the model may or must call. */
export type AnthropicToolChoice =
  | { type: 'auto' | 'any'; disable_parallel_tool_use?: boolean }
  | { type: 'tool'; name: string; disable_parallel_tool_use?: boolean }
  | { type: 'none' }

/** How hard the model thinks. */
export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** How the model thinks. */
export type Thinking =
  | { type: 'enabled'; budget_tokens: number }
  | { type: 'adaptive'; display?: 'summarized' | 'omitted' }
  | { type: 'disabled' }

/** The body itself. */
export type AnthropicBody = {
  model: string
  max_tokens: number
  messages: Turn[]
  system?: string | TextBlock[]
  stream?: boolean
  stop_sequences?: string[]
  temperature?: number
  top_p?: number
  top_k?: number
  tools?: AnthropicTool[]
  tool_choice?: AnthropicToolChoice
  thinking?: Thinking
  output_config?: { effort?: Effort; format?: { type: 'json_schema'; schema: { [key: string]: unknown } } }
  metadata?: { user_id?: string }
  service_tier?: 'auto' | 'standard_only'
}
