/** Type test: the bodies for Gemini, Bedrock, Cohere and Ollama are what the vendors' own packages describe, without a cast. Checked by `tsc`. */
import type { ConverseCommandInput, ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { Content, FunctionDeclaration, GenerationConfig, Tool, ToolConfig } from '@google/genai'
import type { Cohere } from 'cohere-ai'
import type { ChatRequest, EmbedRequest } from 'ollama'
import type { ConverseBody } from '../../src/providers/bedrock/body.js'
import type { CohereBody, CohereEmbedBody } from '../../src/providers/cohere/body.js'
import type { GeminiBody } from '../../src/providers/gemini/body.js'
import type { OllamaChatBody, OllamaEmbedBody } from '../../src/providers/ollama/body.js'

/** The package's types as they travel: its enums are their text. */
type Wire<T> = T extends string ? `${T}` : T extends (infer Item)[] ? Wire<Item>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T

/** Google's package has no type for the body of `generateContent`; it is made of these. */
type GenerateContentBody = Wire<{
  contents: Content[]
  systemInstruction?: Content
  generationConfig?: GenerationConfig
  tools?: Tool[]
  toolConfig?: ToolConfig
}>

/** `json_schema` → `jsonSchema`: Cohere's package names in camel case what travels in snake case. */
type CamelName<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelName<Tail>>}` : Name
type Camel<T> = T extends readonly (infer Item)[]
  ? Camel<Item>[]
  : T extends object
    ? { [Key in keyof T as Key extends string ? CamelName<Key> : Key]: Camel<T[Key]> }
    : T

export function geminiTakes(body: GeminiBody): GenerateContentBody {
  return body
}

export function geminiDeclares(
  tool: NonNullable<NonNullable<GeminiBody['tools']>[number]['functionDeclarations']>[number],
): FunctionDeclaration {
  return tool
}

export function needsContents({ contents: _contents, ...rest }: GeminiBody): GenerateContentBody {
  // @ts-expect-error without contents it is no body
  return rest
}

/** The package holds bytes where base64 travels; the model id is in the path. */
export function bedrockTakes(body: ConverseBody<Uint8Array>): Omit<ConverseCommandInput, 'modelId'> {
  return body
}

export function bedrockStreams(body: ConverseBody<Uint8Array>): Omit<ConverseStreamCommandInput, 'modelId'> {
  return body
}

export function needsBytes(body: ConverseBody): Omit<ConverseCommandInput, 'modelId'> {
  // @ts-expect-error base64 text is not what the package takes
  return body
}

export function cohereTakes(body: Camel<CohereBody>): Cohere.V2ChatRequest {
  return body
}

export function cohereStreams(body: Camel<CohereBody>): Cohere.V2ChatStreamRequest {
  return body
}

export function cohereEmbeds(body: Camel<CohereEmbedBody>): Cohere.V2EmbedRequest {
  return body
}

export function needsInputType({ inputType: _type, ...rest }: Camel<CohereEmbedBody>): Cohere.V2EmbedRequest {
  // @ts-expect-error without an input type it is no body
  return rest
}

export function ollamaTakes(body: OllamaChatBody): ChatRequest {
  return body
}

export function ollamaEmbeds(body: OllamaEmbedBody): EmbedRequest {
  return body
}
