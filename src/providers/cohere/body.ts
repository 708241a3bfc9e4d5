/** Bodies of Cohere's v2 API as llmgen writes them. */

/** Text of a message. */
export type CohereText = { type: 'text'; text: string }
/** An image by address or data URL. */
export type CohereImage = { type: 'image_url'; image_url: { url: string; detail?: 'auto' | 'low' | 'high' } }
/** Reasoning of an earlier answer. */
export type CohereThinkingPart = { type: 'thinking'; thinking: string }
/** A document that a tool gave back, for the answer to cite. */
export type CohereDocumentPart = { type: 'document'; document: { data: { [key: string]: unknown }; id?: string } }

/** A tool call of an earlier answer; arguments are JSON text. */
export type CohereToolCall = { id: string; type: 'function'; function: { name: string; arguments: string } }

/** One message. */
export type CohereMessage =
  | { role: 'system'; content: string | CohereText[] }
  | { role: 'user'; content: string | (CohereText | CohereImage)[] }
  | { role: 'assistant'; content?: string | (CohereText | CohereThinkingPart)[]; tool_plan?: string; tool_calls?: CohereToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string | (CohereText | CohereDocumentPart)[] }

/** A tool of the caller. */
export type CohereTool = {
  type: 'function'
  function: { name: string; description?: string; parameters: { [key: string]: unknown } }
}

/** Whether the model thinks, and for how many tokens at most. */
export type CohereThinking = { type: 'enabled' | 'disabled'; token_budget?: number }

/** Body of `POST /v2/chat`. */
export type CohereBody = {
  model: string
  messages: CohereMessage[]
  stream?: true
  tools?: CohereTool[]
  strict_tools?: true
  tool_choice?: 'REQUIRED' | 'NONE'
  response_format?: { type: 'json_object'; json_schema?: { [key: string]: unknown } }
  thinking?: CohereThinking
  max_tokens?: number
  stop_sequences?: string[]
  temperature?: number
  seed?: number
  frequency_penalty?: number
  presence_penalty?: number
  k?: number
  p?: number
  logprobs?: true
}

/** What an input of an embedding call is for. Models from version 3 on require it. */
export type CohereInputType = 'search_document' | 'search_query' | 'classification' | 'clustering' | 'image'
/** Form of the vectors. */
export type CohereEmbeddingType = 'float' | 'int8' | 'uint8' | 'binary' | 'ubinary' | 'base64'

/** Body of `POST /v2/embed`. */
export type CohereEmbedBody = {
  model: string
  input_type: CohereInputType
  embedding_types: CohereEmbeddingType[]
  texts?: string[]
  images?: string[]
  inputs?: { content: (CohereText | CohereImage)[] }[]
  output_dimension?: number
}
