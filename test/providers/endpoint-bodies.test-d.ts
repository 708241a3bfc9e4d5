/** Type test: the bodies for rerank, token counts, images and speech are what the vendors' own packages describe, without a cast. Checked by `tsc`. */
import type { MessageCountTokensParams } from '@anthropic-ai/sdk/resources/messages/messages'
import type { CountTokensCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { Content, GenerationConfig, ImageConfig } from '@google/genai'
import type { Cohere } from 'cohere-ai'
import type { AnthropicCountBody } from '../../src/providers/anthropic/tokens.js'
import type { BedrockCountBody } from '../../src/providers/bedrock/tokens.js'
import type { CohereRerankBody } from '../../src/providers/cohere/rerank.js'
import type { GeminiImageBody } from '../../src/providers/gemini/images.js'
import type { GeminiSpeechBody } from '../../src/providers/gemini/speech.js'

/** The package's types as they travel: its enums are their text. */
type Wire<T> = T extends string ? `${T}` : T extends (infer Item)[] ? Wire<Item>[] : T extends object ? { [K in keyof T]: Wire<T[K]> } : T

/** The package lists pictures' form apart from what a model generates. */
type GenerateContentBody = Wire<{ contents: Content[]; generationConfig?: GenerationConfig & { imageConfig?: ImageConfig } }>

export function anthropicCounts(body: AnthropicCountBody): MessageCountTokensParams {
  return body
}

/** The package holds bytes where base64 travels; the model id is in the path. */
export function bedrockCounts(body: BedrockCountBody<Uint8Array>): Omit<CountTokensCommandInput, 'modelId'> {
  return body
}

/** The package names in camel case what travels in snake case. */
export function cohereRanks({
  top_n: topN,
  max_tokens_per_doc: maxTokensPerDoc,
  ...body
}: Required<CohereRerankBody>): Cohere.V2RerankRequest {
  return { ...body, topN, maxTokensPerDoc }
}

export function geminiDraws(body: GeminiImageBody): GenerateContentBody {
  return body
}

export function geminiSpeaks(body: GeminiSpeechBody): GenerateContentBody {
  return body
}

export function needsMessages({ messages: _messages, ...rest }: AnthropicCountBody): MessageCountTokensParams {
  // @ts-expect-error without messages there is nothing to count
  return rest
}
