/** A whole answer of the Messages API as an OpenAI chat completion. */
import type { Annotation, ChatReply, ReplyMessage } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { ThinkingBlock, ToolCall } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'
import { embeddedFailure } from '../shared/to-failure.js'
import {
  type AnswerParts,
  annotation,
  anthropicFinish,
  refusalText,
  specificFields,
  thinkingBlock,
  toolCall,
  withFunctionCall,
} from './answer.js'
import { anthropicErrorRules } from './errors.js'
import { jsonToolName, usesJsonTool } from './structured-output.js'
import { anthropicUsage } from './usage.js'

/** The answer, or the failure that its body reports. */
export function messagesReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (body.type === 'error' || isRecord(body.error)) return { failure: embeddedFailure(body, target, anthropicErrorRules, reply.headers) }
  if (!Array.isArray(body.content)) return invalidReply(target, 'an answer without content', text, reply.headers)
  const parts: AnswerParts = {
    blocks: recordsOf(body.content),
    stopReason: body.stop_reason,
    stopDetails: body.stop_details,
    stopSequence: body.stop_sequence,
    container: body.container,
    contextManagement: body.context_management,
    usage: isRecord(body.usage) ? body.usage : {},
  }
  const message = replyMessage(parts, usesJsonTool(call.request, target))
  const isLegacy = listOf(call.request.functions).length > 0 && message.tool_calls !== undefined
  const finish = anthropicFinish(parts.stopReason, message.tool_calls !== undefined)
  return {
    id: textOf(body.id) ?? 'msg',
    object: 'chat.completion',
    created: Math.floor(call.now() / 1000),
    model: textOf(body.model) ?? target.model,
    choices: [
      {
        index: 0,
        message: isLegacy ? withFunctionCall(message) : message,
        finish_reason: isLegacy && finish === 'tool_calls' ? 'function_call' : finish,
        logprobs: null,
      },
    ],
    ...(isRecord(body.usage) && { usage: anthropicUsage(body.usage) }),
  }
}

/** Text joined, thinking beside it, calls by themselves; what is left goes to `provider_specific_fields`. */
function replyMessage(parts: AnswerParts, hasJsonTool: boolean): ReplyMessage {
  let content = ''
  let reasoning = ''
  const thinking: ThinkingBlock[] = []
  const annotations: Annotation[] = []
  const calls: ToolCall[] = []
  for (const block of parts.blocks) {
    const thought = thinkingBlock(block)
    if (thought !== undefined) {
      thinking.push(thought)
      if (thought.type === 'thinking') reasoning += thought.thinking
    } else if (block.type === 'text') {
      const start = content.length
      content += textOf(block.text) ?? ''
      annotations.push(...citationsOf(block, start, content.length))
    } else if (block.type === 'tool_use') calls.push(toolCall(block))
  }
  const isHidden = (call: ToolCall) => hasJsonTool && call.type === 'function' && call.function.name === jsonToolName
  const hidden = calls.find(isHidden)
  if (hidden?.type === 'function') content = hidden.function.arguments
  const visible = calls.filter((call) => !isHidden(call))
  const fields = specificFields(parts)
  return {
    role: 'assistant',
    content: content === '' && visible.length > 0 ? null : content,
    refusal: refusalText(parts),
    ...(annotations.length > 0 && { annotations }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(thinking.length > 0 && { thinking_blocks: thinking }),
    ...(visible.length > 0 && { tool_calls: visible }),
    ...(fields !== undefined && { provider_specific_fields: fields }),
  }
}

function citationsOf(block: JsonRecord, start: number, end: number): Annotation[] {
  return recordsOf(block.citations).flatMap((citation) => annotation(citation, start, end) ?? [])
}
