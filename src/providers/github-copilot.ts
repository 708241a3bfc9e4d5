/**
 * GitHub Copilot: OpenAI's format behind a token of its own and headers that say who asks.
 * Sources: LiteLLM's github_copilot provider, GitHub's Copilot chat client.
 */
import type { Adapter } from './adapter.js'
import { mergeChoices, readReasoning } from './github-copilot/answer.js'
import { askerHeaders, restoreReasoning } from './github-copilot/request.js'
import { atHost } from './github-copilot/url.js'
import { openAiErrorRules } from './openai/errors.js'
import { endpointUrl } from './openai/url.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { withBearer } from './shared/bearer.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `github-copilot`: chat, whole and streamed, and embeddings. */
export const githubCopilot: Adapter = {
  format: 'github-copilot',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: (_call, target) => endpointUrl(atHost(target), 'chat/completions'),
      headers: ({ request }) => askerHeaders(request.messages),
      body: restoreReasoning,
      answer: mergeChoices,
      event: readReasoning,
    }),
    embeddings: wrappedEmbeddings({
      url: (_call, target) => endpointUrl(atHost(target), 'embeddings'),
      body: ({ input, ...rest }) => ({ body: { ...rest, input: typeof input === 'string' ? [input] : input } }),
    }),
  },
  laterSignIn: async () => (await import('./github-copilot/sign-in.js')).tokenSource,
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('github_copilot'), now),
}
