/** What whole answers and streams of Ollama have in common: calls, the end, token counts, log probabilities. */
import type { FinishReason, Logprobs, ReplyImage, TokenLogprob, Usage } from '../../protocol/chat.js'
import type { FunctionToolCall } from '../../protocol/messages.js'
import { countOf, isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { textLength } from './messages.js'

/** Calls of a message. Older servers give no ids, so they are made here. */
export function ollamaCalls(message: JsonRecord, random: () => number): readonly FunctionToolCall[] {
  return recordsOf(message.tool_calls).map((call) => {
    const definition = isRecord(call.function) ? call.function : {}
    return {
      id: textOf(call.id) ?? newId(random, 'call_'),
      type: 'function',
      function: { name: textOf(definition.name) ?? '', arguments: argumentText(definition.arguments) },
    }
  })
}

/** Arguments are objects; some servers in front of Ollama write them as text. */
function argumentText(value: unknown): string {
  if (isRecord(value)) return JSON.stringify(value)
  return typeof value === 'string' && value.trim() !== '' ? value : '{}'
}

/** The server says `stop` after a tool call too. `load` and `unload` answer a request without messages. */
export function ollamaFinish(native: unknown, ofCalls: FinishReason | undefined): FinishReason {
  return native === 'length' ? 'length' : (ofCalls ?? 'stop')
}

/** A reason for the end that OpenAI has no word for, or undefined. */
export function ollamaFields(native: unknown): { [key: string]: unknown } | undefined {
  const reason = textOf(native)
  return reason === undefined || reason === 'stop' || reason === 'length' ? undefined : { native_finish_reason: reason }
}

/** Images that the model made, from the number `first` on. They come as base64 alone; the first characters tell JPEG from PNG. */
export function ollamaImages(images: unknown, first: number): ReplyImage[] {
  return listOf(images)
    .filter((image) => typeof image === 'string')
    .map((image, at) => ({
      type: 'image_url',
      image_url: { url: `data:image/${image.startsWith('/9j/') ? 'jpeg' : 'png'};base64,${image}` },
      index: first + at,
    }))
}

/** Characters of a token in English text, for a guess. */
const charactersOfToken = 4

/** Undefined where nothing is counted. A prompt that was cached whole has no count: it is guessed from its text. */
export function ollamaUsage(reported: JsonRecord, request: JsonRecord): Usage | undefined {
  const counted = countOf(reported.prompt_eval_count)
  const completion = countOf(reported.eval_count)
  if (counted === undefined && completion === undefined) return undefined
  const prompt = counted ?? Math.ceil(textLength(request) / charactersOfToken)
  return { prompt_tokens: prompt, completion_tokens: completion ?? 0, total_tokens: prompt + (completion ?? 0) }
}

/** Seconds since 1970, the server's own where it says them. */
export function createdAt(reported: unknown, now: number): number {
  const at = typeof reported === 'string' ? Date.parse(reported) : Number.NaN
  return Math.floor((Number.isNaN(at) ? now : at) / 1000)
}

/** Null where there are none. */
export function ollamaLogprobs(items: unknown): Logprobs | null {
  const content = recordsOf(items).map(
    (item): TokenLogprob => ({ ...tokenOf(item), top_logprobs: recordsOf(item.top_logprobs).map(tokenOf) }),
  )
  return content.length > 0 ? { content, refusal: null } : null
}

function tokenOf(item: JsonRecord) {
  const bytes = Array.isArray(item.bytes) ? item.bytes.filter((byte) => typeof byte === 'number') : null
  return { token: textOf(item.token) ?? '', logprob: typeof item.logprob === 'number' ? item.logprob : 0, bytes }
}
