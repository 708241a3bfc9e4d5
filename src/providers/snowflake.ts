/**
 * Snowflake Cortex: OpenAI's format at `cortex/v1`, and the older `cortex/inference:complete` where the config's `api_base` names it.
 * Sources: Snowflake's Cortex REST API and Chat Completions references, recorded exchanges, LiteLLM's snowflake provider.
 */
import type { HttpRequest } from '../protocol/http.js'
import type { Adapter, Credentials, EndpointCodec } from './adapter.js'
import { openAiErrorRules } from './openai/errors.js'
import { wrappedChat, wrappedEmbeddings } from './openai/wrapped.js'
import { withBearer } from './shared/bearer.js'
import { badRequest } from './shared/failure.js'
import { isRecord, recordsOf } from './shared/json.js'
import { isText } from './shared/text-input.js'
import { httpFailure } from './shared/to-failure.js'
import { nativeChat } from './snowflake/native.js'
import { reasoningMembers } from './snowflake/reasoning.js'
import { cortexUrl, isNative } from './snowflake/url.js'

/** Differs: LiteLLM calls Claude at `cortex/v1/messages`; OpenAI's door serves every model, Claude's reasoning included. */
const door = wrappedChat({ url: (_call, target) => cortexUrl(target, 'v1/chat/completions'), body: reasoningMembers })

/** Each of a call's steps by the door that its target asks for. */
const chat: EndpointCodec<'chat'> = {
  toRequest: (call, target) => (isNative(target) ? nativeChat : door).toRequest(call, target),
  fromResponse: (reply, call, target) => (isNative(target) ? nativeChat : door).fromResponse(reply, call, target),
  // answers of both doors can be told apart, so that one fold reads them
  ...(nativeChat.stream !== undefined && { stream: nativeChat.stream }),
}

/** Adapter of the format `snowflake`: chat, whole and streamed, and embeddings. */
export const snowflake: Adapter = {
  format: 'snowflake',
  framing: 'sse',
  endpoints: {
    chat,
    embeddings: wrappedEmbeddings({
      url: (_call, target) => cortexUrl(target, 'inference:embed'),
      body: ({ input, encoding_format: _format, ...rest }, _call, target) =>
        isText(input)
          ? { body: { ...rest, text: typeof input === 'string' ? [input] : input } }
          : { ...badRequest(target, '`input` must be a text or a list of texts', 'input'), body: undefined },
      answer(body) {
        // every vector comes in a list of its own
        for (const entry of isRecord(body) ? recordsOf(body.data) : []) {
          if (Array.isArray(entry.embedding) && Array.isArray(entry.embedding[0])) entry.embedding = entry.embedding[0]
        }
        return body
      },
    }),
  },
  authorize: withTokenType,
  toFailure: (failure, target, now) => httpFailure(failure, target, openAiErrorRules('snowflake'), now),
}

const typeHeader = 'x-snowflake-authorization-token-type'

/** By the prefix of the key: `pat/` as in LiteLLM, `oauth/`, else a key-pair JWT. A type among the deployment's headers wins. */
function withTokenType(request: HttpRequest, credentials: Credentials): HttpRequest {
  if (credentials.kind !== 'key') return withBearer(request, credentials)
  const [, prefix, key = ''] = /^(pat\/|oauth\/|)(.*)$/s.exec(credentials.key) ?? []
  const type = prefix === 'pat/' ? 'PROGRAMMATIC_ACCESS_TOKEN' : prefix === 'oauth/' ? 'OAUTH' : 'KEYPAIR_JWT'
  return withBearer({ ...request, headers: { [typeHeader]: type, ...request.headers } }, { kind: 'key', key })
}
