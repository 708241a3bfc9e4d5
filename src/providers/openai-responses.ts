/** OpenAI's Responses API, for models that answer nowhere else and hosts that speak nothing else. */
import type { Adapter, EndpointCodec, Target } from './adapter.js'
import { responsesErrorRules } from './openai-responses/errors.js'
import { followed } from './openai-responses/follow.js'
import { responsesReply } from './openai-responses/reply.js'
import { responsesRequest } from './openai-responses/request.js'
import { type ResponsesStreamState, responsesStream } from './openai-responses/stream.js'
import { responsesUrl } from './openai-responses/url.js'
import { withKey } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

/** Chat over the Responses API at the URL `urlOf` gives. */
export function chatOverResponses(urlOf: (target: Target) => string): EndpointCodec<'chat', ResponsesStreamState> {
  return {
    toRequest: (call, target) => responsesRequest(call, target, urlOf(target)),
    fromResponse: responsesReply,
    stream: responsesStream,
    ...followed<'chat'>(urlOf),
  }
}

/** Adapter of the format `openai-responses`: chat and responses, whole and streamed. */
export const openaiResponses: Adapter = {
  format: 'openai-responses',
  framing: 'sse',
  endpoints: { chat: chatOverResponses(responsesUrl) },
  later: {
    responses: async () => (await import('./openai-responses/native.js')).nativeResponses(responsesUrl),
    tokens: async () => (await import('./openai-responses/tokens.js')).openAiTokens,
  },
  authorize: (request, credentials, { provider }) => withKey(request, credentials, provider.auth),
  toFailure: (failure, target, now) => httpFailure(failure, target, responsesErrorRules(target.provider.name), now),
}
