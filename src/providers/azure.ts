/** Azure OpenAI: OpenAI's format behind Azure's URLs, keys and dated versions. */
import type { Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Call, Credentials, EndpointCodec, Target } from './adapter.js'
import { passGates } from './azure/gates.js'
import { azureDoor, azureUrl } from './azure/url.js'
import { chatReply } from './openai/chat-reply.js'
import { chatBody, openAiHeaders } from './openai/chat-request.js'
import { type ChatStreamState, chatStream } from './openai/chat-stream.js'
import { embeddingBody, embeddings } from './openai/embeddings.js'
import { openAiErrorRules } from './openai/errors.js'
import { httpFailure } from './shared/to-failure.js'

const chat: EndpointCodec<'chat', ChatStreamState> = { toRequest: chatRequest, fromResponse: chatReply, stream: chatStream }

/** Adapter of the format `azure`: chat, whole and streamed, and embeddings. */
export const azure: Adapter = {
  format: 'azure',
  framing: 'sse',
  endpoints: { chat, embeddings: { ...embeddings, toRequest: embeddingRequest } },
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

/** LiteLLM's `o_series/` and `gpt5_series/` before a deployment name say what kind of model it is. */
function withoutHint(target: Target): Target {
  const hint = /^(o_series|gpt5_series)\//.exec(target.model)?.[0]
  if (hint === undefined) return target
  const flags = [...new Set([...target.deployment.flags, 'openai-reasoning' as const])]
  return { ...target, model: target.model.slice(hint.length), deployment: { ...target.deployment, flags } }
}

/** A key, or a token of Azure AD. */
function keyHeader(credentials: Credentials): { readonly [name: string]: string } | undefined {
  if (credentials.kind === 'bearer') return { authorization: `Bearer ${credentials.token}` }
  return credentials.kind === 'key' ? { 'api-key': credentials.key } : undefined
}
