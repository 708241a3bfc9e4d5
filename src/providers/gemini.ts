/** Google AI Studio: Gemini's generateContent and batchEmbedContents. */
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Credentials, Target } from './adapter.js'
import { contentCodec } from './gemini/content-codec.js'
import { embeddingsCodec } from './gemini/embeddings.js'
import { geminiFailure } from './gemini/errors.js'
import { studioUrl } from './gemini/url.js'

/** Adapter of the format `gemini`: chat, whole and streamed, embeddings, images, audio and token counts. */
export const gemini: Adapter = {
  format: 'gemini',
  framing: 'sse',
  endpoints: { chat: contentCodec(studioUrl), embeddings: embeddingsCodec(studioUrl) },
  later: {
    images: async () => (await import('./gemini/images.js')).imagesCodec(studioUrl),
    imageEdits: async () => (await import('./gemini/images-edit.js')).imageEditsCodec(studioUrl),
    speech: async () => (await import('./gemini/speech.js')).speechCodec(studioUrl),
    transcriptions: async () => (await import('./gemini/transcriptions.js')).transcriptionsCodec(studioUrl),
    translations: async () => (await import('./gemini/transcriptions.js')).translationsCodec(studioUrl),
    tokens: async () => (await import('./gemini/tokens.js')).tokensCodec(studioUrl),
  },
  cannotFetch: (url) => !/^https:\/\/(generativelanguage\.googleapis\.com|(www\.)?youtube\.com|youtu\.be)\//i.test(url),
  authorize: withKey,
  toFailure: geminiFailure,
}

/** Differs: LiteLLM puts the key into the URL, which ends up in logs; here it goes into `x-goog-api-key`. Tokens are bearer tokens. */
function withKey(request: HttpRequest, credentials: Credentials, target: Target): HttpRequest {
  const value = credentials.kind === 'key' ? credentials.key : credentials.kind === 'bearer' ? credentials.token : undefined
  if (value === undefined) return request
  const isBearer = credentials.kind === 'bearer' || target.provider.auth === 'bearer'
  return { ...request, headers: { ...request.headers, ...(isBearer ? { authorization: `Bearer ${value}` } : { 'x-goog-api-key': value }) } }
}
