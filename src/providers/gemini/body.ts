/** Body of `generateContent` as llmgen writes it, AI Studio and Vertex AI alike. A type test holds it against the vendor's own types. */

/** Bytes in base64. */
export type InlineData = { mimeType: string; data: string }
/** A file by address: Files API, `gs:`, YouTube, or any `https:` that the host fetches. */
export type FileData = { mimeType?: string; fileUri: string }
/** How closely one image or video is looked at. */
export type MediaLevel = 'MEDIA_RESOLUTION_LOW' | 'MEDIA_RESOLUTION_HIGH'

/** A part of a turn; exactly one of the content members is there. */
export type GeminiPart = {
  text?: string
  inlineData?: InlineData
  fileData?: FileData
  functionCall?: { id?: string; name: string; args: { [key: string]: unknown } }
  functionResponse?: {
    id?: string
    name: string
    response: { [key: string]: unknown }
    parts?: { inlineData?: InlineData; fileData?: FileData }[]
  }
  /** Belongs to the part it came with; Gemini 3 refuses function calls without it. */
  thoughtSignature?: string
  videoMetadata?: { startOffset?: string; endOffset?: string; fps?: number }
  mediaResolution?: { level: MediaLevel }
}

/** One turn. */
export type GeminiContent = { role: 'user' | 'model'; parts: GeminiPart[] }

/** A function: `parametersJsonSchema` takes JSON Schema, `parameters` the OpenAPI subset of older models. */
export type FunctionDeclaration = {
  name: string
  description?: string
  parametersJsonSchema?: unknown
  parameters?: { [key: string]: unknown }
}
/** One entry for all functions, one for each hosted tool. */
export type GeminiTool = { functionDeclarations?: FunctionDeclaration[]; googleSearch?: { [key: string]: never } }

/** Whether functions may, must or must not be called. */
export type FunctionCallingConfig = { mode: 'AUTO' | 'ANY' | 'NONE' | 'VALIDATED'; allowedFunctionNames?: string[] }

/** Never both a budget (Gemini 2.5) and a level (Gemini 3). */
export type ThinkingConfig = {
  includeThoughts?: boolean
  thinkingBudget?: number
  thinkingLevel?: 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH'
}

/** Sampling, form and length of the answer. */
export type GenerationConfig = {
  temperature?: number
  topP?: number
  topK?: number
  maxOutputTokens?: number
  seed?: number
  stopSequences?: string[]
  candidateCount?: number
  presencePenalty?: number
  frequencyPenalty?: number
  responseLogprobs?: boolean
  logprobs?: number
  responseModalities?: ('TEXT' | 'IMAGE' | 'AUDIO')[]
  speechConfig?: { voiceConfig: { prebuiltVoiceConfig: { voiceName: string } } }
  responseMimeType?: 'application/json'
  responseJsonSchema?: unknown
  responseSchema?: { [key: string]: unknown }
  thinkingConfig?: ThinkingConfig
  mediaResolution?: MediaLevel
}

/** The body itself. */
export type GeminiBody = {
  contents: GeminiContent[]
  systemInstruction?: { parts: { text: string }[] }
  generationConfig?: GenerationConfig
  tools?: GeminiTool[]
  toolConfig?: { functionCallingConfig: FunctionCallingConfig }
}
