/** Replicate: predictions that are made, then asked after or streamed. Sources: its HTTP API reference and LiteLLM's adapter. */
import type { Adapter } from './adapter.js'
import { replicateErrorRules, replicateFollow, replicatePiece, replicateReply } from './replicate/answer.js'
import { replicateRequest } from './replicate/request.js'
import { withBearer } from './shared/bearer.js'
import { textStream } from './shared/text-answer.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `replicate`: chat, whole and streamed. Tokens are counted only where the model counts them. */
export const replicate: Adapter = {
  format: 'replicate',
  framing: 'sse',
  endpoints: {
    chat: {
      toRequest: replicateRequest,
      fromResponse: replicateReply,
      stream: textStream(replicatePiece),
      follow: replicateFollow,
    },
  },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, replicateErrorRules, now),
}
