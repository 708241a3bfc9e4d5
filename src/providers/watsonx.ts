/**
 * IBM watsonx.ai chat: OpenAI's format under names, URLs and a sign-in of its own.
 * Sources: IBM's watsonx.ai API reference and Node SDK types, LiteLLM's watsonx provider.
 */
import type { Adapter } from './adapter.js'
import { openAiErrorRules } from './openai/errors.js'
import { wrappedChat } from './openai/wrapped.js'
import { httpFailure } from './shared/to-failure.js'
import { chatMembers } from './watsonx/body.js'
import { embeddings } from './watsonx/embeddings.js'
import { authorize, signIn } from './watsonx/sign-in.js'
import { watsonxUrl } from './watsonx/url.js'

/** Adapter of the format `watsonx`: chat, whole and streamed, and embeddings. */
export const watsonx: Adapter = {
  format: 'watsonx',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: ({ stream }, target) => watsonxUrl(target, stream ? 'text/chat_stream' : 'text/chat'),
      headers: () => ({ accept: 'application/json' }),
      body: chatMembers,
      answer: (body) => ({ ...body, model: body.model ?? body.model_id }),
      event: (chunk) => ({ ...chunk, model: chunk.model ?? chunk.model_id }),
    }),
    embeddings,
  },
  signIn,
  authorize,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('watsonx'), now),
}
