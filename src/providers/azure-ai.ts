/** Azure AI Foundry and its serverless hosts: OpenAI's format below `/models`, or right below an address of one's own. */
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Credentials, Target } from './adapter.js'
import { atPlace, foundryKey, modelsPlace, openAiPlace } from './azure/foundry.js'
import { chatReply } from './openai/chat-reply.js'
import { chatRequest } from './openai/chat-request.js'
import { chatStream } from './openai/chat-stream.js'
import { embeddings } from './openai/embeddings.js'
import { openai } from './openai.js'
import { withBearer } from './shared/bearer.js'

const chat = { ...atPlace({ toRequest: chatRequest, fromResponse: chatReply }, modelsPlace), stream: chatStream }

/** Adapter of the format `azure-ai`: chat and embeddings of the models door, images and audio of OpenAI's, rerank as Cohere has it. */
export const azureAi: Adapter = {
  ...openai,
  format: 'azure-ai',
  endpoints: { chat, embeddings: atPlace(embeddings, modelsPlace) },
  later: {
    completions: async () => (await import('./completions-bridge.js')).completionsOverChat(chat),
    responses: async () => (await import('./responses-bridge.js')).responsesOverChat(chat),
    images: async () => atPlace((await import('./openai/images.js')).images(), openAiPlace),
    imageEdits: async () => atPlace((await import('./openai/image-edits.js')).imageEdits(), openAiPlace),
    transcriptions: async () => atPlace((await import('./openai/transcriptions.js')).transcriptions(), openAiPlace),
    translations: async () => atPlace((await import('./openai/transcriptions.js')).translations(), openAiPlace),
    speech: async () => atPlace((await import('./openai/speech.js')).speech(), openAiPlace),
    rerank: async () => (await import('./openai/rerank.js')).rerank(),
  },
  laterSignIn: async () => (await import('./azure/sign-in.js')).azureSignIn,
  authorize,
}

function authorize(request: HttpRequest, credentials: Credentials, target: Target): HttpRequest {
  if (credentials.kind !== 'key' || !foundryKey(target.baseUrl)) return withBearer(request, credentials)
  return { ...request, headers: { ...request.headers, 'api-key': credentials.key } }
}
