/** One Anthropic answer while it is put together; whole replies and streams end in the same message. */
import type { Annotation, FinishReason, ReplyMessage } from '../../protocol/chat.js'
import type { ThinkingBlock, ToolCall } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'

const clientBlocks: ReadonlySet<unknown> = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use'])

/**
 * Differs: LiteLLM shows hosted tool calls as tool calls, which naive agents then execute; here they are kept apart.
 * True where an answer holds blocks that OpenAI's shape has no place for, so that they must be kept for the next turn.
 */
export function needsReplay(block: JsonRecord): boolean {
  return !clientBlocks.has(block.type) || (block.type === 'text' && recordsOf(block.citations).length > 0) || block.caller !== undefined
}

/** Everything of an answer but its text that the caller sees. */
export type AnswerParts = {
  readonly blocks: readonly JsonRecord[]
  readonly stopReason: unknown
  readonly stopDetails: unknown
  /** The text of the caller's that ended the answer. */
  readonly stopSequence: unknown
  readonly container: unknown
  readonly contextManagement: unknown
  readonly usage: JsonRecord
}

/** A thinking block as callers send it back; undefined for any other block. */
export function thinkingBlock(block: JsonRecord): ThinkingBlock | undefined {
  if (block.type === 'redacted_thinking') return { type: 'redacted_thinking', data: String(block.data ?? '') }
  if (block.type !== 'thinking') return undefined
  return { type: 'thinking', thinking: String(block.thinking ?? ''), signature: String(block.signature ?? '') }
}

/** A client tool call; its arguments are the input as JSON text. */
export function toolCall(block: JsonRecord): ToolCall {
  const input = typeof block.input === 'string' ? block.input : JSON.stringify(block.input ?? {})
  return { id: String(block.id ?? ''), type: 'function', function: { name: String(block.name ?? ''), arguments: input } }
}

/** A web search citation as OpenAI's annotation of the text from `start` to `end`. */
export function annotation(citation: JsonRecord, start: number, end: number): Annotation | undefined {
  const url = textOf(citation.url)
  if (url === undefined) return undefined
  return { type: 'url_citation', url_citation: { url, title: textOf(citation.title) ?? '', start_index: start, end_index: end } }
}

/** What an answer holds beyond OpenAI's message; undefined where nothing. */
export function specificFields(parts: AnswerParts): { [key: string]: unknown } | undefined {
  const fields: { [key: string]: unknown } = {}
  const citations = parts.blocks.flatMap((block) => recordsOf(block.citations))
  if (citations.length > 0) fields.citations = citations
  // Whole and in order, so that the next turn can send the answer back as it was.
  if (parts.blocks.some(needsReplay)) fields.content_blocks = parts.blocks
  if (isRecord(parts.container)) fields.container = parts.container
  if (isRecord(parts.contextManagement)) fields.context_management = parts.contextManagement
  if (isRecord(parts.stopDetails)) fields.stop_details = parts.stopDetails
  if (parts.usage.iterations !== undefined && parts.usage.iterations !== null) fields.iterations = parts.usage.iterations
  for (const key of ['service_tier', 'inference_geo'] as const) if (textOf(parts.usage[key]) !== undefined) fields[key] = parts.usage[key]
  if (textOf(parts.stopSequence) !== undefined) fields.stop_sequence = parts.stopSequence
  const native = textOf(parts.stopReason)
  if (native !== undefined && !plainReasons.has(native)) fields.native_finish_reason = native
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** Reasons that OpenAI's word says as well. */
const plainReasons: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence', 'max_tokens', 'tool_use'])

const reasons: ReadonlyMap<unknown, FinishReason> = new Map<unknown, FinishReason>([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['compaction', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
  ['refusal', 'content_filter'],
])

/** `stop` for what is unknown; an answer that came through the hidden tool stops like any other. */
export function anthropicFinish(native: unknown, hasToolCalls: boolean): FinishReason {
  const mapped = reasons.get(native)
  if (mapped === 'tool_calls') return hasToolCalls ? 'tool_calls' : 'stop'
  if (mapped !== undefined) return mapped
  return hasToolCalls ? 'tool_calls' : 'stop'
}

/** Why the model refused, where it says so. */
export function refusalText({ stopReason, stopDetails }: AnswerParts): string | null {
  return stopReason === 'refusal' && isRecord(stopDetails) ? (textOf(stopDetails.explanation) ?? null) : null
}

/** The legacy form, for a caller who asked with `functions`. */
export function withFunctionCall(message: ReplyMessage): ReplyMessage {
  const { tool_calls: calls, ...rest } = message
  const first = calls?.[0]
  return first?.type === 'function' ? { ...rest, function_call: first.function } : message
}
