/** Azure OpenAI: OpenAI's format behind Azure's URLs, keys and dated versions. */
import type { Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, Credentials, Target } from './adapter.js'
import { passGates } from './azure/gates.js'
import { withoutHint } from './azure/hint.js'
import { azureDoor, azureUrl } from './azure/url.js'
import { chatReply } from './openai/chat-reply.js'
import { chatBody, openAiHeaders } from './openai/chat-request.js'
import { chatStream } from './openai/chat-stream.js'
import { embeddingBody, embeddings } from './openai/embeddings.js'
import { openAiErrorRules } from './openai/errors.js'
import { httpFailure } from './shared/to-failure.js'

const chat = { toRequest: chatRequest, fromResponse: chatReply, stream: chatStream }

/** Adapter of the format `azure`: chat, whole and streamed, embeddings, and every other endpoint of OpenAI's that Azure has. */
export const azure: Adapter = {
  format: 'azure',
  framing: 'sse',
  endpoints: { chat, embeddings: { ...embeddings, toRequest: embeddingRequest } },
  later: {
    completions: async () => (await import('./azure/later.js')).azureCompletions,
    images: async () => (await import('./azure/later.js')).azureImages,
    imageEdits: async () => (await import('./azure/later.js')).azureImageEdits,
    transcriptions: async () => (await import('./azure/later.js')).azureTranscriptions,
    translations: async () => (await import('./azure/later.js')).azureTranslations,
    speech: async () => (await import('./azure/later.js')).azureSpeech,
    responses: async () => (await import('./openai-responses/later.js')).azureResponsesBeside(chat),
  },
  laterSignIn: async () => (await import('./azure/sign-in.js')).azureSignIn,
  authorize(request, credentials) {
    const header = keyHeader(credentials)
    return header === undefined ? request : { ...request, headers: { ...request.headers, ...header } }
  },
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('azure'), now),
}

function chatRequest(call: Call<'chat'>, given: Target): Outcome<HttpRequest> {
  const target = withoutHint(given)
  const built = chatBody(call, target)
  if (built.body === undefined) return built
  const door = azureDoor(target)
  const refused = door.form === 'deployment' ? passGates(built.body, door.version, call, target) : undefined
  if (refused !== undefined) return refused
  return { method: 'POST', url: azureUrl(door, 'chat/completions'), headers: openAiHeaders(call, target), body: JSON.stringify(built.body) }
}

function embeddingRequest(call: Call<'embeddings'>, given: Target): Outcome<HttpRequest> {
  const target = withoutHint(given)
  const built = embeddingBody(call, target)
  if (built.body === undefined) return built
  const url = azureUrl(azureDoor(target), 'embeddings')
  return { method: 'POST', url, headers: openAiHeaders(call, target), body: JSON.stringify(built.body) }
}

/** A key, or a token of Azure AD. */
function keyHeader(credentials: Credentials): { readonly [name: string]: string } | undefined {
  if (credentials.kind === 'bearer') return { authorization: `Bearer ${credentials.token}` }
  return credentials.kind === 'key' ? { 'api-key': credentials.key } : undefined
}
