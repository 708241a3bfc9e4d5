/** A whole answer of Cohere's chat endpoint as an OpenAI chat completion. */
import type { Annotation, ChatReply, ReplyMessage } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { FunctionToolCall } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { callMembers, endOfCalls } from '../shared/called-tools.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import {
  brokenEnd,
  cohereAnnotations,
  cohereArguments,
  cohereFields,
  cohereFinish,
  cohereLogprobs,
  cohereUsage,
  isCohereError,
} from './answer.js'
import { cohereErrorRules } from './errors.js'

/** The answer, or the failure that its body reports. */
export function cohereReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (!isRecord(body.message)) {
    if (isCohereError(body)) return { failure: embeddedFailure(body, target, cohereErrorRules, reply.headers) }
    return invalidReply(target, 'an answer without a message', text, reply.headers)
  }
  const broken = brokenEnd(body, target)
  if (broken !== undefined) return broken
  const calls = toolCalls(body.message, call)
  const usage = cohereUsage(body.usage)
  return {
    id: textOf(body.id) ?? newId(call.random, 'chatcmpl-'),
    object: 'chat.completion',
    created: Math.floor(call.now() / 1000),
    model: target.model,
    choices: [
      {
        index: 0,
        message: replyMessage(body.message, calls, body.finish_reason, call.request),
        finish_reason: cohereFinish(body.finish_reason, endOfCalls(calls.length, call.request)),
        logprobs: cohereLogprobs(body.logprobs),
      },
    ],
    ...(usage !== undefined && { usage }),
  }
}

function toolCalls(message: JsonRecord, call: Call<'chat'>): FunctionToolCall[] {
  return recordsOf(message.tool_calls).map((tool) => {
    const definition = isRecord(tool.function) ? tool.function : {}
    return {
      id: textOf(tool.id) ?? newId(call.random, 'call_'),
      type: 'function',
      function: { name: textOf(definition.name) ?? '', arguments: cohereArguments(definition.arguments) },
    }
  })
}

/** Text joined; thinking and the plan for the tools are reasoning. */
function replyMessage(message: JsonRecord, calls: readonly FunctionToolCall[], native: unknown, request: JsonRecord): ReplyMessage {
  let content = ''
  let reasoning = ''
  const starts: number[] = []
  for (const part of contentParts(message.content)) {
    starts.push(content.length)
    if (part.type === 'thinking') reasoning += textOf(part.thinking) ?? ''
    else content += textOf(part.text) ?? ''
  }
  const plan = textOf(message.tool_plan) ?? ''
  reasoning += plan
  const citations = recordsOf(message.citations)
  const annotations: Annotation[] = citations.flatMap((citation) =>
    cohereAnnotations(citation, (typeof citation.content_index === 'number' ? starts[citation.content_index] : undefined) ?? 0),
  )
  const fields = cohereFields(plan, citations, native)
  return {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    refusal: null,
    ...(annotations.length > 0 && { annotations }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...callMembers(calls, request),
    ...(fields !== undefined && { provider_specific_fields: fields }),
  }
}

function contentParts(content: unknown): readonly JsonRecord[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : recordsOf(content)
}
