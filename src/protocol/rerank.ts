/** Reranking in Cohere's v2 shape, which LiteLLM uses for every rerank provider. */

/** Body of `POST /rerank`. */
export type RerankRequest = {
  model: string
  query: string
  /** Texts, or maps with a `text` member. */
  documents: (string | { [key: string]: unknown })[]
  /** Most results; default all. */
  top_n?: number | null
  /** Fields of map documents to rank by; default `text`. */
  rank_fields?: string[]
  /** Puts each document into its result. Default false. */
  return_documents?: boolean
  max_chunks_per_doc?: number
  max_tokens_per_doc?: number
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

/** Best first. */
export type RerankReply = {
  id: string
  /** Name of the model where the host tells it. */
  model?: string
  results: RerankResult[]
  meta?: RerankMeta
}

export type RerankResult = {
  index: number
  relevance_score: number
  document?: { text: string; [key: string]: unknown }
}

export type RerankMeta = {
  billed_units?: { search_units?: number; total_tokens?: number }
  tokens?: { input_tokens?: number; output_tokens?: number }
}
