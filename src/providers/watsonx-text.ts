/**
 * IBM watsonx.ai text generation: a prompt in, text out, for models without a chat endpoint.
 * Sources: IBM's watsonx.ai API reference, LiteLLM's watsonx_text provider.
 */
import type { Adapter } from './adapter.js'
import { openAiErrorRules } from './openai/errors.js'
import { httpFailure } from './shared/to-failure.js'
import { embeddings } from './watsonx/embeddings.js'
import { generation } from './watsonx/generation.js'
import { authorize, signIn } from './watsonx/sign-in.js'

/** Adapter of the format `watsonx-text`: chat over text generation, whole and streamed, and embeddings. */
export const watsonxText: Adapter = {
  format: 'watsonx-text',
  framing: 'sse',
  endpoints: { chat: generation, embeddings },
  signIn,
  authorize,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('watsonx'), now),
}
