/** Why an answer ended, in Anthropic's words. */
import type { FinishReason } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, textOf } from '../../providers/shared/json.js'
import type { EndOfMessage, StopReason } from './body.js'

const reasons: { readonly [F in FinishReason]: StopReason } = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
}

/** Reasons of Anthropic's own that OpenAI's words blur; its adapter keeps them. */
const native: ReadonlyMap<unknown, StopReason> = new Map<unknown, StopReason>([
  ['pause_turn', 'pause_turn'],
  ['refusal', 'refusal'],
  ['compaction', 'compaction'],
  ['model_context_window_exceeded', 'model_context_window_exceeded'],
])

/** The end of an answer. `fields` are its `provider_specific_fields`. */
export function endOfMessage(finish: FinishReason | null | undefined, fields: JsonRecord): EndOfMessage {
  const sequence = textOf(fields.stop_sequence)
  const plain = finish === null || finish === undefined ? 'end_turn' : (reasons[finish] ?? 'end_turn')
  return {
    stop_reason: native.get(fields.native_finish_reason) ?? (sequence !== undefined && plain === 'end_turn' ? 'stop_sequence' : plain),
    stop_sequence: sequence ?? null,
    ...(isRecord(fields.container) && { container: fields.container }),
    ...(isRecord(fields.stop_details) && { stop_details: fields.stop_details }),
  }
}
