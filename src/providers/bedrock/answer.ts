/** Pieces of a Converse answer in OpenAI's terms, for whole replies and streams. */
import type { Annotation, FinishReason } from '../../protocol/chat.js'
import type { ThinkingBlock } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'

const reasons: ReadonlyMap<unknown, FinishReason> = new Map<unknown, FinishReason>([
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['guardrail_intervened', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['refusal', 'content_filter'],
])

/** `tool_calls` where the answer holds a call and says nothing else; else `stop`, also for reasons nobody has heard of. */
export function converseFinish(native: unknown, hasToolCalls: boolean): FinishReason {
  return reasons.get(native) ?? (hasToolCalls ? 'tool_calls' : 'stop')
}

/** Reasoning as callers send it back: signed or redacted; undefined for any other, which no model takes in a request. */
export function thinkingBlock({ reasoningContent }: JsonRecord): ThinkingBlock | undefined {
  if (!isRecord(reasoningContent)) return undefined
  const data = textOf(reasoningContent.redactedContent)
  if (data !== undefined) return { type: 'redacted_thinking', data }
  const { reasoningText } = reasoningContent
  const signature = isRecord(reasoningText) ? textOf(reasoningText.signature) : undefined
  return signature === undefined ? undefined : { type: 'thinking', thinking: reasoningOf({ reasoningContent }), signature }
}

/** Readable reasoning of a block. */
export function reasoningOf({ reasoningContent }: JsonRecord): string {
  const { reasoningText } = isRecord(reasoningContent) ? reasoningContent : {}
  return isRecord(reasoningText) ? (textOf(reasoningText.text) ?? '') : ''
}

/** A web source as OpenAI's annotation of the text from `start` to `end`. */
export function annotation(citation: JsonRecord, start: number, end: number): Annotation | undefined {
  const web = isRecord(citation.location) ? citation.location.web : undefined
  const url = isRecord(web) ? textOf(web.url) : undefined
  if (url === undefined) return undefined
  return { type: 'url_citation', url_citation: { url, title: textOf(citation.title) ?? '', start_index: start, end_index: end } }
}
