/** Anthropic's Messages API. */
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Credentials, Target } from './adapter.js'
import { withBetas } from './anthropic/betas.js'
import { anthropicErrorRules } from './anthropic/errors.js'
import { messagesReply } from './anthropic/reply.js'
import { messagesRequest } from './anthropic/request.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `anthropic`: chat, whole and streamed, and token counts. */
export const anthropic: Adapter = {
  format: 'anthropic',
  framing: 'sse',
  endpoints: { chat: { toRequest: messagesRequest, fromResponse: messagesReply } },
  later: { tokens: async () => (await import('./anthropic/tokens.js')).anthropicTokens },
  laterStream: async () => (await import('./anthropic/stream.js')).messagesStream,
  authorize: withKey,
  toFailure: (failure, target, now) => httpFailure(failure, target, anthropicErrorRules, now),
}

/** API keys go into `x-api-key`; tokens of a login are bearer tokens and need a beta. */
function withKey(request: HttpRequest, credentials: Credentials, target: Target): HttpRequest {
  const value = credentials.kind === 'key' ? credentials.key : credentials.kind === 'bearer' ? credentials.token : undefined
  if (value === undefined) return request
  if (value.startsWith('sk-ant-oat'))
    return { ...request, headers: withBetas(bearer(request, value), ['oauth-2025-04-20'], request.headers) }
  if (credentials.kind === 'bearer' || target.provider.auth === 'bearer') return { ...request, headers: bearer(request, value) }
  return { ...request, headers: { ...request.headers, 'x-api-key': value } }
}

function bearer(request: HttpRequest, token: string) {
  return { ...request.headers, authorization: `Bearer ${token}` }
}
