/** A whole answer as the chunks of a stream: for hosts that answer whole though a stream was asked for. */
import type { ChatChoice, ChatChunk, ChatReply, ChunkDelta, ToolCallDelta } from '../../protocol/chat.js'
import type { ToolCall } from '../../protocol/messages.js'

/** Role, everything that was said, finish reason; then usage in a chunk without choices, where it is known. */
export function replyChunks(reply: ChatReply): readonly ChatChunk[] {
  const { id, created, model, usage, service_tier, system_fingerprint, citations, search_results } = reply
  const head = {
    id,
    created,
    model,
    object: 'chat.completion.chunk',
    ...(service_tier !== undefined && { service_tier }),
    ...(system_fingerprint !== undefined && { system_fingerprint }),
  } as const
  const found = { ...(citations !== undefined && { citations }), ...(search_results !== undefined && { search_results }) }
  const chunk = (choices: ChatChunk['choices']): ChatChunk => ({ ...head, choices })
  const said = reply.choices.flatMap((choice) => [
    chunk([{ index: choice.index, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
    chunk([{ index: choice.index, delta: deltaOf(choice), finish_reason: null, ...(choice.logprobs && { logprobs: choice.logprobs }) }]),
    { ...chunk([{ index: choice.index, delta: {}, finish_reason: choice.finish_reason }]), ...found },
  ])
  return usage === undefined ? said : [...said, { ...chunk([]), usage }]
}

function deltaOf({ message }: ChatChoice): ChunkDelta {
  const { content, refusal, tool_calls, annotations, reasoning_content, thinking_blocks, provider_specific_fields } = message
  const { images, audio, function_call } = message
  return {
    ...(reasoning_content && { reasoning_content }),
    ...(thinking_blocks && { thinking_blocks }),
    ...(content && { content }),
    ...(refusal && { refusal }),
    ...(tool_calls && { tool_calls: tool_calls.map(toDelta) }),
    ...(function_call && { function_call }),
    ...(annotations && { annotations }),
    ...(images && { images }),
    ...(audio && { audio }),
    ...(provider_specific_fields && { provider_specific_fields }),
  }
}

/** OpenAI streams function calls only; a custom call travels as one, its input as the arguments. */
function toDelta(call: ToolCall, index: number): ToolCallDelta {
  const called = call.type === 'custom' ? { name: call.custom.name, arguments: call.custom.input } : call.function
  return { index, id: call.id, type: 'function', function: { name: called.name, arguments: called.arguments } }
}
