/** `POST /responses/input_tokens`: OpenAI's own count of what a chat through the Responses API would send. */
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { TokenCountReply } from '../../protocol/tokens.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { chatOf, providerCount } from '../shared/count-call.js'
import { fault, targetName } from '../shared/failure.js'
import { countOf, isRecord, parseJson } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { embeddedFailure } from '../shared/to-failure.js'
import type { OpenAiResponsesBody } from './body.js'
import { responsesErrorRules } from './errors.js'
import { responsesRequest } from './request.js'
import { responsesUrl } from './url.js'

/** Body of the endpoint. */
export type OpenAiCountBody = Pick<OpenAiResponsesBody, 'model' | 'input' | 'instructions' | 'tools' | 'tool_choice' | 'reasoning' | 'text'>

/** Members that count; limits, sampling and storage are refused here. Source: OpenAI's API reference. */
const counted = [
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning',
  'text',
  'truncation',
] as const

/**
 * Hosts that serve the endpoint: OpenAI's own, with its regions. Azure and the hosts that only speak OpenAI's format do not
 * know it; what is sent there is counted by the runtime.
 */
const counting = /^https:\/\/(?:[a-z]+\.)?api\.openai\.com\//

/** Token counts beside the Responses API, at OpenAI's own doors. */
export const openAiTokens: EndpointCodec<'tokens', never> = { toRequest: countRequest, fromResponse: countReply }

function countRequest(call: Call<'tokens'>, target: Target): Outcome<HttpRequest> {
  const url = responsesUrl(target)
  if (!counting.test(url)) return uncounted(target)
  const [path = '', query] = url.split('?')
  const chat = responsesRequest(chatOf(call), target, `${path}/input_tokens${query === undefined ? '' : `?${query}`}`)
  // Only a chat can carry it, and nothing counts chats: audio.
  if (isFault(chat)) return target.deployment.format === undefined ? uncounted(target) : chat
  const built = parseJson(String(chat.body))
  const members = isRecord(built) ? built : {}
  const body = Object.fromEntries(counted.filter((name) => members[name] !== undefined).map((name) => [name, members[name]]))
  return { ...chat, body: JSON.stringify(body) }
}

/** The code lets the runtime count. */
function uncounted(target: Target): Fault {
  const message = `${targetName(target)}: this host counts no tokens`
  return fault(target, { kind: 'bad-request', code: 'endpoint_not_supported', type: 'invalid_request_error', message })
}

function countReply(reply: HttpReply, _call: Call<'tokens'>, target: Target): Outcome<TokenCountReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const count = countOf(body.input_tokens)
  if (count !== undefined) return providerCount(count, target.model)
  return isRecord(body.error)
    ? { failure: embeddedFailure(body, target, responsesErrorRules(target.provider.name), reply.headers) }
    : lacking('a token count', reply, target)
}
