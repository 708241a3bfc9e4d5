/** OpenAI's Responses API behind Azure's URLs and keys. */
import type { Adapter } from './adapter.js'
import { azureResponsesUrl } from './azure/responses-url.js'
import { responsesErrorRules } from './openai-responses/errors.js'
import { chatOverResponses } from './openai-responses.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `azure-responses`: chat and responses, whole and streamed. */
export const azureResponses: Adapter = {
  format: 'azure-responses',
  framing: 'sse',
  endpoints: { chat: chatOverResponses(azureResponsesUrl) },
  later: { responses: async () => (await import('./openai-responses/native.js')).nativeResponses(azureResponsesUrl) },
  laterSignIn: async () => (await import('./azure/sign-in.js')).azureSignIn,
  authorize(request, credentials) {
    if (credentials.kind !== 'key') return withBearer(request, credentials)
    return { ...request, headers: { ...request.headers, 'api-key': credentials.key } }
  },
  toFailure: (failure, target, now) => httpFailure(failure, target, responsesErrorRules('azure'), now),
}
