/** Vectors of any provider as the reply that OpenAI sends. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import { fromBase64Floats, toBase64Floats } from './base64-floats.js'

/** A vector as the caller asked for it, or undefined where it cannot be read. `asText`: base64 instead of numbers. */
export function embeddingVector(value: unknown, asText: boolean): readonly number[] | string | undefined {
  if (typeof value === 'string') {
    const numbers = fromBase64Floats(value)
    return asText && numbers !== undefined ? value : numbers
  }
  if (!Array.isArray(value) || !value.every((number) => typeof number === 'number')) return undefined
  return asText ? toBase64Floats(value) : value
}

/** The reply; vectors in the order of the inputs. */
export function embeddingList(vectors: readonly (readonly number[] | string)[], model: string, promptTokens: number): EmbeddingReply {
  return {
    object: 'list',
    data: vectors.map((embedding, index) => ({
      object: 'embedding',
      index,
      embedding: embedding as number[], // base64 text only where the caller asked for it, as the protocol's type says
    })),
    model,
    usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
  }
}
