/** A chat answer as Anthropic's Message. */
import type { ChatReply, ReplyMessage } from '../../protocol/chat.js'
import { isRecord, parseJson, recordsOf, textOf } from '../../providers/shared/json.js'
import type { AnswerBlock, Message } from './body.js'
import { endOfMessage } from './stop-reason.js'
import { messageUsage } from './usage.js'

/** The Message of the answer's first choice, which is the only one Anthropic has. */
export function messageOf(reply: ChatReply): Message {
  const [choice] = reply.choices
  const fields = choice?.message.provider_specific_fields ?? {}
  return {
    id: messageId(reply.id),
    type: 'message',
    role: 'assistant',
    model: reply.model,
    content: choice === undefined ? [] : answerBlocks(choice.message),
    ...endOfMessage(choice?.finish_reason, fields),
    usage: messageUsage(reply.usage, fields),
    ...(isRecord(fields.context_management) && { context_management: fields.context_management }),
  }
}

/** Ids of other vendors get Anthropic's prefix. */
export function messageId(id: string): string {
  return id.startsWith('msg') ? id : `msg_${id.replace(/^chatcmpl-/, '')}`
}

/** Thinking, text, calls; or the blocks themselves where an Anthropic answer held more than that. */
function answerBlocks(message: ReplyMessage): AnswerBlock[] {
  const own = message.provider_specific_fields?.content_blocks
  if (Array.isArray(own)) return recordsOf(own) as AnswerBlock[] // Anthropic's own blocks, as they came
  const text = textOf(message.content) ?? textOf(message.refusal)
  const reasoning = textOf(message.reasoning_content)
  const thinking: readonly AnswerBlock[] =
    message.thinking_blocks ?? (reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature: '' }])
  return [
    ...thinking,
    ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
    ...(message.tool_calls ?? []).map(
      (call): AnswerBlock =>
        call.type === 'function'
          ? { type: 'tool_use', id: call.id, name: call.function.name, input: toolInput(call.function.arguments) }
          : { type: 'tool_use', id: call.id, name: call.custom.name, input: { input: call.custom.input } },
    ),
  ]
}

/** Arguments as an object; text that is none is kept under a name of its own, as on the way in. */
function toolInput(text: string): { [key: string]: unknown } {
  const input = parseJson(text.trim() === '' ? '{}' : text)
  return isRecord(input) ? input : { input: input ?? text }
}
