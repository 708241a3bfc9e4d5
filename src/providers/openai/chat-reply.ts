/** A whole chat answer of any OpenAI-compatible host, settled in place to what OpenAI would have written. */
import type { ChatReply } from '../../protocol/chat.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { fault, invalidReply, targetName } from '../shared/failure.js'
import { callsMade, finishReason, isBrokenFinish, nativeReason } from '../shared/finish-reason.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isSettled, settleUsage } from '../shared/usage.js'
import { argumentText, choiceIndex, idOf } from './choice-parts.js'
import { openAiErrorRules } from './errors.js'
import { readParts, splitThink, statedReasoning } from './reasoning.js'

/** The answer, or the failure that its body reports. */
export function chatReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  return settledReply(parseJson(reply.text()), reply, call, target)
}

/** The same for a body that has been parsed, by hosts that wrap OpenAI's answer in one of their own. */
export function settledReply(body: unknown, reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', reply.text(), reply.headers)
  if (!Array.isArray(body.choices)) {
    if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
    return invalidReply(target, 'an answer without choices', reply.text(), reply.headers)
  }
  if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
  for (const [position, choice] of body.choices.entries()) {
    if (!isRecord(choice)) return invalidReply(target, 'a choice that is not an object', reply.text(), reply.headers)
    const broken = settleChoice(choice, position, call, target)
    if (broken !== undefined) return broken
  }
  settleHead(body, call, target)
  return body as unknown as ChatReply // every required member was checked or set above
}

/** True for `{error: …}`, and without choices for `{object: "error", message}`, `{code, message}` and `{errors: [{code, message}]}`. */
export function hasError(body: JsonRecord): boolean {
  if (body.error !== undefined && body.error !== null) return true
  if (body.choices !== undefined) return false
  return body.object === 'error' || typeof body.message === 'string' || body.detail !== undefined || recordsOf(body.errors).length > 0
}

function settleHead(body: JsonRecord, call: Call<'chat'>, target: Target): void {
  if ('failure' in body) delete body.failure // would read as a Fault
  if (textOf(body.id) === undefined) body.id = newId(call.random, 'chatcmpl-')
  if (typeof body.created !== 'number' || body.created === 0) body.created = Math.floor(call.now() / 1000)
  if (textOf(body.model) === undefined) body.model = target.model
  if (body.object !== 'chat.completion') body.object = 'chat.completion'
  if (body.service_tier === '') delete body.service_tier
  if (isRecord(body.usage)) {
    if (!isSettled(body.usage)) body.usage = settleUsage(body.usage)
  } else if (body.usage !== undefined) delete body.usage
}

function settleChoice(choice: JsonRecord, position: number, call: Call<'chat'>, target: Target): Fault | undefined {
  const native = choice.finish_reason
  const broken = brokenChoice(choice, target)
  if (broken !== undefined) return broken
  choice.index = choiceIndex(choice.index, position)
  if (choice.logprobs === undefined) choice.logprobs = null
  const message = isRecord(choice.message) ? choice.message : {}
  choice.message = message
  settleMessage(message, call)
  const finish = finishReason(native, callsMade(Array.isArray(message.tool_calls), call.request.tool_choice))
  const told = nativeReason(choice, finish)
  if (told !== undefined) message.provider_specific_fields = { ...Object(message.provider_specific_fields), native_finish_reason: told }
  choice.finish_reason = finish
  return undefined
}

/** A choice that broke down upstream: with an error of its own (OpenRouter), or a finish reason that says so. */
export function brokenChoice(choice: JsonRecord, target: Target): Fault | undefined {
  const { error, finish_reason: native } = choice
  if (isRecord(error)) return { failure: embeddedFailure({ error }, target, openAiErrorRules(target.provider.name)) }
  if (!isBrokenFinish(native)) return undefined
  return fault(target, {
    kind: native === 'insufficient_system_resource' ? 'unavailable' : 'internal',
    code: native,
    message: `${targetName(target)} broke off the answer (finish reason ${native})`,
  })
}

function settleMessage(message: JsonRecord, call: Call<'chat'>): void {
  if (message.role !== 'assistant') message.role = 'assistant'
  if (message.refusal === undefined || message.refusal === '') message.refusal = null
  const parts = Array.isArray(message.content) ? readParts(message.content) : undefined
  if (parts !== undefined) message.content = parts.text
  if (message.content === undefined) message.content = null
  settleReasoning(message, parts?.reasoning)
  settleToolCalls(message, call)
  removeBlanks(message)
  const fields = specificFields(message, parts?.others ?? [])
  if (fields !== undefined) message.provider_specific_fields = fields
}

function settleReasoning(message: JsonRecord, thought: string | undefined): void {
  const stated = textOf(thought) ?? statedReasoning(message)
  if (message.reasoning !== undefined) delete message.reasoning
  if (stated !== undefined) message.reasoning_content = stated
  else if (typeof message.content === 'string' && message.content.includes('<think>')) {
    const split = splitThink(message.content)
    if (split === undefined) return
    message.content = split.text
    message.reasoning_content = split.reasoning
  } else if (message.reasoning_content !== undefined) delete message.reasoning_content
}

function settleToolCalls(message: JsonRecord, call: Call<'chat'>): void {
  if (message.tool_calls === undefined) return
  const calls = recordsOf(message.tool_calls)
  if (calls.length === 0) {
    delete message.tool_calls
    return
  }
  message.tool_calls = calls
  for (const tool of calls) {
    if (idOf(tool) === undefined) tool.id = newId(call.random, 'call_')
    if (tool.index !== undefined) delete tool.index
    if (tool.type === 'custom' && isRecord(tool.custom)) continue
    tool.type = 'function'
    if (tool.custom !== undefined) delete tool.custom
    const definition = isRecord(tool.function) ? tool.function : {}
    definition.arguments = textOf(argumentText(definition.arguments)) ?? '{}'
    tool.function = definition
  }
}

/** Members that hosts fill with nulls or zeros where OpenAI leaves them out. */
function removeBlanks(message: JsonRecord): void {
  if (message.annotations === null) delete message.annotations
  const called = message.function_call
  if (called === null || (isRecord(called) && textOf(called.name) === undefined)) delete message.function_call
  const audio = message.audio
  if (audio === null || (isRecord(audio) && textOf(audio.id) === undefined)) delete message.audio
}

/** What has no place in OpenAI's message but is needed on the next turn or by a reader. */
function specificFields(message: JsonRecord, parts: readonly JsonRecord[]): JsonRecord | undefined {
  let fields = isRecord(message.provider_specific_fields) ? message.provider_specific_fields : undefined
  for (const key of ['reasoning_details', 'executed_tools'] as const) {
    const value = message[key]
    if (value === undefined) continue
    delete message[key]
    if (value !== null) fields = { ...fields, [key]: value }
  }
  return parts.length > 0 ? { ...fields, content_parts: parts } : fields
}
