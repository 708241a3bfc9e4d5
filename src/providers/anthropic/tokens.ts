/** `POST /v1/messages/count_tokens`: the vendor's own count of a conversation. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { TokenCountReply } from '../../protocol/tokens.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { chatOf, providerCount } from '../shared/count-call.js'
import { countOf, isRecord, parseJson } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { embeddedFailure } from '../shared/to-failure.js'
import type { AnthropicBody } from './body.js'
import { anthropicErrorRules } from './errors.js'
import { messagesRequest } from './request.js'

/** Body of the endpoint. A type test holds it against the vendor's own types. */
export type AnthropicCountBody = Pick<
  AnthropicBody,
  'model' | 'messages' | 'system' | 'tools' | 'tool_choice' | 'thinking' | 'output_config'
>

/** Members of a chat that count, hosted servers and context edits among them; limits and sampling are refused here. */
const counted = [
  ...['model', 'messages', 'system', 'tools', 'tool_choice', 'thinking', 'output_config'],
  ...['cache_control', 'mcp_servers', 'context_management', 'speed'],
] as const

/** The codec of the endpoint. */
export const anthropicTokens: EndpointCodec<'tokens', never> = { toRequest: countRequest, fromResponse: countReply }

function countRequest(call: Call<'tokens'>, target: Target): Outcome<HttpRequest> {
  const chat = messagesRequest(chatOf(call), target)
  if (isFault(chat)) return chat
  const built = parseJson(String(chat.body))
  const members = isRecord(built) ? built : {}
  const body = Object.fromEntries(counted.filter((name) => members[name] !== undefined).map((name) => [name, members[name]]))
  const [path = '', query] = chat.url.split('?')
  return { ...chat, url: `${path}/count_tokens${query === undefined ? '' : `?${query}`}`, body: JSON.stringify(body) }
}

function countReply(reply: HttpReply, _call: Call<'tokens'>, target: Target): Outcome<TokenCountReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const count = countOf(body.input_tokens)
  if (count !== undefined) return providerCount(count, target.model)
  if (isRecord(body.error)) return { failure: embeddedFailure(body, target, anthropicErrorRules, reply.headers) }
  return lacking('a token count', reply, target)
}
