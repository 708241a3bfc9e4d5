/** `POST /moderations` on OpenAI and Mistral. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ModerationReply } from '../../protocol/moderations.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { hasError } from './chat-reply.js'
import { openAiErrorRules } from './errors.js'
import { type Door, hostDoor } from './host-door.js'
import { hostCall, jsonRequest } from './host-request.js'

/** The codec behind a door. */
export function moderations(door: Door = hostDoor): EndpointCodec<'moderations', never> {
  return { toRequest: (call, target) => moderationRequest(call, target, door), fromResponse: moderationReply }
}

function moderationRequest(call: Call<'moderations'>, given: Target, door: Door): Outcome<HttpRequest> {
  const host = hostCall(call, given, door)
  return isFault(host) ? host : jsonRequest(call, host, host.members)
}

function moderationReply(reply: HttpReply, { random }: Call<'moderations'>, target: Target): Outcome<ModerationReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  delete body.failure // would read as a Fault
  const { results } = body
  if (!Array.isArray(results) || !results.every(isVerdict)) {
    if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
    return lacking('readable results', reply, target)
  }
  // Mistral leaves the sum of it to the reader
  for (const verdict of results) {
    verdict.flagged ??= Object.values(verdict.categories).includes(true)
    verdict.category_applied_input_types ??= textOnly(verdict.categories) // hosts without it look at text alone
  }
  if (textOf(body.id) === undefined) body.id = newId(random, 'modr-')
  if (textOf(body.model) === undefined) body.model = target.model
  return body as unknown as ModerationReply // results, id and model were checked or set above
}

const textOnly = (categories: JsonRecord) => Object.fromEntries(Object.keys(categories).map((category) => [category, ['text']]))

function isVerdict(value: unknown): value is JsonRecord & { categories: JsonRecord } {
  return isRecord(value) && isRecord(value.categories) && isRecord(value.category_scores)
}
