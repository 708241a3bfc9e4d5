/**
 * Cloudflare Workers AI: OpenAI's format at `ai/v1`, and `ai/run/{model}` where the config's `api_base` leads there.
 * Sources: Cloudflare's Workers AI reference (OpenAI-compatible endpoints, text generation, REST errors), LiteLLM's cloudflare provider.
 */
import type { Adapter, EndpointCodec } from './adapter.js'
import { answerOf, chunkOf, type RunMemo, vectorsOf } from './cloudflare/run.js'
import { isRun, workersUrl } from './cloudflare/url.js'
import { openAiErrorRules } from './openai/errors.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { withBearer } from './shared/bearer.js'
import { badRequest } from './shared/failure.js'
import { isText } from './shared/text-input.js'
import { httpFailure } from './shared/to-failure.js'

/** One codec for both doors: what they answer can be told apart. */
const chat: EndpointCodec<'chat'> = wrappedChat<RunMemo>({
  url: (_call, target) => workersUrl(target, 'chat/completions'),
  body(body, _call, target) {
    if (!isRun(target)) return { body }
    const { model: _model, stream_options: _options, ...rest } = body // the model is in the path
    return { body: rest }
  },
  answer: answerOf,
  memo: () => ({ calls: 0 }),
  event: chunkOf,
})

/** Adapter of the format `cloudflare`: chat, whole and streamed, and embeddings. */
export const cloudflare: Adapter = {
  format: 'cloudflare',
  framing: 'sse',
  endpoints: {
    chat,
    embeddings: wrappedEmbeddings({
      url: (_call, target) => workersUrl(target, 'embeddings'),
      body(body, _call, target) {
        if (!isRun(target)) return { body }
        const { model: _model, input, encoding_format: _format, ...rest } = body
        if (isText(input)) return { body: { ...rest, text: typeof input === 'string' ? [input] : input } }
        return { ...badRequest(target, '`input` must be a text or a list of texts', 'input'), body: undefined }
      },
      answer: vectorsOf,
    }),
  },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('cloudflare'), now),
}
