/** `POST /completions`: plain text in, plain text out, and fill in the middle by `suffix`. */
import type { CompletionReply } from '../../protocol/completions.js'
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { newId } from '../shared/new-id.js'
import { openAiParams, type Refusal } from '../shared/params.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { settleUsage } from '../shared/usage.js'
import { brokenChoice, hasError } from './chat-reply.js'
import { hostModel } from './chat-request.js'
import { type CompletionStreamState, completionStream } from './completion-stream.js'
import { choiceText, completionFinish } from './completion-text.js'
import { openAiErrorRules } from './errors.js'
import { type Door, hostDoor } from './host-door.js'
import { hostCall, jsonRequest } from './host-request.js'
import { quirkRules } from './quirk-rules.js'

/** The codec behind a door. */
export function completions(door: Door = hostDoor): EndpointCodec<'completions', CompletionStreamState> {
  return {
    toRequest: (call, target) => completionRequest(call, target, door),
    fromResponse: completionReply,
    stream: completionStream,
  }
}

function completionRequest(call: Call<'completions'>, given: Target, door: Door): Outcome<HttpRequest> {
  const host = hostCall(call, given, door, (members) => chatRefusals(members, given))
  if (isFault(host)) return host
  const { members, target } = host
  const rules = quirkRules(target.provider)
  for (const [from, to] of rules.rename) {
    if (members[from] === undefined) continue
    members[to] = members[from]
    delete members[from]
  }
  members.model = hostModel(target, rules)
  // usage is always asked for, as with chat: cost needs it
  if (!call.stream) {
    delete members.stream
    delete members.stream_options
  } else {
    members.stream = true
    if (rules.quirks.streamOptions === false) delete members.stream_options
    else members.stream_options = { ...Object(members.stream_options), include_usage: true }
  }
  return jsonRequest(call, host, members)
}

/** What the host refuses in chat it refuses here; `logprobs` is a number here and another thing. */
function chatRefusals(members: JsonRecord, { provider }: Target): Refusal[] {
  const { unsupported } = quirkRules(provider)
  return Object.keys(members)
    .filter((name) => name !== 'logprobs' && openAiParams.has(name) && unsupported.has(name))
    .map((name) => ({ name }))
}

function completionReply(reply: HttpReply, call: Call<'completions'>, target: Target): Outcome<CompletionReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  delete body.failure // would read as a Fault
  if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
  if (!Array.isArray(body.choices)) return lacking('choices', reply, target)
  for (const [position, choice] of body.choices.entries()) {
    if (!isRecord(choice)) return lacking('readable choices', reply, target)
    const broken = settleChoice(choice, position, reply, target)
    if (broken !== undefined) return broken
  }
  body.object = 'text_completion'
  if (textOf(body.id) === undefined) body.id = newId(call.random, 'cmpl-')
  if (typeof body.created !== 'number' || body.created === 0) body.created = Math.floor(call.now() / 1000)
  if (textOf(body.model) === undefined) body.model = target.model
  if (isRecord(body.usage)) body.usage = settleUsage(body.usage)
  else delete body.usage
  return body as unknown as CompletionReply // every required member was checked or set above
}

function settleChoice(choice: JsonRecord, position: number, reply: HttpReply, target: Target): Fault | undefined {
  const broken = brokenChoice(choice, target)
  if (broken !== undefined) return broken
  const text = choiceText(choice, 'message')
  if (text === undefined) return lacking('text in a choice', reply, target)
  delete choice.message
  choice.text = text
  if (typeof choice.index !== 'number') choice.index = position
  choice.logprobs ??= null
  choice.finish_reason = completionFinish(choice.finish_reason)
  return undefined
}
