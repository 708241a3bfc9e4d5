/** Finish reasons of all vendors in OpenAI's five words. */
import type { FinishReason } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, textOf } from './json.js'

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
  ['time_limit', 'length'],
  ['tool_use', 'tool_calls'],
  ['tool_call', 'tool_calls'],
  ['refusal', 'content_filter'],
  ['safety', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
  ['recitation', 'content_filter'],
  ['blocklist', 'content_filter'],
  ['blacklist', 'content_filter'],
  ['prohibited_content', 'content_filter'],
])

/** Values that report a broken answer rather than its end. */
const broken: ReadonlySet<string> = new Set(['error', 'insufficient_system_resource', 'network_error'])

/** True for a reason that makes the answer a failure. */
export function isBrokenFinish(native: unknown): native is string {
  return typeof native === 'string' && broken.has(native)
}

/** Tool calls of an answer; `forced` where the request demanded them. */
export type CallsMade = 'none' | 'free' | 'forced'

/** Which of the three, by the request's `tool_choice`. */
export function callsMade(hasToolCalls: boolean, toolChoice: unknown): CallsMade {
  if (!hasToolCalls) return 'none'
  return toolChoice === 'required' || toolChoice === 'any' || isRecord(toolChoice) ? 'forced' : 'free'
}

/**
 * Differs: LiteLLM passes unknown values on, which no OpenAI client knows.
 * Empty, missing and unknown values are `tool_calls` where the answer holds one, else `stop`. So is a `stop` beside calls
 * the model made by itself (Gemini, Ollama); after a forced call OpenAI itself says `stop`, and that stands.
 */
export function finishReason(native: unknown, calls: CallsMade): FinishReason {
  const mapped = typeof native === 'string' ? known.get(native.toLowerCase()) : undefined
  if (mapped !== undefined && (mapped !== 'stop' || calls === 'forced')) return mapped
  return calls === 'none' ? 'stop' : 'tool_calls'
}

/** The host's own word for the end, where it says more than OpenAI's. OpenRouter gives the upstream's beside its own. */
export function nativeReason(choice: JsonRecord, mapped: FinishReason | undefined): string | undefined {
  const native = textOf(choice.native_finish_reason) ?? textOf(choice.finish_reason)
  return native === mapped || native === 'stop' ? undefined : native
}
