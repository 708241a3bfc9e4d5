/** `countTokens`: the vendor's own count of a conversation, system text and tools included. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { TokenCountReply } from '../../protocol/tokens.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { chatOf, providerCount } from '../shared/count-call.js'
import { countOf, isRecord, parseJson } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { embeddedGeminiFailure } from './errors.js'
import { contentRequest } from './request.js'
import { type ModelUrl, studioModel } from './url.js'

/** AI Studio counts a whole request, which names its model again; Vertex AI takes the members as they are. Source: both API references. */
export type CountForm = 'whole-request' | 'members'

/** Token counts at the addresses of one host. */
export function tokensCodec(url: ModelUrl, form: CountForm = 'whole-request'): EndpointCodec<'tokens', never> {
  return {
    toRequest: (call, target) => countRequest(call, target, url, form),
    fromResponse: countReply,
  }
}

function countRequest(call: Call<'tokens'>, target: Target, url: ModelUrl, form: CountForm): Outcome<HttpRequest> {
  const chat = contentRequest(chatOf(call), target, () => url(target, 'countTokens'))
  if (isFault(chat) || form === 'members') return chat
  const body = parseJson(String(chat.body))
  return { ...chat, body: JSON.stringify({ generateContentRequest: { model: studioModel(target), ...(isRecord(body) && body) } }) }
}

function countReply(reply: HttpReply, _call: Call<'tokens'>, target: Target): Outcome<TokenCountReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const count = countOf(body.totalTokens)
  if (count !== undefined) return providerCount(count, target.model)
  return isRecord(body.error) ? { failure: embeddedGeminiFailure(body, target, reply.headers) } : lacking('a token count', reply, target)
}
