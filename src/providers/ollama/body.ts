/** Bodies of Ollama's own API as llmgen writes them. */

/** A tool call of an earlier answer; arguments are an object, and there are no ids. */
export type OllamaToolCall = { function: { name: string; arguments: { [key: string]: unknown } } }

/** One message. Images are base64 without the head of a data URL. */
export type OllamaMessage = {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  images?: string[]
  thinking?: string
  tool_calls?: OllamaToolCall[]
  /** Name of the tool whose result this is. */
  tool_name?: string
}

/** JSON Schema of a tool's arguments, as far as the API reads it. */
export type OllamaSchema = {
  type?: string
  required?: string[]
  properties?: { [name: string]: { type?: string | string[]; description?: string; enum?: unknown[]; items?: unknown } }
}

/** A tool of the caller. */
export type OllamaTool = { type: 'function'; function: { name: string; description?: string; parameters: OllamaSchema } }

/** How hard the model thinks; levels are for gpt-oss. */
export type OllamaThink = boolean | 'low' | 'medium' | 'high'

/** What OpenAI's parameters become; native options stand beside them. */
export type OllamaOptions = {
  num_predict?: number
  temperature?: number
  top_p?: number
  top_k?: number
  seed?: number
  stop?: string[]
  presence_penalty?: number
  frequency_penalty?: number
}

/** Body of `POST /api/chat`. */
export type OllamaChatBody = {
  model: string
  messages: OllamaMessage[]
  /** Always sent: the API streams by default. */
  stream: boolean
  tools?: OllamaTool[]
  /** `json`, or the schema of the answer. */
  format?: 'json' | { [key: string]: unknown }
  think?: OllamaThink
  logprobs?: boolean
  top_logprobs?: number
  options?: OllamaOptions
}

/** Body of `POST /api/embed`. */
export type OllamaEmbedBody = { model: string; input: string | string[]; dimensions?: number }
