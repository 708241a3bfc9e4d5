/** Embeddings as OpenAI writes them on the wire. */

/** Body of `POST /embeddings`. */
export type EmbeddingRequest = {
  input: string | string[] | number[] | number[][]
  model: string
  /** Length of each vector, where the model can shorten it. */
  dimensions?: number
  /** How vectors travel from the provider. Replies carry numbers unless the caller asked for `base64`. */
  encoding_format?: 'float' | 'base64'
  user?: string
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

export type EmbeddingReply = {
  data: Embedding[]
  model: string
  object: 'list'
  usage: { prompt_tokens: number; total_tokens: number }
}

/** With `encoding_format: 'base64'` the vector is base64 text of little-endian 32-bit floats, as with OpenAI's own SDK. */
export type Embedding = { embedding: number[]; index: number; object: 'embedding' }
