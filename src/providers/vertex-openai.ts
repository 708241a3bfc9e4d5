/** Models on Vertex AI that speak OpenAI's format: Llama, DeepSeek, Qwen, gpt-oss, Mistral, Jamba, and endpoints of one's own. */
import type { Adapter } from './adapter.js'
import { geminiFailure } from './gemini/errors.js'
import { googleAuthorize, googleSignIn } from './vertex/authorize.js'
import { partnerChat } from './vertex/partner.js'
import { placed } from './vertex/url.js'

/** Adapter of the format `vertex-openai`: chat, whole and streamed. */
export const vertexOpenai: Adapter = {
  format: 'vertex-openai',
  framing: 'sse',
  endpoints: { chat: placed(partnerChat) },
  laterSignIn: googleSignIn,
  authorize: googleAuthorize,
  toFailure: geminiFailure,
}
