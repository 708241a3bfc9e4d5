/** Ollama's own API, on a machine of the user's or hosted. */
import type { Adapter } from './adapter.js'
import { ollamaErrorRules } from './ollama/errors.js'
import { eitherEmbeddings, eitherRequest, eitherStream } from './ollama/openai-door.js'
import { ollamaReply } from './ollama/reply.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

/**
 * Adapter of the format `ollama`: chat, whole and streamed, and embeddings.
 * Differs: LiteLLM sends `ollama/` models to `/api/generate` with a prompt it templates itself; here all go to `/api/chat`.
 */
export const ollama: Adapter = {
  format: 'ollama',
  framing: 'json-lines',
  endpoints: {
    chat: { toRequest: eitherRequest, fromResponse: ollamaReply, stream: eitherStream },
    embeddings: eitherEmbeddings,
  },
  cannotFetch: () => true,
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, ollamaErrorRules, now),
}
