/** A whole answer of Converse as an OpenAI chat completion. */
import type { Annotation, ChatReply, ReplyMessage } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpHeaders, HttpReply } from '../../protocol/http.js'
import type { ThinkingBlock, ToolCall } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { withFunctionCall } from '../anthropic/answer.js'
import { messagesReply } from '../anthropic/reply.js'
import { jsonToolName } from '../anthropic/structured-output.js'
import { chatReply } from '../openai/chat-reply.js'
import { invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { annotation, converseFinish, reasoningOf, thinkingBlock } from './answer.js'
import { bedrockEmbedded } from './errors.js'
import { modelRoute, signsThoughts } from './route.js'
import { blockText, citationsOf, isHosted, specificFields } from './specific-fields.js'
import { usesJsonTool } from './structured-output.js'
import { callersName } from './tool-names.js'
import { converseUsage } from './usage.js'

/** The answer, in whichever form it came: Converse's, or that of the model's own vendor, which InvokeModel hands through. */
export function bedrockReply(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  const message = isRecord(body.output) ? body.output.message : undefined
  if (isRecord(message) && Array.isArray(message.content))
    return converseReply(body, recordsOf(message.content), reply.headers, call, target)
  if (body.type === 'message') return messagesReply(reply, call, target)
  if (Array.isArray(body.choices)) return chatReply(reply, call, target)
  const isError = textOf(body.message) !== undefined || textOf(body.Message) !== undefined || textOf(body.__type) !== undefined
  if (isError) return { failure: bedrockEmbedded(body, target, reply.headers) }
  return invalidReply(target, 'an answer without content', text, reply.headers)
}

function converseReply(
  body: JsonRecord,
  blocks: readonly JsonRecord[],
  headers: HttpHeaders,
  call: Call<'chat'>,
  target: Target,
): ChatReply {
  const route = modelRoute(target)
  const plain = replyMessage(blocks, usesJsonTool(call.request, route, target), call, signsThoughts(route))
  const message = route.family === 'meta' ? withWrittenCall(plain, call) : plain
  const fields = specificFields({ blocks, stopReason: body.stopReason, beside: body })
  const isLegacy = listOf(call.request.functions).length > 0 && message.tool_calls !== undefined
  const finish = converseFinish(body.stopReason, message.tool_calls !== undefined)
  const whole = { ...message, ...(fields !== undefined && { provider_specific_fields: fields }) }
  return {
    id: textOf(headers['x-amzn-requestid']) ?? newId(call.random, 'chatcmpl-'),
    object: 'chat.completion',
    created: Math.floor(call.now() / 1000),
    model: route.id,
    choices: [
      {
        index: 0,
        message: isLegacy ? withFunctionCall(whole) : whole,
        finish_reason: isLegacy && finish === 'tool_calls' ? 'function_call' : finish,
        logprobs: null,
      },
    ],
    ...(isRecord(body.usage) && { usage: converseUsage(body.usage) }),
  }
}

/** Text joined, reasoning beside it, calls by themselves. */
function replyMessage(blocks: readonly JsonRecord[], hasJsonTool: boolean, { request }: Call<'chat'>, isSigned: boolean): ReplyMessage {
  let content = ''
  let reasoning = ''
  const thinking: ThinkingBlock[] = []
  const annotations: Annotation[] = []
  const calls: ToolCall[] = []
  for (const block of blocks) {
    const thought = isSigned ? thinkingBlock(block) : undefined
    if (thought !== undefined) thinking.push(thought)
    reasoning += reasoningOf(block)
    const start = content.length
    content += blockText(block)
    annotations.push(...citationsOf(block).flatMap((citation) => annotation(citation, start, content.length) ?? []))
    if (isRecord(block.toolUse) && !isHosted(block)) calls.push(toolCall(block.toolUse, request))
  }
  const hidden = hasJsonTool ? calls.find((call) => call.type === 'function' && call.function.name === jsonToolName) : undefined
  if (hidden?.type === 'function') content = hidden.function.arguments
  const visible = calls.filter((call) => call !== hidden)
  return {
    role: 'assistant',
    content: content === '' && visible.length > 0 ? null : content,
    refusal: null,
    ...(annotations.length > 0 && { annotations }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(thinking.length > 0 && { thinking_blocks: thinking }),
    ...(visible.length > 0 && { tool_calls: visible }),
  }
}

function toolCall({ toolUseId, name, input }: JsonRecord, request: Call<'chat'>['request']): ToolCall {
  const text = typeof input === 'string' ? input : JSON.stringify(input ?? {})
  return { id: String(toolUseId ?? ''), type: 'function', function: { name: callersName(String(name ?? ''), request), arguments: text } }
}

/** Llama at times writes its call as JSON into the text; a call of a tool that the request names is taken for one. */
function withWrittenCall(message: ReplyMessage, call: Call<'chat'>): ReplyMessage {
  const written = message.tool_calls === undefined && message.content !== null ? parseJson(message.content.trim()) : undefined
  if (!isRecord(written) || written.type !== 'function') return message
  const name = textOf(written.name)
  const isKnown = recordsOf(call.request.tools).some((tool) => isRecord(tool.function) && tool.function.name === name)
  if (name === undefined || !isKnown) return message
  const input = isRecord(written.parameters) ? written.parameters : {}
  return {
    ...message,
    content: null,
    tool_calls: [{ id: newId(call.random, 'call_'), type: 'function', function: { name, arguments: JSON.stringify(input) } }],
  }
}
