/** OpenAI's wire format: OpenAI itself and, by the quirks of their rows, the hosts that speak it. */
import type { Adapter } from './adapter.js'
import { chatReply } from './openai/chat-reply.js'
import { chatRequest } from './openai/chat-request.js'
import { embeddings } from './openai/embeddings.js'
import { openAiErrorRules } from './openai/errors.js'
import { withKey } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

const chat = { toRequest: chatRequest, fromResponse: chatReply }
const laterStream = async () => (await import('./openai/chat-stream.js')).chatStream

/** Adapter of the format `openai`: chat, whole and streamed, embeddings, and every other endpoint at its first call. */
export const openai: Adapter = {
  format: 'openai',
  framing: 'sse',
  endpoints: {
    chat,
    embeddings,
  },
  later: {
    completions: async () => (await import('./openai/completions-by-host.js')).completionsByHost,
    images: async () => (await import('./openai/images.js')).images(),
    imageEdits: async () => (await import('./openai/image-edits.js')).imageEdits(),
    transcriptions: async () => (await import('./openai/transcriptions.js')).transcriptions(),
    translations: async () => (await import('./openai/transcriptions.js')).translations(),
    speech: async () => (await import('./openai/speech.js')).speech(),
    moderations: async () => (await import('./openai/moderations.js')).moderations(),
    rerank: async () => (await import('./openai/rerank.js')).rerank(),
    responses: async () => (await import('./openai-responses/later.js')).responsesBeside({ ...chat, stream: await laterStream() }),
    tokens: async () => (await import('./openai-responses/tokens.js')).openAiTokens,
  },
  laterStream,
  cannotFetch: (url, { provider }) => provider.quirks.inlineMedia === true && /^https?:/i.test(url),
  authorize: (request, credentials, { provider }) => withKey(request, credentials, provider.auth),
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules(target.provider.name), now),
}
