/**
 * Hugging Face: OpenAI's format at the router and at endpoints of one's own (TGI), vectors by `feature-extraction`.
 * Sources: Hugging Face's Inference Providers and Text Embeddings Inference references, recorded exchanges, LiteLLM's huggingface provider.
 */
import type { Adapter } from './adapter.js'
import { embeddingUrl, isModelUrl, nestedVectors } from './huggingface/embeddings.js'
import { openAiErrorRules } from './openai/errors.js'
import { endpointUrl } from './openai/url.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { withBearer } from './shared/bearer.js'
import { badRequest } from './shared/failure.js'
import { isText } from './shared/text-input.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `huggingface`: chat, whole and streamed, embeddings, and reranking by an endpoint of one's own. */
export const huggingface: Adapter = {
  format: 'huggingface',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      // a URL as the model is an endpoint of one's own, which serves one model whatever it is called
      url: (_call, target) => endpointUrl(isModelUrl(target) ? { ...target, baseUrl: target.model } : target, 'chat/completions'),
      body: (body, _call, target) => ({ body: isModelUrl(target) ? { ...body, model: 'tgi' } : body }),
    }),
    embeddings: wrappedEmbeddings({
      url: (_call, target) => embeddingUrl(target),
      body({ model: _model, input, user: _user, encoding_format: _format, ...parameters }, _call, target) {
        if (isText(input)) return { body: { inputs: typeof input === 'string' ? [input] : input, ...parameters } }
        return { ...badRequest(target, '`input` must be a text or a list of texts', 'input'), body: undefined }
      },
      answer: nestedVectors,
    }),
  },
  later: { rerank: async () => (await import('./openai/rerank.js')).rerank() },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('huggingface'), now),
}
