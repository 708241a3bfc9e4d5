/** Google's own models on Vertex AI: Gemini, tuned Geminis, and embeddings. */
import type { Adapter } from './adapter.js'
import { contentCodec } from './gemini/content-codec.js'
import { geminiFailure } from './gemini/errors.js'
import { googleAuthorize, googleSignIn } from './vertex/authorize.js'
import { vertexEmbeddings } from './vertex/embeddings.js'
import { googleUrl, placed } from './vertex/url.js'

/** Adapter of the format `vertex-gemini`: chat, whole and streamed, embeddings, images, audio and token counts. */
export const vertexGemini: Adapter = {
  format: 'vertex-gemini',
  framing: 'sse',
  endpoints: { chat: placed(contentCodec(googleUrl)), embeddings: placed(vertexEmbeddings) },
  later: {
    images: async () => placed((await import('./gemini/images.js')).imagesCodec(googleUrl)),
    imageEdits: async () => placed((await import('./gemini/images-edit.js')).imageEditsCodec(googleUrl)),
    speech: async () => placed((await import('./gemini/speech.js')).speechCodec(googleUrl)),
    transcriptions: async () => placed((await import('./gemini/transcriptions.js')).transcriptionsCodec(googleUrl)),
    translations: async () => placed((await import('./gemini/transcriptions.js')).translationsCodec(googleUrl)),
    rerank: async () => placed((await import('./vertex/rerank.js')).vertexRerank),
    tokens: async () => placed((await import('./gemini/tokens.js')).tokensCodec(googleUrl, 'members')),
  },
  laterSignIn: googleSignIn,
  authorize: googleAuthorize,
  toFailure: geminiFailure,
}
