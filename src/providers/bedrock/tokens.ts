/** `POST /model/{id}/count-tokens`: the count of what Converse would be sent. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { TokenCountReply } from '../../protocol/tokens.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { chatOf, providerCount } from '../shared/count-call.js'
import { countOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import type { ConverseBody } from './body.js'
import { bedrockEmbedded } from './errors.js'
import { converseBody } from './request.js'
import { modelRoute, modelUrl } from './route.js'

/** Body of the operation. A type test holds it against the vendor's own types. */
export type BedrockCountBody<B = string> = {
  input: { converse: Pick<ConverseBody<B>, 'messages' | 'system' | 'toolConfig' | 'additionalModelRequestFields'> }
}

/** The operation knows foundation models only: what an inference profile puts in front is taken off. Source: AWS's API reference. */
const profile = /^(?:us-gov|us|eu|apac|jp|au|ca|sa|me|af|global)\./

/** The codec of the operation. */
export const bedrockTokens: EndpointCodec<'tokens', never> = { toRequest: countRequest, fromResponse: countReply }

function countRequest(call: Call<'tokens'>, target: Target): Outcome<HttpRequest> {
  const chat = chatOf(call)
  // a history with tool calls needs a tool list only where an answer is to be made
  const built = converseBody({ ...chat, modifyParams: true }, target)
  if (built.body === undefined) return built
  const { messages, system, toolConfig, additionalModelRequestFields } = built.body
  const body: BedrockCountBody = {
    input: {
      converse: {
        messages,
        ...(system !== undefined && { system }),
        ...(toolConfig !== undefined && { toolConfig }),
        ...(additionalModelRequestFields !== undefined && { additionalModelRequestFields }),
      },
    },
  }
  const route = modelRoute(target)
  return {
    method: 'POST',
    url: modelUrl(target, { ...route, id: route.id.replace(profile, '') }, 'count-tokens'),
    headers: requestHeaders(chat, target, { accept: 'application/json' }),
    body: JSON.stringify(body),
  }
}

function countReply(reply: HttpReply, _call: Call<'tokens'>, target: Target): Outcome<TokenCountReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const count = countOf(body.inputTokens)
  if (count !== undefined) return providerCount(count, modelRoute(target).id)
  const isError = textOf(body.message) !== undefined || textOf(body.Message) !== undefined
  return isError ? { failure: bedrockEmbedded(body, target, reply.headers) } : lacking('a token count', reply, target)
}
