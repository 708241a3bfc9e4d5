/** Nomic Atlas: embeddings of texts. */
import type { Adapter } from './adapter.js'
import { nomicEmbeddings } from './nomic/embeddings.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `nomic`: embeddings. */
export const nomic: Adapter = {
  format: 'nomic',
  framing: 'sse',
  endpoints: { embeddings: nomicEmbeddings },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}
