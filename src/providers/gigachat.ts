/**
 * Sber GigaChat: OpenAI's envelope with functions in the place of tools, and a token for an hour's use.
 * Sources: GigaChat's REST reference (chat, functions, token), LiteLLM's gigachat provider.
 */
import type { Adapter } from './adapter.js'
import { openAiAnswer, openAiChunk } from './gigachat/answer.js'
import { gigachatBody } from './gigachat/body.js'
import { signIn } from './gigachat/sign-in.js'
import { openAiErrorRules } from './openai/errors.js'
import { endpointUrl } from './openai/url.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { withBearer } from './shared/bearer.js'
import { badRequest } from './shared/failure.js'
import { countOf, isRecord, recordsOf } from './shared/json.js'
import { isText } from './shared/text-input.js'
import { httpFailure } from './shared/to-failure.js'

const headers = () => ({ accept: 'application/json' })

/** Adapter of the format `gigachat`: chat, whole and streamed, and embeddings. */
export const gigachat: Adapter = {
  format: 'gigachat',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: (_call, target) => endpointUrl(target, 'chat/completions'),
      headers,
      body: gigachatBody,
      answer: openAiAnswer,
      event: (chunk, _memo, call) => openAiChunk(chunk, call),
    }),
    embeddings: wrappedEmbeddings({
      url: (_call, target) => endpointUrl(target, 'embeddings'),
      headers,
      body: ({ model, input }, _call, target) =>
        isText(input)
          ? { body: { model, input: typeof input === 'string' ? [input] : input } }
          : { ...badRequest(target, '`input` must be a text or a list of texts', 'input'), body: undefined },
      answer(body) {
        if (!isRecord(body) || !Array.isArray(body.data)) return body
        const counts = recordsOf(body.data).map(({ usage }) => (isRecord(usage) ? (countOf(usage.prompt_tokens) ?? 0) : 0))
        return { ...body, usage: { prompt_tokens: counts.reduce((sum, count) => sum + count, 0) } }
      },
    }),
  },
  signIn,
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('gigachat'), now),
}
