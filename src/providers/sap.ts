/**
 * SAP AI Core, orchestration service: OpenAI's messages inside a configuration, its answers inside `final_result`.
 * Sources: SAP's orchestration v2 API and AI SDK types, LiteLLM's sap provider.
 */
import type { Adapter } from './adapter.js'
import { openAiErrorRules } from './openai/errors.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { completionConfig, embeddingConfig, finalResult } from './sap/config.js'
import { orchestrationUrl, resourceGroup } from './sap/url.js'
import { withBearer } from './shared/bearer.js'
import { isRecord } from './shared/json.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `sap`: chat, whole and streamed, and embeddings. */
export const sap: Adapter = {
  format: 'sap',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: (_call, target) => orchestrationUrl(target, 'v2/completion'),
      headers: (_call, target) => resourceGroup(target),
      body: completionConfig,
      answer: finalResult,
      event: finalResult,
    }),
    embeddings: wrappedEmbeddings({
      url: (_call, target) => orchestrationUrl(target, 'v2/embeddings'),
      headers: (_call, target) => resourceGroup(target),
      body: embeddingConfig,
      answer: (body) => (isRecord(body) ? finalResult(body) : body),
    }),
  },
  laterSignIn: async () => (await import('./sap/sign-in.js')).tokenSource,
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('sap'), now),
}
