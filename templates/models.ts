/** The model names of the config, by what they answer. A property's type lists features the model is known to lack. */
import type { ChatBody, EmbeddingBody, Feature, Lacks } from /* hole: runtime */ 'llmgen/runtime'

/** Models for `llm.chat.completions.create` and `llm.completion`. */
export interface ChatModels {
  /* hole: chat */ readonly example: never
}

/** Chat models named with `*`, which stands for any text. */
export interface ChatWildcards {
  /* hole: chatWildcards */ readonly example: never
}

/** Models for `llm.embeddings.create`. */
export interface EmbeddingModels {
  /* hole: embedding */ readonly example: never
}

/** Embedding models named with `*`, which stands for any text. */
export interface EmbeddingWildcards {
  /* hole: embeddingWildcards */ readonly example: never
}

/** Any chat model. Patterns are written with `& {}` so that editors still offer the exact names. */
export type ChatModel = /* hole: chatModel */ keyof ChatModels
/** Any embedding model. */
export type EmbeddingModel = /* hole: embeddingModel */ keyof EmbeddingModels
// hole: others

/** Chat models that are not known to lack a feature: `ChatModelWith<'tools'>`. */
export type ChatModelWith<F extends Feature, N extends ChatModel = ChatModel> = N extends ChatModel
  ? Lacks<Models, N, F> extends true
    ? never
    : N
  : never

/** Body of a chat request to any of the models, or to the ones named. */
export type ChatRequest<N extends ChatModel = ChatModel> = ChatBody<Models, N>
/** Body of an embedding request to any of the models, or to the ones named. */
export type EmbeddingRequest<N extends EmbeddingModel = EmbeddingModel> = EmbeddingBody<Models, N>

/** The tables as the client reads them. */
export interface Models {
  readonly chat: ChatModels
  readonly embedding: EmbeddingModels
  // hole: otherMembers
  readonly wildcards: /* hole: wildcardTables */ { readonly chat: ChatWildcards; readonly embedding: EmbeddingWildcards }
}
