/** A whole answer of Ollama's chat endpoint as an OpenAI chat completion. */
import type { ChatReply, ReplyMessage } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { FunctionToolCall } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { chatReply } from '../openai/chat-reply.js'
import { splitThink } from '../openai/reasoning.js'
import { callMembers, endOfCalls } from '../shared/called-tools.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { createdAt, ollamaCalls, ollamaFields, ollamaFinish, ollamaImages, ollamaLogprobs, ollamaUsage } from './answer.js'
import { ollamaErrorRules } from './errors.js'

/** The answer, or the failure that its body reports. */
export function ollamaReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (body.error !== undefined && body.error !== null) return { failure: embeddedFailure(body, target, ollamaErrorRules, reply.headers) }
  if (Array.isArray(body.choices)) return chatReply(reply, call, target) // see openai-door.ts
  if (!isRecord(body.message)) return invalidReply(target, 'an answer without a message', text, reply.headers)
  const calls = ollamaCalls(body.message, call.random)
  const usage = ollamaUsage(body, call.request)
  return {
    id: newId(call.random, 'chatcmpl-'),
    object: 'chat.completion',
    created: createdAt(body.created_at, call.now()),
    model: textOf(body.model) ?? target.model,
    choices: [
      {
        index: 0,
        message: replyMessage(body.message, calls, body.done_reason, call.request),
        finish_reason: ollamaFinish(body.done_reason, endOfCalls(calls.length, call.request)),
        logprobs: ollamaLogprobs(body.logprobs),
      },
    ],
    ...(usage !== undefined && { usage }),
  }
}

/** Thinking has a member of its own; older servers leave it in the text, between tags. */
function replyMessage(message: JsonRecord, calls: readonly FunctionToolCall[], native: unknown, request: JsonRecord): ReplyMessage {
  const written = textOf(message.content) ?? ''
  const stated = textOf(message.thinking)
  const split = stated === undefined ? splitThink(written) : undefined
  const content = split?.text ?? written
  const reasoning = stated ?? split?.reasoning
  const images = ollamaImages(message.images, 0)
  const fields = ollamaFields(native)
  return {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    refusal: null,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...callMembers(calls, request),
    ...(images.length > 0 && { images }),
    ...(fields !== undefined && { provider_specific_fields: fields }),
  }
}
