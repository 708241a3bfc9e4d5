/** Voyage AI: embeddings. */
import type { Adapter } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'
import { voyageEmbeddings } from './voyage/embeddings.js'
import { voyageErrorRules } from './voyage/errors.js'

/** Adapter of the format `voyage`: embeddings, those of the contextual models included. */
export const voyage: Adapter = {
  format: 'voyage',
  framing: 'sse',
  endpoints: { embeddings: voyageEmbeddings },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, voyageErrorRules, now),
}
