/** Cohere's own API, version 2. */
import type { Adapter } from './adapter.js'
import { cohereEmbeddings } from './cohere/embeddings.js'
import { cohereErrorRules } from './cohere/errors.js'
import { cohereReply } from './cohere/reply.js'
import { cohereRequest } from './cohere/request.js'
import { cohereStream } from './cohere/stream.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `cohere`: chat, whole and streamed, embeddings and rerank. */
export const cohere: Adapter = {
  format: 'cohere',
  framing: 'sse',
  endpoints: {
    chat: { toRequest: cohereRequest, fromResponse: cohereReply, stream: cohereStream },
    embeddings: cohereEmbeddings,
  },
  later: { rerank: async () => (await import('./cohere/rerank.js')).cohereRerank },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, cohereErrorRules, now),
}
