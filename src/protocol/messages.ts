/** Messages, content parts and tools of a chat request, as OpenAI writes them. */

export type ChatMessage = DeveloperMessage | SystemMessage | UserMessage | AssistantMessage | ToolMessage | FunctionMessage

/** Marks the end of a cached prefix for vendors that want it marked (Anthropic, Bedrock); removed for the others. */
export type CacheControl = { type: 'ephemeral'; ttl?: '5m' | '1h' }

/** Marks the end of a cached prefix for OpenAI. */
export type CacheBreakpoint = { mode: 'explicit' }

export type DeveloperMessage = { role: 'developer'; content: string | TextPart[]; name?: string; cache_control?: CacheControl }
export type SystemMessage = { role: 'system'; content: string | TextPart[]; name?: string; cache_control?: CacheControl }
export type UserMessage = { role: 'user'; content: string | ContentPart[]; name?: string; cache_control?: CacheControl }
export type AssistantMessage = {
  role: 'assistant'
  audio?: { id: string } | null
  content?: string | (TextPart | RefusalPart)[] | null
  /** @deprecated Replaced by `tool_calls`. */
  function_call?: { arguments: string; name: string } | null
  name?: string
  refusal?: string | null
  tool_calls?: ToolCall[]
  cache_control?: CacheControl
  /** Reasoning of an earlier turn; hosts that refuse it do not get it. */
  reasoning_content?: string | null
  thinking_blocks?: ThinkingBlock[]
  provider_specific_fields?: { [key: string]: unknown }
}
export type ToolMessage = { role: 'tool'; content: string | TextPart[]; tool_call_id: string; cache_control?: CacheControl }
/** @deprecated Replaced by the role `tool`. */
export type FunctionMessage = { role: 'function'; content: string | null; name: string }

export type ContentPart = TextPart | ImagePart | AudioPart | FilePart
export type TextPart = { type: 'text'; text: string; cache_control?: CacheControl; prompt_cache_breakpoint?: CacheBreakpoint }
export type ImagePart = {
  type: 'image_url'
  /** `url` is `https:` or a data URL. `format` is a MIME type where the URL does not tell. */
  image_url: { url: string; detail?: 'auto' | 'low' | 'high'; format?: string }
  cache_control?: CacheControl
  prompt_cache_breakpoint?: CacheBreakpoint
}
export type AudioPart = {
  type: 'input_audio'
  input_audio: { data: string; format: 'wav' | 'mp3' }
  cache_control?: CacheControl
  prompt_cache_breakpoint?: CacheBreakpoint
}
export type FilePart = {
  type: 'file'
  /** `file_data` is a data URL. */
  file: { file_data?: string; file_id?: string; filename?: string; format?: string }
  cache_control?: CacheControl
  prompt_cache_breakpoint?: CacheBreakpoint
}
export type RefusalPart = { type: 'refusal'; refusal: string }

export type ThinkingBlock = { type: 'thinking'; thinking: string; signature: string } | { type: 'redacted_thinking'; data: string }

export type ToolCall = FunctionToolCall | CustomToolCall
/** `arguments` is JSON text as the model wrote it. */
export type FunctionToolCall = { id: string; type: 'function'; function: { name: string; arguments: string } }
export type CustomToolCall = { id: string; type: 'custom'; custom: { name: string; input: string } }

export type FunctionDefinition = {
  name: string
  description?: string
  /** JSON Schema. */
  parameters?: { [key: string]: unknown }
}
export type ChatTool =
  | { type: 'function'; function: FunctionDefinition & { strict?: boolean | null }; cache_control?: CacheControl }
  | {
      type: 'custom'
      custom: {
        name: string
        description?: string
        format?: { type: 'text' } | { type: 'grammar'; grammar: { definition: string; syntax: 'lark' | 'regex' } }
      }
    }
export type ChatToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { type: 'function'; function: { name: string } }
  | { type: 'custom'; custom: { name: string } }
  | { type: 'allowed_tools'; allowed_tools: { mode: 'auto' | 'required'; tools: { [key: string]: unknown }[] } }

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | null

export type ResponseFormat =
  | { type: 'text' }
  | { type: 'json_object' }
  | {
      type: 'json_schema'
      json_schema: { name: string; description?: string; schema?: { [key: string]: unknown }; strict?: boolean | null }
    }
