/** Body of `POST /model/{id}/converse` as llmgen writes it. A type test holds it against the vendor's own types. */

/** Anything JSON can hold, as the vendor types it. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }
/** A JSON object. */
export type JsonMap = { [key: string]: JsonValue }

/** `B` is base64 text on the wire; the vendor's package holds the bytes themselves. */
export type MediaSource<B = string> = { bytes: B } | { s3Location: { uri: string; bucketOwner?: string } }

/** Ends a cached prefix; stands behind what it closes. */
export type CachePoint = { cachePoint: { type: 'default'; ttl?: '5m' | '1h' } }
/** Text; never blank. */
export type TextBlock = { text: string }
/** Image formats that the API takes. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp'
/** An image. */
export type ImageBlock<B = string> = { image: { format: ImageFormat; source: MediaSource<B> } }
/** Document formats that the API takes. */
export type DocumentFormat = 'pdf' | 'csv' | 'doc' | 'docx' | 'xls' | 'xlsx' | 'html' | 'txt' | 'md'
/** A document; a text must stand beside it. */
export type DocumentBlock<B = string> = {
  document: { format: DocumentFormat; name: string; source: MediaSource<B>; context?: string; citations?: { enabled: boolean } }
}
/** Video formats that the API takes. */
export type VideoFormat = 'mp4' | 'mov' | 'mkv' | 'webm' | 'flv' | 'mpeg' | 'mpg' | 'wmv' | 'three_gp'
/** A video. */
export type VideoBlock<B = string> = { video: { format: VideoFormat; source: MediaSource<B> } }
/** Text that a guardrail looks at. */
export type GuardBlock = { guardContent: { text: { text: string } } }
/** Reasoning of an earlier answer, unchanged. */
export type ReasoningBlock<B = string> = {
  reasoningContent: { reasoningText: { text: string; signature?: string } } | { redactedContent: B }
}
/** A tool call of an earlier answer. */
export type ToolUseBlock = { toolUse: { toolUseId: string; name: string; input: JsonMap } }
/** What the result of a tool call holds. */
export type ResultContent<B = string> = TextBlock | { json: JsonMap } | ImageBlock<B> | DocumentBlock<B> | VideoBlock<B>
/** The result of a tool call. */
export type ToolResultBlock<B = string> = {
  toolResult: { toolUseId: string; content: ResultContent<B>[]; status?: 'success' | 'error' }
}

/** What a user's or a tool's content turns into. */
export type ContentBlock<B = string> = TextBlock | ImageBlock<B> | DocumentBlock<B> | VideoBlock<B> | GuardBlock
/** Any block of a conversation. */
export type Block<B = string> = ContentBlock<B> | ReasoningBlock<B> | ToolUseBlock | ToolResultBlock<B> | CachePoint
/** One turn; roles alternate. */
export type Turn<B = string> = { role: 'user' | 'assistant'; content: Block<B>[] }
/** A block of the system text. */
export type SystemBlock = TextBlock | GuardBlock | CachePoint

/** A tool of the caller, one of the host's, or the end of a cached prefix. */
export type ConverseTool =
  | { toolSpec: { name: string; description?: string; inputSchema: { json: JsonMap }; strict?: boolean } }
  | { systemTool: { name: string } }
  | CachePoint
/** Which tool the model may or must call. */
export type ConverseToolChoice = { auto: Record<string, never> } | { any: Record<string, never> } | { tool: { name: string } }

/** How the answer's form is prescribed; the schema is JSON text. */
export type OutputConfig = {
  textFormat: { type: 'json_schema'; structure: { jsonSchema: { name?: string; description?: string; schema: string } } }
}

/** The body itself. Members that the model's own vendor defines go into `additionalModelRequestFields`. */
export type ConverseBody<B = string> = {
  messages: Turn<B>[]
  system?: SystemBlock[]
  inferenceConfig?: { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: string[] }
  toolConfig?: { tools: ConverseTool[]; toolChoice?: ConverseToolChoice }
  outputConfig?: OutputConfig
  serviceTier?: { type: 'default' | 'flex' | 'priority' | 'reserved' }
  additionalModelRequestFields?: JsonMap
}
