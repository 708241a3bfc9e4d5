/**
 * Databricks Model Serving: OpenAI's format with reasoning in content parts, behind workspace URLs; a token or a service principal.
 * Sources: Databricks' foundation model API reference, LiteLLM's databricks provider.
 */
import type { Adapter } from './adapter.js'
import { claudeBody } from './databricks/body.js'
import { readParts, readPartsDelta } from './databricks/parts.js'
import { databricksUrl, workspaceOf } from './databricks/url.js'
import { openAiErrorRules } from './openai/errors.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { withBearer } from './shared/bearer.js'
import { clientCredentialsRequest, signInFailure, tokenReply } from './shared/oauth.js'
import { httpFailure } from './shared/to-failure.js'

/** Adapter of the format `databricks`: chat, whole and streamed, and embeddings. */
export const databricks: Adapter = {
  format: 'databricks',
  framing: 'sse',
  endpoints: {
    chat: wrappedChat({
      url: (_call, target) => databricksUrl(target, 'chat/completions'),
      body: claudeBody,
      answer: readParts,
      event: readPartsDelta,
    }),
    embeddings: wrappedEmbeddings({ url: (_call, target) => databricksUrl(target, 'embeddings') }),
  },
  signIn: {
    async request(credentials, target) {
      if (credentials.kind !== 'fields') return undefined
      const { client_id: clientId, client_secret: clientSecret } = credentials.fields
      if (clientId === undefined || clientSecret === undefined) {
        const missing = clientId === undefined ? 'client_id (DATABRICKS_CLIENT_ID)' : 'client_secret (DATABRICKS_CLIENT_SECRET)'
        return { failure: signInFailure(target, `databricks: the service principal has no ${missing}`, { code: 'missing_api_key' }) }
      }
      return clientCredentialsRequest({
        url: `${workspaceOf(target.baseUrl)}/oidc/v1/token`,
        clientId,
        clientSecret,
        scope: 'all-apis',
        by: 'basic',
      })
    },
    fromResponse: (reply, target, now) => tokenReply(reply, target, now, 'the Databricks service principal (client_id, client_secret)'),
  },
  authorize: withBearer,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('databricks'), now),
}
