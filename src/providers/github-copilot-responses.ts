/** GitHub Copilot's Responses API, where its codex models answer and no others need to. */
import { isFault, type Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Target } from './adapter.js'
import { askerHeaders } from './github-copilot/request.js'
import { atHost } from './github-copilot/url.js'
import { responsesErrorRules } from './openai-responses/errors.js'
import { nativeResponses } from './openai-responses/native.js'
import { responsesUrl } from './openai-responses/url.js'
import { chatOverResponses } from './openai-responses.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

const urlOf = (target: Target): string => responsesUrl(atHost(target))
const chat = chatOverResponses(urlOf)
const responses = nativeResponses(urlOf)

/** Headers of deployment and caller stay over those that say who asks. */
function asked(built: Outcome<HttpRequest>, turns: unknown): Outcome<HttpRequest> {
  return isFault(built) ? built : { ...built, headers: { ...askerHeaders(turns), ...built.headers } }
}

/** Adapter of the format `github-copilot-responses`: chat and responses, whole and streamed. */
export const githubCopilotResponses: Adapter = {
  format: 'github-copilot-responses',
  framing: 'sse',
  endpoints: {
    chat: { ...chat, toRequest: (call, target) => asked(chat.toRequest(call, target), call.request.messages) },
    responses: { ...responses, toRequest: (call, target) => asked(responses.toRequest(call, target), call.request.input) },
  },
  laterSignIn: async () => (await import('./github-copilot/sign-in.js')).tokenSource,
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, responsesErrorRules(target.provider.name), now),
}
