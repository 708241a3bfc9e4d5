/** Voyage AI: embeddings and rerank. */
import type { Adapter } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'
import { voyageEmbeddings } from './voyage/embeddings.js'
import { voyageErrorRules } from './voyage/errors.js'

/** Adapter of the format `voyage`: embeddings, those of the contextual models included, and rerank. */
export const voyage: Adapter = {
  format: 'voyage',
  framing: 'sse',
  endpoints: { embeddings: voyageEmbeddings },
  later: { rerank: async () => (await import('./voyage/rerank.js')).voyageRerank },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, voyageErrorRules, now),
}
