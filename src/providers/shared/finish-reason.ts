/** Finish reasons of all vendors in OpenAI's five words. */
import type { FinishReason } from '../../protocol/chat.js'

const known: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool_calls'],
  ['content_filter', 'content_filter'],
  ['function_call', 'function_call'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['model_length', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['token_limit', 'length'],
  ['tool_use', 'tool_calls'],
  ['tool_call', 'tool_calls'],
  ['refusal', 'content_filter'],
  ['safety', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
  ['recitation', 'content_filter'],
  ['blocklist', 'content_filter'],
  ['prohibited_content', 'content_filter'],
])

/** Values that report a broken answer rather than its end. */
const broken: ReadonlySet<string> = new Set(['error', 'insufficient_system_resource', 'network_error'])

/** True for a reason that makes the answer a failure. */
export function isBrokenFinish(native: unknown): native is string {
  return typeof native === 'string' && broken.has(native)
}

/**
 * Differs: LiteLLM passes unknown values on, which no OpenAI client knows.
 * Empty, missing and unknown values are `tool_calls` where the answer holds one and says nothing else, else `stop`.
 */
export function finishReason(native: unknown, hasToolCalls: boolean): FinishReason {
  const mapped = typeof native === 'string' ? known.get(native.toLowerCase()) : undefined
  if (mapped !== undefined && mapped !== 'stop') return mapped
  return hasToolCalls ? 'tool_calls' : 'stop'
}
