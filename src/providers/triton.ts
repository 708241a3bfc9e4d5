/**
 * NVIDIA Triton Inference Server: its generate extension for chat, tensors for `/infer` and embeddings. Sources: Triton's
 * generate extension, the KServe inference protocol, TensorRT-LLM's backend, LiteLLM's adapter.
 */
import type { Adapter } from './adapter.js'
import { withBearer } from './shared/bearer.js'
import { textStream } from './shared/text-answer.js'
import { httpFailure } from './shared/to-failure.js'
import { tritonPiece, tritonReply, tritonRequest } from './triton/chat.js'

/** Adapter of the format `triton`: chat, whole and streamed, and embeddings. The server counts no tokens. */
export const triton: Adapter = {
  format: 'triton',
  framing: 'sse',
  endpoints: {
    chat: {
      toRequest: tritonRequest,
      fromResponse: tritonReply,
      // the stream ends with the connection: the protocol has no last event
      stream: textStream(tritonPiece, (state) => state.hasText),
    },
  },
  later: { embeddings: async () => (await import('./triton/embeddings.js')).tritonEmbeddings },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, [], now),
}
