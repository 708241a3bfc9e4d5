/** What Gemini's `generateContent` answers, as the gateway writes it. A type test holds it against the vendor's own types. */

/** A request as it came, names in camel case: members are read one by one, since anybody may have written them. */
export type GenerateBody = { readonly [member: string]: unknown }

/** A part of an answer. Parts that only Gemini writes (code and its results) pass as they came. */
export type AnswerPart = {
  text?: string
  thought?: boolean
  thoughtSignature?: string
  inlineData?: { mimeType: string; data: string }
  functionCall?: { id?: string; name: string; args: { [key: string]: unknown } }
}

/** Tokens. `candidatesTokenCount` leaves thoughts out, unlike OpenAI's `completion_tokens`. */
export type AnswerUsage = {
  promptTokenCount: number
  candidatesTokenCount: number
  totalTokenCount: number
  cachedContentTokenCount?: number
  thoughtsTokenCount?: number
  /** US dollars; at the end of a stream, whose headers had gone before it was known. */
  cost?: number
}

/** Token probabilities of an answer. */
export type AnswerLogprobs = { chosenCandidates: TokenChance[]; topCandidates: { candidates: TokenChance[] }[] }
/** A token and the logarithm of its probability. */
export type TokenChance = { token: string; logProbability: number }

/** One of the answers. */
export type AnswerCandidate = {
  content: { role: 'model'; parts: AnswerPart[] }
  index: number
  finishReason?: string
  finishMessage?: string
  logprobsResult?: AnswerLogprobs
  avgLogprobs?: number
  /** Of answers by Gemini itself; passed as they came. */
  groundingMetadata?: object
  citationMetadata?: object
  urlContextMetadata?: object
  safetyRatings?: object[]
}

/** A whole answer, or one piece of a stream. */
export type GenerateAnswer = {
  candidates: AnswerCandidate[]
  modelVersion: string
  responseId: string
  usageMetadata?: AnswerUsage
  promptFeedback?: { [member: string]: unknown }
}

/** Answer of `countTokens`. */
export type CountAnswer = { totalTokens: number }

/** A vector. */
export type AnswerEmbedding = { values: number[] }
/** Answer of `embedContent`. */
export type EmbedAnswer = { embedding: AnswerEmbedding; usageMetadata: { promptTokenCount: number } }
/** Answer of `batchEmbedContents`. */
export type BatchEmbedAnswer = { embeddings: AnswerEmbedding[]; usageMetadata: { promptTokenCount: number } }
